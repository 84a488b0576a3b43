"""The printed zone of a passport: words to values under their labels, and what of it agrees with the zone below."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from imwu_inbox.domain.documents import Box, Word
from imwu_inbox.domain.folding import folded
from imwu_inbox.domain.mrz import MrzReading
from imwu_inbox.domain.page_view import box_around, lines_of
from imwu_inbox.domain.passport_labels import PASSPORT_LABELS
from imwu_inbox.domain.printed_zone import STEPS, PrintedValue, confirmed, printed_facts

_NEXT_COLUMN = 1.3
"""A wider gap parts two values of one row. Units, as all below: steps of the zone's characters."""
_BELOW, _ASIDE = 2.4, 4.0
_LEAST_LIKENESS = 82.0
_SHORT = 7
_MOST_LETTERS_IN_CAPITALS = 0.7


def compared(zone: MrzReading, words: Sequence[Word], *, page: int, country_names: Mapping[str, str]) -> MrzReading:
    """The zone with the fields that the words above it confirm, and with what only these words say."""
    values = values_of(words)
    agreed = confirmed(zone.fields, values, country_names)
    printed = dict(printed_facts(values, agreed, page))
    return replace(zone, confirmed=tuple(agreed), printed=printed)


def values_of(words: Sequence[Word]) -> tuple[PrintedValue, ...]:
    """The values that a data page prints, each under the label above it where one was read."""
    cells = list(_cells(words))
    labels = [(cell, key) for cell in cells if (key := _label(cell.text))]
    named = {id(cell) for cell, _ in labels}
    return tuple(
        replace(cell, label=_label_above(cell, labels)) for cell in cells if id(cell) not in named and cell.text.strip()
    )


def _cells(words: Sequence[Word]) -> Iterator[PrintedValue]:
    """The words of each row, parted where a column ends."""
    for line in lines_of(words):
        start = 0
        breaks = [at for at, (one, two) in enumerate(pairwise(line.words), start=1) if _gap(one, two) > _NEXT_COLUMN]
        for stop in (*breaks, len(line.words)):
            part = line.words[start:stop]
            start = stop
            box = box_around(word.box for word in part)
            yield PrintedValue(
                text=" ".join(word.text for word in part),
                box=_in_steps(box),
                confidence=min(word.confidence for word in part),
            )


def _gap(one: Word, two: Word) -> float:
    return (two.box[0] - one.box[2]) * STEPS[0]


def _in_steps(box: Box) -> Box:
    return box[0] * STEPS[0], box[1] * STEPS[1], box[2] * STEPS[0], box[3] * STEPS[1]


def _label(text: str) -> str:
    """The field that a text is the label of; empty for a value. Labels are not written in capitals."""
    letters = [mark for mark in text if mark.isalpha()]
    if not letters or sum(mark.isupper() for mark in letters) > _MOST_LETTERS_IN_CAPITALS * len(letters):
        return ""
    plain = folded(text)
    likeness = {key: max(_likeness(phrase, plain) for phrase in phrases) for key, phrases in PASSPORT_LABELS.items()}
    best = max(likeness, key=lambda key: likeness[key])
    return best if likeness[best] >= _LEAST_LIKENESS else ""


def _likeness(phrase: str, plain: str) -> float:
    """How surely a text holds a phrase; short ones as whole words only. Units: per cent, longer ones above."""
    if f" {phrase} " in f" {plain} ":
        return 100.0 + len(phrase)
    if len(phrase) < _SHORT or len(plain) < _SHORT:
        return 0.0
    return float(fuzz.partial_ratio(phrase, plain))


def _label_above(value: PrintedValue, labels: Sequence[tuple[PrintedValue, str]]) -> str:
    """The label that stands next above a value, beginning near where it begins."""
    near = [
        (value.box[1] - label.box[3], abs(value.box[0] - label.box[0]), key)
        for label, key in labels
        if -0.3 < value.box[1] - label.box[3] < _BELOW and abs(value.box[0] - label.box[0]) < _ASIDE
    ]
    return min(near)[2] if near else ""
