"""One page of the IMM 5686 with its labels found and its answers taken from where they stand."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from imwu_inbox.domain.documents import Fact, Source, Word
from imwu_inbox.domain.folding import squeezed
from imwu_inbox.domain.form_answers import tidy
from imwu_inbox.domain.form_marks import EMPTY_BOX, TICKED_BOX, is_mark, mark_left_of
from imwu_inbox.domain.form_ticks import is_tick, ticked_answers
from imwu_inbox.domain.imm5686 import NO, YES
from imwu_inbox.domain.imm5686_labels import (
    DATE_HINTS,
    DECLARATION_OPENINGS,
    FURNITURE,
    QUESTIONS,
    AnswerType,
    Question,
)
from imwu_inbox.domain.label_boxes import FoundLabel, Label, LabelledPage, find_labels
from imwu_inbox.domain.page_view import PageView, box_around, lines_of

Rows = tuple[float, float]
"""A part of a page, from and to. Units: fractions of its height."""

KINDS = ("kind_work_permit", "kind_lmia")
YES_WORDS, NO_WORDS = ("Yes", "Oui"), ("No", "Non")
_CODE_ROW = "exemption_code"
_ONE_LINE = 0.012
_SHORT_ANSWER = 0.035
_COLUMN_GAP = 0.16
_TWIN_GAP = 3.0
_NEVER_WRITTEN = (EMPTY_BOX, TICKED_BOX, "/", "(Name)", "(Nom)")
_AROUND = 0.03
_ORDER = {question.key: at for at, question in enumerate(QUESTIONS)}
_BY_KEY = {question.key: question for question in QUESTIONS}
_LEAST_SURE_WORD, _LEAST_SURE_SPECK, _SPECK_LETTERS = 0.2, 0.5, 2
_PRINT_LETTERS, _PRINT_RATIO = 10, 82.0
_TALL = ("business_address", "business_activity", "duties", "education", "skills")


def _page_labels() -> Iterator[Label]:
    for question in QUESTIONS:
        own = DECLARATION_OPENINGS if question.key == "declarant_name" else question.labels
        kinds = {squeezed(label) for key in KINDS for label in _BY_KEY[key].labels}
        for label in own:
            if question.key != _CODE_ROW or squeezed(label) not in kinds:
                yield Label(key=question.key, phrase=label)
    for phrase in FURNITURE:
        yield Label(key="", phrase=phrase)
    for key, words in ((YES, YES_WORDS), (NO, NO_WORDS)):
        for word in words:
            yield Label(key=key, phrase=word)


LABELS: tuple[Label, ...] = tuple(_page_labels())
"""Every phrase looked for on a page of the form."""


_LONG_PRINT = tuple(dict.fromkeys(squeezed(label.phrase) for label in LABELS if len(squeezed(label.phrase)) >= 25))


def find_on(page: PageView, typed: Sequence[Word] = ()) -> LabelledPage:
    """The labels of a page; `typed` are answers that lie over it in fields nobody named."""
    lines = lines_of((*page.page.words, *typed)) if typed else page.lines
    found = find_labels(lines, LABELS)
    return LabelledPage(labels=_twins_joined(_code_row_told_apart(found.labels)), loose=found.loose)


def _code_row_told_apart(labels: Sequence[FoundLabel]) -> tuple[FoundLabel, ...]:
    """The row of the code repeats the ticked kind's label: the one that stands alone on its row is the code's."""
    kinds = [label for label in labels if label.key in KINDS]
    return tuple(
        replace(label, key=_CODE_ROW)
        if label in kinds and not any(_side_by_side(label, other) for other in kinds if other.key != label.key)
        else label
        for label in labels
    )


def _twins_joined(labels: Sequence[FoundLabel]) -> tuple[FoundLabel, ...]:
    """One label where a bilingual form prints the same question twice on a row."""
    joined: list[FoundLabel] = []
    for label in sorted(labels, key=lambda one: one.box[0]):
        height = label.box[3] - label.box[1]
        for at, other in enumerate(joined):
            near = 0 <= label.box[0] - other.box[2] < _TWIN_GAP * height
            if other.key == label.key in _BY_KEY and near and _side_by_side(label, other):
                joined[at] = replace(other, box=box_around((other.box, label.box)))
                break
        else:
            joined.append(label)
    return tuple(joined)


def _side_by_side(one: FoundLabel, other: FoundLabel) -> bool:
    return abs(one.box[1] - other.box[1]) < 0.75 * max(one.box[3] - one.box[1], 0.008)


def asked_on(found: LabelledPage) -> frozenset[str]:
    """The keys of the questions that a page asks."""
    return frozenset(label.key for label in found.labels if label.key in _BY_KEY)


def rows_of(keys: Collection[str], found: LabelledPage) -> Rows:
    """The part of a page where these questions stand: between the labels before and after them that were found."""
    places = sorted((_ORDER[label.key], label.box[1], label.box[3]) for label in found.labels if label.key in _ORDER)
    tops, bottoms = [], []
    for key in keys:
        at = _ORDER[key]
        before = [place for place in places if place[0] < at][-1:]
        after = [place for place in places if place[0] > at][:1]
        tops.append(min((top for _, top, _ in before + after), default=0.0) if before else 0.0)
        bottoms.append(max((bottom for _, _, bottom in before + after), default=1.0) if after else 1.0)
    return max(0.0, min(tops, default=0.0) - _AROUND), min(1.0, max(bottoms, default=1.0) + _SHORT_ANSWER + _AROUND)


def answers_on(page: PageView, found: LabelledPage) -> dict[str, Fact]:
    """Every answer of a page that could be read, by key."""
    facts: dict[str, Fact] = {}
    marks = {id(word) for word in found.loose if is_mark(word.text)}
    written = LabelledPage(
        labels=found.labels, loose=tuple(word for word in found.loose if _is_written(word, found, marks))
    )
    for label in found.labels:
        question = _BY_KEY.get(label.key)
        if question is None or question.key in facts or question.type in (AnswerType.TICK, AnswerType.YES_NO):
            continue
        if _in_running_text(label, found.loose):
            continue
        words = _close_words(label, written.answer(label, tallest=_tallest(question)))
        fact = _written_fact(question, words, page.number)
        if fact is not None:
            facts[question.key] = fact
    facts.update(ticked_answers(found, page.number))
    return facts


def _in_running_text(label: FoundLabel, words: Sequence[Word]) -> bool:
    """Whether other words stand close before a label on its row: then it is part of a sentence and asks nothing."""
    left, top, _, bottom = label.box
    height = bottom - top
    return any(
        sum(letter.isalpha() for letter in word.text) > 1
        and 0 <= left - word.box[2] < 0.8 * height
        and top <= (word.box[1] + word.box[3]) / 2 <= bottom
        for word in words
    )


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
    return 0.075 if question.key in _TALL else _SHORT_ANSWER


def _close_words(label: FoundLabel, words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of an answer up to a gap as wide as a column: beyond it stands the answer of an unread label."""
    kept: list[Word] = []
    for line in lines_of(words):
        if _is_print(line.text):
            continue
        edge = label.box[2] if abs(line.box[1] - label.box[1]) < 0.6 * (label.box[3] - label.box[1]) else label.box[0]
        for word in line.words:
            if word.box[0] - edge > _COLUMN_GAP:
                break
            kept.append(word)
            edge = word.box[2]
    return tuple(kept)


def _is_print(text: str) -> bool:
    """Whether a line is a part of a long label that was read too badly to be found."""
    line = squeezed(text)
    return len(line) >= _PRINT_LETTERS and any(fuzz.partial_ratio(line, one) >= _PRINT_RATIO for one in _LONG_PRINT)


def _written_fact(question: Question, words: Sequence[Word], page: int) -> Fact | None:
    raw = " ".join(word.text for word in words)
    value = tidy(question, raw)
    if value is None:
        return None
    confidence = sum(word.confidence for word in words) / len(words)
    box = box_around(word.box for word in words)
    return Fact(value=value, source=Source.FORM, raw=raw, page=page, box=box, confidence=confidence)
