"""The answers of a page that lies as the known edition prints it, box by box: what is written in it, what is ticked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from imwu_inbox.domain.documents import Box, Fact, PageImage, Source, Word
from imwu_inbox.domain.folding import squeezed
from imwu_inbox.domain.form_answers import iso_date, tidy
from imwu_inbox.domain.form_marks import ink_in
from imwu_inbox.domain.form_written import bared
from imwu_inbox.domain.imm5686 import NO, YES
from imwu_inbox.domain.imm5686_labels import QUESTION_OF, QUESTIONS, WRITTEN, AnswerType, Question
from imwu_inbox.domain.imm5686_layout import PLACES, YES_NO_BOXES, Place
from imwu_inbox.domain.label_boxes import LabelledPage
from imwu_inbox.domain.layout_fit import LayoutFit
from imwu_inbox.domain.page_view import box_around

_TALL_PT, _LABEL_ROW_PT = 16.0, 7.8
_GAP_PT, _LINE_PT = 1.5, 1.8
_WIDTHS = (
    ("ABCDEGHKNOPQRSUVXYZÉÈÀ", 4.9),
    ("MWm", 5.9),
    ("IJ itlfjr-():,’'./", 2.1),
)
_WIDTH = 3.9
"""How wide the letters of a label are printed, about: some by name, all others alike. Units: points."""
_TICK_INSET_PT = 2.2
_SPACE = 0.6
_LABEL_ALIKE, _LABEL_EXPECTED, _LONGEST_LABEL = 72.0, 50.0, 12
_ENTRY_OF_A_LIST = re.compile(r"(?:\w{2,4}|R\w{3,5}[)}]|PP-\w+)[—–-]")
_BESIDE_LABEL = ("from", "to", "total_duration")
_ENGLISH = frozenset(question.labels[0] for question in QUESTIONS)
_TICK_INK, _EMPTY_INK = 0.13, 0.05
_NAMES = frozenset(("family_name", "given_names", "contact_name", "declarant_name"))
_FIGURES = frozenset((
    "business_phone", "size_canada", "size_abroad", "uci", "date_of_birth", "noc_code", "from", "to", "total_duration",
))  # fmt: skip
_SENTENCES = ("duties", "education", "skills")
_ROUND = ("size_canada", "size_abroad")
_ON_THE_NET = frozenset(("email", "website"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where the answer to one question is written on a page. Units: fractions of the page."""

    key: str
    box: Box

    @property
    def holds_a_name(self) -> bool:
        """Whether a person's name is written in it, in the letters of whatever country."""
        return self.key in _NAMES

    @property
    def holds_figures(self) -> bool:
        """Whether figures are written in it, and little else."""
        return self.key in _FIGURES

    @property
    def holds_an_address(self) -> bool:
        """Whether an address on the net is written in it."""
        return self.key in _ON_THE_NET

    @property
    def holds_a_code(self) -> bool:
        """Whether an entry of the list of codes is written in it."""
        return self.key == "exemption_code"

    @property
    def holds_sentences(self) -> bool:
        """Whether what is written in it begins with a large letter."""
        return self.key in _SENTENCES

    @property
    def wants_all_letters(self) -> bool:
        """Whether the model of all Latin letters reads it best, and nothing but the letters tells what was meant."""
        return self.holds_a_name or (self.holds_figures and self.key not in (*_BESIDE_LABEL, *_ROUND))


def rooms_on(fit: LayoutFit, found: LabelledPage | None = None) -> tuple[Room, ...]:
    """The room under, or right of, the label of every question that is answered in writing.

    While no labels are known, and so no language, the room beside a label holds the label as well.
    """
    phrases = [label.phrase for label in found.labels if label.key in PLACES] if found is not None else []
    is_english = 2 * sum(phrase in _ENGLISH for phrase in phrases) > len(phrases) if phrases else None
    return tuple(
        Room(key=key, box=_room(QUESTION_OF[key], place, fit, is_english=is_english))
        for key, place in PLACES.items()
        if place.page == fit.page and QUESTION_OF[key].type in WRITTEN
    )


def _room(question: Question, place: Place, fit: LayoutFit, *, is_english: bool | None) -> Box:
    left, top, right, bottom = place.box
    if question.key == "declarant_name":
        return fit.box((left + 1, top - 2, right - 1, bottom))
    if bottom - top > _TALL_PT:
        return fit.box((left + 2, place.label[1] + _LABEL_ROW_PT, right - 2, bottom - _LINE_PT))
    if is_english is None:
        return fit.box((left + 2, top + 1, right - 2, bottom - _LINE_PT))
    printed = question.labels[:1] if is_english else question.labels[1:]
    end = place.label[0] + max(_width_pt(phrase) for phrase in printed)
    return fit.box((end + _GAP_PT, top, right - 1, bottom))


def _width_pt(label: str) -> float:
    """How wide a label is printed, with the colon after it. Units: points."""
    return sum(next((width for letters, width in _WIDTHS if letter in letters), _WIDTH) for letter in f"{label} ")


def written_in(room: Room, words: Sequence[Word], page: int) -> Fact | None:
    """The answer that these words of a room make; None when they say nothing."""
    question = QUESTION_OF[room.key]
    words = bared(_without_label(question, words))
    raw = _spaced(words)
    value = tidy(question, raw)
    if value is None:
        return None
    confidence = sum(word.confidence for word in words) / len(words)
    box = box_around(word.box for word in words)
    return Fact(value=value, source=Source.FORM, raw=raw, page=page, box=box, confidence=confidence)


def _without_label(question: Question, words: Sequence[Word]) -> Sequence[Word]:
    """The words without those at their head that are the question's own label, reaching into the room."""
    if words and question.key == "exemption_code" and _ENTRY_OF_A_LIST.match(words[0].text):
        return words  # such as `A75—Permis de travail`, whose title may read as its own label does
    best, last, head = 0.0, 0, ""
    for at, word in enumerate(words[:_LONGEST_LABEL], start=1):
        head += squeezed(word.text)
        ratio = max(fuzz.ratio(head, squeezed(label)) for label in question.labels)
        if ratio >= max(best, _LABEL_EXPECTED if question.key in _BESIDE_LABEL else _LABEL_ALIKE):
            best, last = ratio, at
    return words[last:]


def _spaced(words: Sequence[Word]) -> str:
    """The words with the spaces that are there: none beside a hyphen, where the letters stand close."""
    text = ""
    for at, word in enumerate(words):
        close = at > 0 and word.box[0] - words[at - 1].box[2] < _SPACE * (word.box[3] - word.box[1])
        hyphened = close and (text.endswith("-") or word.text.startswith("-"))
        text += word.text if not text or hyphened else f" {word.text}"
    return text


def ticks_on(fit: LayoutFit, image: PageImage, page: int) -> Mapping[str, Fact | None]:
    """What is ticked, by key: None where a box is surely empty; a key whose box cannot be told is left out."""
    inks = {
        key: _ink(fit, place.box, image)
        for key, place in PLACES.items()
        if place.page == fit.page and QUESTION_OF[key].type not in WRITTEN and key not in YES_NO_BOXES
    }
    told: dict[str, Fact | None] = {}
    for key, ink in inks.items():
        if ink >= _TICK_INK:
            told[key] = _fact(YES, page, fit.box(PLACES[key].box))
        elif ink <= _EMPTY_INK:
            told[key] = None
    for key, (yes, no) in YES_NO_BOXES.items() if fit.page == 1 else ():
        marks = _ink(fit, yes, image), _ink(fit, no, image)
        if max(marks) >= _TICK_INK and min(marks) <= _EMPTY_INK:
            ticked = marks[0] > marks[1]
            told[key] = _fact(YES if ticked else NO, page, fit.box(yes if ticked else no))
    return told


def _fact(value: str, page: int, box: Box) -> Fact:
    return Fact(value=value, source=Source.FORM, raw=value, page=page, box=box, confidence=0.9)


def _ink(fit: LayoutFit, box: Box, image: PageImage) -> float:
    left, top, right, bottom = box
    inner = left + _TICK_INSET_PT, top + _TICK_INSET_PT, right - _TICK_INSET_PT, bottom - _TICK_INSET_PT
    x0, y0, x1, y1 = fit.box(inner)
    wide, high = image.width_px, image.height_px
    return ink_in(image, round(x0 * wide), round(y0 * high), round(x1 * wide), round(y1 * high))


def settled(
    by_label: Mapping[str, Fact], written: Mapping[str, Fact | None], ticked: Mapping[str, Fact | None]
) -> dict[str, Fact]:
    """The answers of a page from what stands beside its labels and what stands in its rooms, which knows better.

    A room in which nothing was read keeps what its label found there surely; one that is empty has no answer.
    """
    facts = {key: fact for key, fact in by_label.items() if key not in written and key not in ticked}
    for key, fact in written.items():
        other = by_label.get(key)
        best = _better(QUESTION_OF[key], fact, other) if fact is not None and other is not None else fact
        if best is not None:
            facts[key] = best
    facts.update((key, fact) for key, fact in ticked.items() if fact is not None)
    return facts


def _better(question: Question, fact: Fact, other: Fact) -> Fact:
    """Of two readings of one answer: a real date before none, two alike are surer, else the closer look."""
    if fact.value == other.value:
        return replace(fact, confidence=max(fact.confidence, other.confidence))
    if question.type is AnswerType.DATE and iso_date(fact.value) is None and iso_date(other.value) is not None:
        return other
    return fact
