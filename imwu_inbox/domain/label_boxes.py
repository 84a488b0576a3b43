"""Finds what was written beside printed labels by where it stands: to the right of a label or under it.

No absolute place is used, so an edition laid out otherwise reads as well; the boxes may come from a text layer or OCR.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from imwu_inbox.domain.documents import Box, Word
from imwu_inbox.domain.folding import squeezed
from imwu_inbox.domain.page_view import Line, box_around

_LEAST_RATIO = 84.0
_LEAST_RATIO_SHORT, _SHORT_UNDER = 90.0, 14
"""A short label is nearly spelled by many a word of an answer: `principal` is 84 per cent of `Provincial`."""
_LEAST_FIRST = 70.0
_EXACT_UNDER = 5
_WRAPS_FROM = 4
_TALLEST_ANSWER = 0.075
_LEFT_SLACK = 0.012


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A phrase to look for; several may share one key. An empty key is print that only bounds answers."""

    key: str
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLabel:
    """A label found on a page, with its words, their box and how well it was spelled. Units: ratio 0..100."""

    key: str
    box: Box
    ratio: float
    phrase: str = ""
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class _Match:
    label: Label
    places: tuple[tuple[int, int], ...]
    size: int
    ratio: float


@lru_cache(maxsize=512)
def _tokens(phrase: str) -> tuple[str, ...]:
    return tuple(token for token in (squeezed(part) for part in phrase.split()) if token)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPage:
    """A page whose labels were found: `loose` are the words that belong to none, the possible answers."""

    labels: tuple[FoundLabel, ...]
    loose: tuple[Word, ...]

    def found(self, key: str) -> tuple[FoundLabel, ...]:
        """Every place where a key's label stands."""
        return tuple(label for label in self.labels if label.key == key)

    def zone(self, label: FoundLabel, *, tallest: float = _TALLEST_ANSWER) -> Box:
        """Where a label's answer may stand: right to the next label on its row, down to the next label under it."""
        left, top, right, bottom = label.box
        height = bottom - top
        beside = [one.box for one in self.labels if one.box[0] > right and _rows_meet(one.box, label.box)]
        end = min((box[0] for box in beside), default=1.0)
        under = [
            one.box[1]
            for one in self.labels
            if one.box[1] > top + 0.6 * height and one.box[0] < end and one.box[2] > left and one is not label
        ]
        floor = min([*under, bottom + tallest])
        return left - _LEFT_SLACK, top - 0.2 * height, end - 0.002, floor + 0.15 * height

    def answer(self, label: FoundLabel, *, tallest: float = _TALLEST_ANSWER) -> tuple[Word, ...]:
        """The loose words in a label's zone, in reading order."""
        zone = self.zone(label, tallest=tallest)
        return tuple(word for word in self.loose if _middle_in(word.box, zone))


def find_labels(lines: Sequence[Line], labels: Sequence[Label]) -> LabelledPage:
    """Find the labels on a page; where two want the same words, the longer and better spelled one has them."""
    squeezed_lines = [[squeezed(word.text) for word in line.words] for line in lines]
    matches = [match for label in labels for match in _matches(label, lines, squeezed_lines)]
    matches.sort(key=lambda match: (match.ratio >= 95, match.size, match.ratio), reverse=True)
    taken: set[tuple[int, int]] = set()
    found: list[FoundLabel] = []
    for match in matches:
        if taken.isdisjoint(match.places):
            taken.update(match.places)
            words = tuple(lines[row].words[at] for row, at in match.places)
            box = box_around(word.box for word in words)
            found.append(
                FoundLabel(key=match.label.key, box=box, ratio=match.ratio, phrase=match.label.phrase, words=words)
            )
    loose = tuple(
        word
        for row, line in enumerate(lines)
        for at, word in enumerate(line.words)
        if (row, at) not in taken and word.text.strip("|_[]")
    )
    return LabelledPage(labels=tuple(found), loose=loose)


def stands_in_a_sentence(label: FoundLabel, words: Sequence[Word]) -> bool:
    """Whether other words stand close before a label on its row: then it is part of a sentence and asks nothing."""
    left, top, _, bottom = label.box
    height = bottom - top
    return any(
        sum(letter.isalpha() for letter in word.text) > 1
        and 0 <= left - word.box[2] < 1.2 * height
        and top <= (word.box[1] + word.box[3]) / 2 <= bottom
        for word in words
    )


def _rows_meet(one: Box, other: Box) -> bool:
    return min(one[3], other[3]) - max(one[1], other[1]) > 0.4 * min(one[3] - one[1], other[3] - other[1])


def _middle_in(box: Box, zone: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return zone[0] <= x <= zone[2] and zone[1] <= y <= zone[3]


def _matches(label: Label, lines: Sequence[Line], squeezed_lines: list[list[str]]) -> Iterator[_Match]:
    tokens = _tokens(label.phrase)
    whole = "".join(tokens)
    for row, words in enumerate(squeezed_lines):
        for at, word in enumerate(words):
            if word and _could_begin(word, tokens[0]):
                match = _match_at(label, tokens, whole, lines, squeezed_lines, row, at)
                if match is not None:
                    yield match


@lru_cache(maxsize=65536)
def _could_begin(word: str, first: str) -> bool:
    if word == first or (len(first) >= 2 and word.startswith(first)):
        return True
    return len(first) >= 3 and len(word) >= 3 and fuzz.ratio(word, first) >= _LEAST_FIRST


def _match_at(
    label: Label,
    tokens: tuple[str, ...],
    whole: str,
    lines: Sequence[Line],
    squeezed_lines: list[list[str]],
    row: int,
    at: int,
) -> _Match | None:
    """The best run of words that begins here, going on under itself when the label is long."""
    best: _Match | None = None
    places: list[tuple[int, int]] = []
    text = ""
    for next_row, next_at in _run(lines, row, at, wraps=len(tokens) >= _WRAPS_FROM, most=len(tokens) + 2):
        places.append((next_row, next_at))
        text += squeezed_lines[next_row][next_at]
        if len(text) > 1.3 * len(whole) + 3:
            break
        ratio = fuzz.ratio(text, whole)
        least = _LEAST_RATIO if len(whole) >= _SHORT_UNDER else _LEAST_RATIO_SHORT
        good = text == whole if len(whole) < _EXACT_UNDER else ratio >= least
        if good and (best is None or ratio > best.ratio):
            best = _Match(label, tuple(places), len(whole), ratio)
    return best


def _run(lines: Sequence[Line], row: int, at: int, *, wraps: bool, most: int) -> Iterator[tuple[int, int]]:
    """The words from a place on, along its line and, for a long label, along the lines under it."""
    start = lines[row].words[at].box
    height, given = start[3] - start[1], 0
    last = start
    for next_at in range(at, len(lines[row].words)):
        box = lines[row].words[next_at].box
        if given and box[0] - last[2] > 2.5 * height:
            break
        yield row, next_at
        given, last = given + 1, box
    for next_row in range(row + 1, min(row + 4, len(lines))) if wraps else ():
        for next_at, word in enumerate(lines[next_row].words):
            near = start[0] - 2 * height <= word.box[0] <= last[2] + 2 * height
            if given < most and near and word.box[1] - last[3] < 1.2 * height:
                yield next_row, next_at
                given += 1
