"""What was written on a page of the IMM 5686: the words beside each label that belong to its answer."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from imwu_inbox.domain.documents import Fact, Source, TextSource, Word
from imwu_inbox.domain.folding import squeezed
from imwu_inbox.domain.form_answers import tidy
from imwu_inbox.domain.form_marks import EMPTY_BOX, TICKED_BOX, is_mark, mark_left_of
from imwu_inbox.domain.form_page import LABELS
from imwu_inbox.domain.form_ticks import is_tick, ticked_answers
from imwu_inbox.domain.imm5686 import NO, YES
from imwu_inbox.domain.imm5686_labels import DATE_HINTS, PLACE_OF, QUESTION_OF, WRITTEN, Question
from imwu_inbox.domain.label_boxes import FoundLabel, LabelledPage, stands_in_a_sentence
from imwu_inbox.domain.page_view import PageView, box_around, lines_of

_ONE_LINE, _SHORT_ANSWER, _TALL_ANSWER = 0.012, 0.035, 0.075
_TALL = ("business_address", "business_activity", "duties", "education", "skills")
_COLUMN_GAP = 0.16
_NEVER_WRITTEN = (EMPTY_BOX, TICKED_BOX, "(Name)", "(Nom)")
_LEAST_SURE_WORD, _LEAST_SURE_SPECK, _SPECK_LETTERS = 0.2, 0.5, 2
_PRINT_LETTERS, _PRINT_RATIO = 10, 82.0
_LONG_PRINT, _NEAR = 25, 4
_OPENED = {"»": "«", "”": "“", ")": "("}
"""What each mark closes that may stand by itself, as in `« démarrage d’entreprise »`."""


def answers_on(page: PageView, found: LabelledPage) -> dict[str, Fact]:
    """Every answer of a page that could be read, by key."""
    facts: dict[str, Fact] = {}
    for label, words in _claims(page, found).items():
        question = QUESTION_OF[label.key]
        fact = _written_fact(question, words, page.number) if question.key not in facts else None
        if fact is not None:
            facts[question.key] = fact
    facts.update(ticked_answers(found, page.number))
    return facts


def _claims(page: PageView, found: LabelledPage) -> dict[FoundLabel, tuple[Word, ...]]:
    """The written words that belong to each question: where two claim a word, it is that of the label close above."""
    marks = {id(word) for word in found.loose if is_mark(word.text)}
    written = LabelledPage(
        labels=found.labels, loose=tuple(word for word in found.loose if _is_written(word, found, marks))
    )
    by_ocr = page.page.source is TextSource.OCR
    claimed: dict[FoundLabel, tuple[Word, ...]] = {}
    for label in found.labels:
        question = QUESTION_OF.get(label.key)
        if question is None or question.type not in WRITTEN:
            continue
        if not stands_in_a_sentence(label, found.loose):
            print_near = _print_near(question) if by_ocr else ()
            claimed[label] = _close_words(label, written.answer(label, tallest=_tallest(question)), print_near)
    owners: dict[int, FoundLabel] = {}
    for label in sorted(claimed, key=lambda one: one.box[1]):
        owners.update((id(word), label) for word in claimed[label])
    return {
        label: bared(tuple(word for word in words if owners[id(word)] is label)) for label, words in claimed.items()
    }


def bared(words: Sequence[Word]) -> tuple[Word, ...]:
    """An answer without the dashes and dots that stand before and after it; a quotation is closed as it was opened."""
    told = [at for at, word in enumerate(words) if squeezed(word.text)]
    if not told:
        return ()
    kept, rest = words[told[0] : told[-1] + 1], words[told[-1] + 1 :]
    closes = bool(rest) and any(_OPENED.get(rest[0].text, "\n") in word.text for word in kept)
    return (*kept, rest[0]) if closes else tuple(kept)


def _is_written(word: Word, found: LabelledPage, marks: set[int]) -> bool:
    """Whether a loose word may be part of a written answer: not a tick beside a box, not a hint how to write a date."""
    if word.text in _NEVER_WRITTEN or squeezed(word.text) in DATE_HINTS or _numbers_a_question(word, found):
        return False
    if word.confidence < (_LEAST_SURE_SPECK if len(squeezed(word.text)) <= _SPECK_LETTERS else _LEAST_SURE_WORD):
        return False
    if id(word) not in marks:
        return True
    ticked = (label for label in found.labels if label.key in (YES, NO) or is_tick(label.key))
    return all(mark_left_of(label.box, (word,)) is None for label in ticked)


def _numbers_a_question(word: Word, found: LabelledPage) -> bool:
    """Whether a word is the number of a box, printed before its label."""
    if not word.text.rstrip(".)").isdecimal() or len(word.text) > 3:
        return False
    left, middle = word.box[2], (word.box[1] + word.box[3]) / 2
    return any(0 <= one.box[0] - left < 0.03 and one.box[1] <= middle <= one.box[3] for one in found.labels)


def _tallest(question: Question) -> float:
    if question.key == "declarant_name":
        return _ONE_LINE
    return _TALL_ANSWER if question.key in _TALL else _SHORT_ANSWER


def _close_words(label: FoundLabel, words: Sequence[Word], print_near: Sequence[str]) -> tuple[Word, ...]:
    """The words of an answer up to a gap as wide as a column: beyond it stands the answer of an unread label."""
    kept: list[Word] = []
    for line in lines_of(words):
        if _is_print(line.text, print_near):
            continue
        edge = label.box[2] if abs(line.box[1] - label.box[1]) < 0.6 * (label.box[3] - label.box[1]) else label.box[0]
        for word in line.words:
            if word.box[0] - edge > _COLUMN_GAP:
                break
            kept.append(word)
            edge = word.box[2]
    return tuple(kept)


def _is_print(text: str, print_near: Sequence[str]) -> bool:
    """Whether a line is a part of a long label that was read too badly to be found."""
    line = squeezed(text)
    return len(line) >= _PRINT_LETTERS and any(fuzz.partial_ratio(line, one) >= _PRINT_RATIO for one in print_near)


@lru_cache(maxsize=128)
def _print_near(question: Question) -> tuple[str, ...]:
    """The long print that stands near a question: of the questions about it, and what asks nothing."""
    near = (
        label
        for label in LABELS
        if abs(PLACE_OF.get(label.key, PLACE_OF[question.key]) - PLACE_OF[question.key]) <= _NEAR
    )
    return tuple(dict.fromkeys(text for label in near if len(text := squeezed(label.phrase)) >= _LONG_PRINT))


def _written_fact(question: Question, words: Sequence[Word], page: int) -> Fact | None:
    raw = " ".join(word.text for word in words)
    value = tidy(question, raw)
    if value is None:
        return None
    confidence = sum(word.confidence for word in words) / len(words)
    box = box_around(word.box for word in words)
    return Fact(value=value, source=Source.FORM, raw=raw, page=page, box=box, confidence=confidence)
