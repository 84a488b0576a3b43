"""One page of the IMM 5686 with its labels found and its answers taken from where they stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from imwu_inbox.domain.documents import Box, Fact, Source, Word
from imwu_inbox.domain.folding import squeezed
from imwu_inbox.domain.form_answers import tidy
from imwu_inbox.domain.form_marks import EMPTY_BOX, TICKED_BOX, is_mark, mark_left_of
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
from imwu_inbox.domain.page_view import Line, PageView, box_around, lines_of

KINDS = ("kind_work_permit", "kind_lmia")
YES_WORDS, NO_WORDS = ("Yes", "Oui"), ("No", "Non")
_CODE_ROW = "exemption_code"
_ONE_LINE = 0.012
_SHORT_ANSWER = 0.035
_COLUMN_GAP = 0.16
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
    return _code_row_told_apart(find_labels(lines, LABELS), lines)


def _code_row_told_apart(found: LabelledPage, lines: Sequence[Line]) -> LabelledPage:
    """The row of the code repeats the ticked kind's label: the one that stands alone on its row is the code's."""
    del lines
    kinds = [label for label in found.labels if label.key in KINDS]
    labels = tuple(
        FoundLabel(key=_CODE_ROW, box=label.box, ratio=label.ratio)
        if label in kinds and not any(_side_by_side(label, other) for other in kinds if other.key != label.key)
        else label
        for label in found.labels
    )
    return LabelledPage(labels=labels, loose=found.loose)


def _side_by_side(one: FoundLabel, other: FoundLabel) -> bool:
    return abs(one.box[1] - other.box[1]) < 0.75 * max(one.box[3] - one.box[1], 0.008)


def asked_on(found: LabelledPage) -> frozenset[str]:
    """The keys of the questions that a page asks."""
    return frozenset(label.key for label in found.labels if label.key in _BY_KEY)


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
    facts.update(_yes_no_facts(page, found))
    facts.update(_tick_facts(page, found))
    return facts


def _in_running_text(label: FoundLabel, words: Sequence[Word]) -> bool:
    """Whether other words stand close before a label on its row: then it is part of a sentence and asks nothing."""
    left, top, _, bottom = label.box
    height = bottom - top
    return any(
        0 <= left - word.box[2] < 0.8 * height and top <= (word.box[1] + word.box[3]) / 2 <= bottom for word in words
    )


def _is_written(word: Word, found: LabelledPage, marks: set[int]) -> bool:
    """Whether a loose word may be part of a written answer: not a tick beside a box, not a hint how to write a date."""
    if (
        word.text in (EMPTY_BOX, TICKED_BOX)
        or squeezed(word.text) in DATE_HINTS
        or (squeezed(word.text) in ("name", "nom") and word.text.startswith("("))
    ):
        return False
    if word.confidence < (_LEAST_SURE_SPECK if len(squeezed(word.text)) <= _SPECK_LETTERS else _LEAST_SURE_WORD):
        return False
    if id(word) not in marks:
        return True
    ticked = (label for label in found.labels if label.key in (YES, NO) or _is_tick(label.key))
    return all(mark_left_of(label.box, (word,)) is None for label in ticked)


def _is_tick(key: str) -> bool:
    question = _BY_KEY.get(key)
    return question is not None and question.type is AnswerType.TICK


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


def _mark_fact(value: str, page: int, box: Box, confidence: float) -> Fact:
    return Fact(value=value, source=Source.FORM, raw=value, page=page, box=box, confidence=confidence)


def _yes_no_facts(page: PageView, found: LabelledPage) -> Iterator[tuple[str, Fact]]:
    """The ticked one of each question's Yes and No; nothing where neither mark is seen, or both."""
    questions = [label for label in found.labels if label.key in _BY_KEY and _is_yes_no(label.key)]
    words = [label for label in found.labels if label.key in (YES, NO)]
    boxes = [word for word in found.loose if word.text in (EMPTY_BOX, TICKED_BOX)]
    for question in questions:
        own = [word for word in words if _nearest(word.box, questions) is question]
        own_boxes = sorted((one for one in boxes if _nearest(one.box, questions) is question), key=lambda one: one.box)
        answer = _by_boxes(own_boxes, own) if len(own_boxes) == 2 else _by_marks(own, found.loose)
        if answer is not None:
            value, box, confidence = answer
            yield question.key, _mark_fact(value, page.number, box, confidence)


def _by_boxes(boxes: Sequence[Word], words: Sequence[FoundLabel]) -> tuple[str, Box, float] | None:
    """The answer of two boxes of which one is ticked: Yes comes first, unless the words beside them say otherwise."""
    first, second = boxes
    if first.text == second.text:
        return None
    turned = any(
        mark_left_of(word.box, (replace(box, text=TICKED_BOX),)) is not None
        for word, box in ((word, first if word.key == NO else second) for word in words)
    )
    ticked = first if first.text == TICKED_BOX else second
    return (YES if (ticked is first) != turned else NO), ticked.box, ticked.confidence


def _by_marks(words: Sequence[FoundLabel], loose: Sequence[Word]) -> tuple[str, Box, float] | None:
    """The answer of a mark beside one of the words Yes and No, both of which must have been read."""
    marks = {word.key: mark_left_of(word.box, loose) for word in words}
    if set(marks) != {YES, NO} or (marks[YES] is None) == (marks[NO] is None):
        return None
    value = YES if marks[YES] is not None else NO
    mark = marks[value]
    return None if mark is None else (value, mark.box, mark.confidence)


def _is_yes_no(key: str) -> bool:
    return _BY_KEY[key].type is AnswerType.YES_NO


def _nearest(box: Box, questions: Iterable[FoundLabel]) -> FoundLabel | None:
    """The question that an answer belongs to: close on its left, on about the same height."""
    best, least = None, 0.5
    for question in questions:
        left, top, right, bottom = question.box
        middle = (box[1] + box[3]) / 2
        across = max(0.0, box[0] - right) if box[0] > left else 1.0
        down = max(0.0, top - middle, middle - bottom)
        if down < 0.02 and across + 4 * down < least:
            best, least = question, across + 4 * down
    return best


def _tick_facts(page: PageView, found: LabelledPage) -> Iterator[tuple[str, Fact]]:
    """Every ticked box of the page."""
    for label in (one for one in found.labels if _is_tick(one.key)):
        mark = mark_left_of(label.box, found.loose)
        if mark is not None:
            yield label.key, _mark_fact(YES, page.number, mark.box, mark.confidence)
