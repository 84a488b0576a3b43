"""One page of the IMM 5686 with its printed labels found: what it asks, and where."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from imwu_inbox.domain.documents import Word
from imwu_inbox.domain.folding import squeezed
from imwu_inbox.domain.imm5686 import NO, YES
from imwu_inbox.domain.imm5686_labels import (
    DECLARATION_OPENINGS,
    FURNITURE,
    PLACE_OF,
    QUESTION_OF,
    QUESTIONS,
    WRITTEN,
    AnswerType,
)
from imwu_inbox.domain.label_boxes import FoundLabel, Label, LabelledPage, find_labels, stands_in_a_sentence
from imwu_inbox.domain.page_view import Line, PageView, box_around, lines_of

Rows = tuple[float, float]
"""A part of a page, from and to. Units: fractions of its height."""

WHOLE_PAGE: Rows = (0.0, 1.0)

KINDS = ("kind_work_permit", "kind_lmia")
YES_WORDS, NO_WORDS = ("Yes", "Oui"), ("No", "Non")
_CODE_ROW = "exemption_code"
_SHORT_ANSWER = 0.035
_TWIN_GAP = 3.0
_SAME_QUESTION = 0.03
_AROUND = 0.03


def _page_labels() -> Iterator[Label]:
    for question in QUESTIONS:
        own = DECLARATION_OPENINGS if question.key == "declarant_name" else question.labels
        kinds = {squeezed(label) for key in KINDS for label in QUESTION_OF[key].labels}
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


def find_on(page: PageView, typed: Sequence[Word] = ()) -> LabelledPage:
    """The labels of a page; `typed` are answers that lie over it in fields nobody named."""
    return _found_among(lines_of((*page.page.words, *typed)) if typed else page.lines)


@lru_cache(maxsize=8)
def _found_among(lines: tuple[Line, ...]) -> LabelledPage:
    """The labels in these lines; a form's judge, its reader and whoever pairs its pages ask the same."""
    found = _answers_released(find_labels(lines, LABELS))
    return LabelledPage(labels=_twins_joined(_code_row_told_apart(found.labels)), loose=found.loose)


def _answers_released(found: LabelledPage) -> LabelledPage:
    """The page with words given back that only look like a label within an answer, such as `Autre genre`."""
    asking = Counter(label.key for label in found.labels)
    asked = [label for label in found.labels if label.key in QUESTION_OF]
    within = [
        label
        for label in found.labels
        if _may_be_an_answers(label, asking, asked) and stands_in_a_sentence(label, found.loose)
    ]
    released = tuple(word for label in within for word in label.words)
    labels = tuple(label for label in found.labels if label not in within)
    return LabelledPage(labels=labels, loose=(*found.loose, *released))


def _may_be_an_answers(label: FoundLabel, asking: Counter[str], asked: Sequence[FoundLabel]) -> bool:
    """Whether a label's words may be an answer's: its question is asked elsewhere too, or no question wants a yes."""
    if label.key in (YES, NO):
        wanting = (one for one in asked if QUESTION_OF[one.key].type is AnswerType.YES_NO)
        return not any(abs(one.box[1] - label.box[1]) < _SAME_QUESTION for one in wanting)
    return asking[label.key] > 1 and label.key in QUESTION_OF and QUESTION_OF[label.key].type in WRITTEN


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
            if other.key == label.key in QUESTION_OF and near and _side_by_side(label, other):
                joined[at] = replace(other, box=box_around((other.box, label.box)))
                break
        else:
            joined.append(label)
    return tuple(joined)


def _side_by_side(one: FoundLabel, other: FoundLabel) -> bool:
    return abs(one.box[1] - other.box[1]) < 0.75 * max(one.box[3] - one.box[1], 0.008)


def asked_on(found: LabelledPage) -> frozenset[str]:
    """The keys of the questions that a page asks."""
    return frozenset(label.key for label in found.labels if label.key in QUESTION_OF)


def rows_of(keys: Collection[str], found: LabelledPage) -> Rows:
    """The part of a page where these questions stand: between the labels before and after them that were found."""
    places = sorted(
        (PLACE_OF[label.key], label.box[1], label.box[3]) for label in found.labels if label.key in PLACE_OF
    )
    tops, bottoms = [], []
    for key in keys:
        at = PLACE_OF[key]
        before = [place for place in places if place[0] < at][-1:]
        after = [place for place in places if place[0] > at][:1]
        tops.append(min((top for _, top, _ in before + after), default=0.0) if before else 0.0)
        bottoms.append(max((bottom for _, _, bottom in before + after), default=1.0) if after else 1.0)
    return max(0.0, min(tops, default=0.0) - _AROUND), min(1.0, max(bottoms, default=1.0) + _SHORT_ANSWER + _AROUND)
