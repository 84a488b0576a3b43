"""From chances by column to the lines of a zone: even steps, lawful characters, and repair bounded by check digits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations, product

import numpy as np
from numpy.typing import NDArray

from imwu_inbox.adapters.mrz_reader.net import Chances
from imwu_inbox.adapters.mrz_reader.strip import BLANK, COLUMN_PX, LABELS, PITCH_PX
from imwu_inbox.domain.mrz import checks, holds
from imwu_inbox.domain.mrz_layout import FILLER, LAYOUTS, CheckRule, Layout, MrzFormat, Span

CellChances = NDArray[np.float64]
"""Natural logarithms of chances. Shape: one row per cell, one column per character."""

_STEP = PITCH_PX // COLUMN_PX
_STEP_COSTS = ((-1, 1.2), (0, 0.0), (1, 1.2))
_GAP_WEIGHT = 0.4
_MARGIN_WEIGHT = 0.5
_DEAREST_CHANGE = 7.0
_DEAREST_REPAIR = 9.0
_CHOICES_PER_CELL = 3
_CHOICES_PER_RULE = 4
_CHANGES_PER_RULE = 14
_UNLIKELY = -25.0
_RARITY_OF_O = 1.0
"""Where letters and digits mix, issuers avoid the letter O. Units: natural logarithm of chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Lines as lawful reading gives them, before and after repair.

    Units: `lead` in natural logarithms of chance, by how much what was seen speaks for these lines rather than for any
    others that hold and promise something else; `chances` 0..1 for each character of each line.
    """

    layout: Layout
    raw_lines: tuple[str, ...]
    lines: tuple[str, ...]
    chances: tuple[tuple[float, ...], ...]
    lead: float


def cells(lines: Sequence[Chances], count: int) -> list[tuple[CellChances, float]]:
    """For lines of one width: the chances of each of `count` cells at an even step, and how clear each line is.

    Units: clearness 0..1 is the geometric mean of the best chance in each cell.
    """
    chances = np.stack(lines)
    ink = chances[:, :BLANK].max(axis=1).astype(np.float64)
    blank = chances[:, BLANK].astype(np.float64)
    half = _STEP // 2
    gaps = np.pad(blank, ((0, 0), (half, half)), constant_values=-3.0)
    worth = ink + _GAP_WEIGHT * (gaps[:, : -2 * half] + gaps[:, 2 * half :])
    room = np.zeros((len(lines), half))
    width = blank.shape[1]
    before = np.hstack([room, np.cumsum(blank, axis=1)])[:, :width] * _MARGIN_WEIGHT
    after = np.hstack([np.cumsum(blank[:, ::-1], axis=1)[:, ::-1], room])[:, half:] * _MARGIN_WEIGHT
    columns = _even_paths(worth, before, after, count)
    around = np.clip(columns[:, :, None] + np.array([-1, 0, 0, 1]), 0, width - 1)
    found: list[tuple[CellChances, float]] = []
    for line, own, places in zip(chances, columns, around, strict=True):
        likely = line[:BLANK, places].mean(axis=2).T.astype(np.float64)
        likely -= np.logaddexp.reduce(likely, axis=1, keepdims=True)
        found.append((np.maximum(likely, _UNLIKELY), float(np.exp(ink[len(found), own].mean()))))
    return found


def _even_paths(
    worth: NDArray[np.float64], before: NDArray[np.float64], after: NDArray[np.float64], count: int
) -> NDArray[np.intp]:
    """The columns of the best even row of `count` cells on each line. Shape: lines x columns in, lines x cells out."""
    height, width = worth.shape
    total = worth + before
    drifts = np.zeros((count, height, width), dtype=np.intp)
    options = np.full((len(_STEP_COSTS), height, width), -1e9)
    for cell in range(1, count):
        for choice, (drift, cost) in enumerate(_STEP_COSTS):
            step = _STEP + drift
            np.subtract(total[:, :-step], cost, out=options[choice, :, step:])
        drifts[cell] = options.argmax(axis=0)
        total = worth + options.max(axis=0)
    path = [(total + after).argmax(axis=1)]
    rows, back = np.arange(height), np.array([_STEP + drift for drift, _ in _STEP_COSTS])
    for cell in range(count - 1, 0, -1):
        path.append(np.maximum(0, path[-1] - back[drifts[cell, rows, path[-1]]]))
    return np.array(path[::-1]).T


def averaged(views: list[CellChances]) -> CellChances:
    """One opinion out of several looks at the same cells."""
    together: CellChances = np.mean(views, axis=0)
    return np.maximum(together - np.logaddexp.reduce(together, axis=1, keepdims=True), _UNLIKELY)


def decoded(found: list[CellChances], codes: frozenset[str]) -> Decoded:
    """The likeliest lawful lines of the formats that have as many lines and cells."""
    fitting = [
        layout for layout in LAYOUTS.values() if (layout.line_count, layout.width) == (len(found), len(found[0]))
    ]
    page, layout = max(
        ((_Page(found, layout), layout) for layout in fitting), key=lambda pair: pair[0].found[0][0].max()
    )
    raw = page.best()
    start = page.with_states(raw, codes)
    repairs = sorted(page.repairs(start), key=lambda repair: repair[0])
    lines = repairs[0][1] if repairs else start
    rivals = [other for _, other in repairs if _promised(layout, other) != _promised(layout, lines)]
    lead = min((page.seen(lines) - page.seen(other) for other in rivals), default=_DEAREST_REPAIR)
    return Decoded(layout=layout, raw_lines=raw, lines=lines, chances=page.chances(lines), lead=lead)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """Characters to put into cells so that a check digit holds, and what that costs."""

    cost: float
    changes: tuple[tuple[Span, str], ...]


class _Page:
    """The cells of one zone under one layout, with only the allowed characters left in each."""

    def __init__(self, found: list[CellChances], layout: Layout) -> None:
        self.layout = layout
        self.plain = found
        self.found = [
            np.where(allowed, line - rarity, 2 * _UNLIKELY)
            for line, (allowed, rarity) in zip(found, _lawful_cells(layout.format), strict=True)
        ]
        self.clear = [line - np.logaddexp.reduce(line, axis=1, keepdims=True) for line in self.found]
        # The first letter names the format: it must stand out among all characters, not among those of this format.
        self.clear[0][0] = self.found[0][0]

    def best(self) -> tuple[str, ...]:
        return tuple("".join(LABELS[place] for place in line.argmax(axis=1)) for line in self.found)

    def chances(self, lines: tuple[str, ...]) -> tuple[tuple[float, ...], ...]:
        return tuple(
            tuple(float(np.exp(cell[LABELS.index(character)])) for cell, character in zip(row, line, strict=True))
            for row, line in zip(self.clear, lines, strict=True)
        )

    def seen(self, lines: tuple[str, ...]) -> float:
        """How strongly what was seen speaks for these lines, whatever issuers like to print."""
        return sum(
            float(cell[LABELS.index(mark)])
            for row, line in zip(self.plain, lines, strict=True)
            for cell, mark in zip(row, line, strict=True)
        )

    def with_states(self, lines: tuple[str, ...], codes: frozenset[str]) -> tuple[str, ...]:
        """The lines with both codes replaced by the likeliest known code, when that is likely at all."""
        for span in (self.layout.state, self.layout.nationality):
            known, marks = _spelled(codes)
            rows = self.clear[span.line][span.start : span.stop]
            likeliness = rows[np.arange(len(rows)), marks].sum(axis=1)
            if len(known) and likeliness.max() > -_DEAREST_CHANGE:
                lines = _written(lines, span, known[int(likeliness.argmax())])
        return lines

    def repairs(self, lines: tuple[str, ...]) -> Iterator[tuple[float, tuple[str, ...]]]:
        """Every affordable way to make all check digits hold, with its cost."""
        rules = [rule for rule in self.layout.rules if rule.name != "composite"]
        composite = next((rule.digit for rule in self.layout.rules if rule.name == "composite"), None)
        choices = [self._choices(rule, lines) for rule in rules]
        last = self._digits(composite) if composite else [(0.0, "")]
        for parts, (end_cost, end) in product(list(product(*choices)), last):
            cost = sum((part.cost for part in parts), end_cost)
            if cost > _DEAREST_REPAIR:
                continue
            changed = lines
            for span, mark in (change for part in parts for change in part.changes):
                changed = _written(changed, span, mark)
            if composite:
                changed = _written(changed, composite, end)
            if all(right for _, right in checks(changed)):
                yield cost, changed

    def _digits(self, cell: Span) -> list[tuple[float, str]]:
        row = self.clear[cell.line][cell.start]
        order = np.argsort(-row)[:_CHOICES_PER_CELL]
        costs = [(float(row[order[0]] - row[place]), LABELS[place]) for place in order]
        return [choice for choice in costs if choice[0] < _DEAREST_CHANGE]

    def _choices(self, rule: CheckRule, lines: tuple[str, ...]) -> list[_Choice]:
        """The cheapest changes, of none, one or two characters, after which this rule holds."""
        single = []
        for span in (*rule.covers, rule.digit):
            for place in range(span.start, span.stop):
                cell = Span(line=span.line, start=place, stop=place + 1)
                single += [(cost, (cell, mark)) for cost, mark in self._digits(cell) if mark != cell.of(lines)]
        single = sorted(single, key=lambda change: change[0])[:_CHANGES_PER_RULE]
        kept = []
        for changes in chain([()], combinations(single, 1), combinations(single, 2)):
            cost = sum(change[0] for change in changes)
            if cost > _DEAREST_REPAIR:
                continue
            changed = lines
            for _, (cell, mark) in changes:
                changed = _written(changed, cell, mark)
            if holds(rule, self.layout, changed):
                kept.append(_Choice(cost=cost, changes=tuple(change[1] for change in changes)))
        return sorted(kept, key=lambda choice: choice.cost)[:_CHOICES_PER_RULE]


@cache
def _lawful_cells(kind: MrzFormat) -> tuple[tuple[NDArray[np.bool_], NDArray[np.float64]], ...]:
    """For each line of a format which characters may stand in each cell, and how rare each is there.

    Shape: one row per cell, one column per character.
    """
    lines = []
    for alphabet in LAYOUTS[kind].alphabets():
        allowed = np.array([[mark in letters for mark in LABELS[:BLANK]] for letters in alphabet])
        rarity = np.zeros(allowed.shape)
        rarity[:, LABELS.index("O")] = _RARITY_OF_O * (allowed[:, LABELS.index("0")] & allowed[:, LABELS.index("O")])
        lines.append((allowed, rarity))
    return tuple(lines)


@cache
def _spelled(codes: frozenset[str]) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """The codes as a zone prints them, the last of the alphabet first, and the label of each of their characters."""
    known = tuple(sorted((code.ljust(3, FILLER) for code in codes), reverse=True))
    return known, np.array([[LABELS.index(mark) for mark in code] for code in known], dtype=np.intp).reshape(-1, 3)


def _promised(layout: Layout, lines: tuple[str, ...]) -> tuple[str, ...]:
    """What a valid zone promises: number, birth, expiry, and the optional data that may carry on a number."""
    spans = (layout.number, layout.birth, layout.expiry)
    runs_on = layout.rules[0].digit.of(lines) == FILLER
    return tuple(span.of(lines) for span in (*spans, *(layout.optional if runs_on else ())))


def _written(lines: tuple[str, ...], span: Span, characters: str) -> tuple[str, ...]:
    line = lines[span.line]
    changed = line[: span.start] + characters + line[span.stop :]
    return (*lines[: span.line], changed, *lines[span.line + 1 :])
