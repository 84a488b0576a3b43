"""From chances by column to the lines of a zone: even steps, lawful characters, and repair bounded by check digits."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations, product

import numpy as np
from numpy.typing import NDArray

from imwu_inbox.adapters.mrz_reader.net import Chances
from imwu_inbox.adapters.mrz_reader.strip import BLANK, COLUMN_PX, LABELS, PITCH_PX
from imwu_inbox.domain.mrz import checks, holds
from imwu_inbox.domain.mrz_layout import FILLER, LAYOUTS, CheckRule, Layout, Span

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


def cells(chances: Chances, count: int) -> tuple[CellChances, float]:
    """The chances of each cell when a line has `count` cells at an even step, and how clear the line is as a whole.

    Units: clearness 0..1 is the geometric mean of the best chance in each cell.
    """
    ink = chances[:BLANK].max(axis=0).astype(np.float64)
    blank = chances[BLANK].astype(np.float64)
    half = _STEP // 2
    gaps = np.pad(blank, half, constant_values=-3.0)
    worth = ink + _GAP_WEIGHT * (gaps[: -2 * half] + gaps[2 * half :])
    before = np.concatenate([np.zeros(half), np.cumsum(blank)])[: len(blank)] * _MARGIN_WEIGHT
    after = np.concatenate([np.cumsum(blank[::-1])[::-1], np.zeros(half)])[half:][: len(blank)] * _MARGIN_WEIGHT
    columns = _even_path(worth, before, after, count)
    around = np.clip(columns[:, None] + np.array([-1, 0, 0, 1]), 0, len(blank) - 1)
    found = chances[:BLANK, around].mean(axis=2).T.astype(np.float64)
    found -= np.logaddexp.reduce(found, axis=1, keepdims=True)
    return np.maximum(found, _UNLIKELY), float(np.exp(ink[columns].mean()))


def _even_path(
    worth: NDArray[np.float64], before: NDArray[np.float64], after: NDArray[np.float64], count: int
) -> NDArray[np.intp]:
    """The columns of the best even row of `count` cells."""
    width = len(worth)
    columns = np.arange(width)
    total = worth + before
    steps = np.zeros((count, width), dtype=np.intp)
    for cell in range(1, count):
        options = np.full((len(_STEP_COSTS), width), -1e9)
        for choice, (drift, cost) in enumerate(_STEP_COSTS):
            step = _STEP + drift
            options[choice, step:] = total[:-step] - cost
        steps[cell] = options.argmax(axis=0)
        total = worth + options[steps[cell], columns]
    path = [int((total + after).argmax())]
    for cell in range(count - 1, 0, -1):
        path.append(max(0, path[-1] - _STEP - _STEP_COSTS[steps[cell, path[-1]]][0]))
    return np.array(path[::-1])


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
            np.stack([_allowed(cell, letters) for cell, letters in zip(line, alphabet, strict=True)])
            for line, alphabet in zip(found, layout.alphabets(), strict=True)
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
            rows = self.clear[span.line][span.start : span.stop]
            likeliness = {
                code: sum(float(row[LABELS.index(mark)]) for row, mark in zip(rows, code.ljust(3, FILLER), strict=True))
                for code in codes
            }
            code = max(likeliness, key=lambda known: (likeliness[known], known), default="")
            if code and likeliness[code] > -_DEAREST_CHANGE:
                lines = _written(lines, span, code.ljust(3, FILLER))
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
            changed = lines
            for _, (cell, mark) in changes:
                changed = _written(changed, cell, mark)
            if holds(rule, self.layout, changed):
                cost = sum(change[0] for change in changes)
                kept.append(_Choice(cost=cost, changes=tuple(change[1] for change in changes)))
        return sorted(kept, key=lambda choice: choice.cost)[:_CHOICES_PER_RULE]


def _allowed(cell: NDArray[np.float64], letters: str) -> NDArray[np.float64]:
    kept = np.full(len(cell), 2 * _UNLIKELY)
    places = [LABELS.index(letter) for letter in letters]
    kept[places] = cell[places]
    if "0" in letters and "O" in letters:
        kept[LABELS.index("O")] -= _RARITY_OF_O
    return kept


def _promised(layout: Layout, lines: tuple[str, ...]) -> tuple[str, ...]:
    """What a valid zone promises: number, birth, expiry, and the optional data that may carry on a number."""
    spans = (layout.number, layout.birth, layout.expiry)
    runs_on = layout.rules[0].digit.of(lines) == FILLER
    return tuple(span.of(lines) for span in (*spans, *(layout.optional if runs_on else ())))


def _written(lines: tuple[str, ...], span: Span, characters: str) -> tuple[str, ...]:
    line = lines[span.line]
    changed = line[: span.start] + characters + line[span.stop :]
    return (*lines[: span.line], changed, *lines[span.line + 1 :])
