"""Which boxes of the IMM 5686 are ticked: yes or no to a question, one kind of exemption or the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from imwu_inbox.domain.documents import Box, Fact, Source, Word
from imwu_inbox.domain.form_marks import EMPTY_BOX, TICKED_BOX, mark_left_of
from imwu_inbox.domain.imm5686 import NO, YES
from imwu_inbox.domain.imm5686_labels import QUESTIONS, AnswerType
from imwu_inbox.domain.label_boxes import FoundLabel, LabelledPage

_TYPES = {question.key: question.type for question in QUESTIONS}


def is_tick(key: str) -> bool:
    """Whether a key's question is answered by one box."""
    return _TYPES.get(key) is AnswerType.TICK


def is_yes_no(key: str) -> bool:
    """Whether a key's question is answered by one of two boxes."""
    return _TYPES.get(key) is AnswerType.YES_NO


def ticked_answers(found: LabelledPage, page: int) -> dict[str, Fact]:
    """Every answer that a tick gives on a page. Units: page from 1."""
    return {**dict(_yes_no_facts(found, page)), **dict(_tick_facts(found, page))}


def _mark_fact(value: str, page: int, box: Box, confidence: float) -> Fact:
    return Fact(value=value, source=Source.FORM, raw=value, page=page, box=box, confidence=confidence)


def _yes_no_facts(found: LabelledPage, page: int) -> Iterator[tuple[str, Fact]]:
    """The ticked one of each question's Yes and No; nothing where neither mark is seen, or both."""
    questions = [label for label in found.labels if is_yes_no(label.key)]
    words = [label for label in found.labels if label.key in (YES, NO)]
    boxes = [word for word in found.loose if word.text in (EMPTY_BOX, TICKED_BOX)]
    for question in questions:
        own = [word for word in words if _nearest(word.box, questions) is question]
        own_boxes = sorted((one for one in boxes if _nearest(one.box, questions) is question), key=lambda one: one.box)
        answer = _by_boxes(own_boxes, own) if len(own_boxes) == 2 else _by_marks(own, found.loose)
        if answer is not None:
            value, box, confidence = answer
            yield question.key, _mark_fact(value, page, box, confidence)


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


def _tick_facts(found: LabelledPage, page: int) -> Iterator[tuple[str, Fact]]:
    """Every ticked box of the page."""
    for label in (one for one in found.labels if is_tick(one.key)):
        mark = mark_left_of(label.box, found.loose)
        if mark is not None:
            yield label.key, _mark_fact(YES, page, mark.box, mark.confidence)
