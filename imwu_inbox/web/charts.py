"""Charts as geometry: lists in, places of bars, points and grid lines out; templates draw them as SVG.

Across, places are percentages of the plot, so that a chart fits any width and its words keep their size; upright
they are pixels. Bars stand on zero. A line may begin higher, and its grid says where.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

TOP_PX = 22
"""Room over the plot for the value of the highest bar. Units: pixels."""
PLOT_PX = 176
FOOT_PX = 26
"""Room under the plot for its labels. Units: pixels."""
_MOST_INTERVALS = 4
_FILLED = 0.82
"""How much of its place a bar fills."""
_GAP_PX = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one column stands for. Shape: `parts` from the foot up, each with its tone and value; `doors` one a part."""

    label: str
    parts: tuple[tuple[str, int], ...]
    shows_value: bool = True
    doors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One rectangle; `door` is the address of what it counts. Units: x and width in percent, y and height in pixels."""

    x: float
    width: float
    y: float
    height: float
    tone: str
    value: int
    door: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words at a place. Units: x in percent, y in pixels."""

    x: float
    y: float
    text: str
    door: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A line across with its value. Units: y in pixels."""

    y: float
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChart:
    """Columns on a common foot."""

    bars: tuple[Bar, ...]
    values: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    grid: tuple[Grid, ...]
    height: int = TOP_PX + PLOT_PX + FOOT_PX


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value of a line, or none. Units: percent."""

    label: str
    value: float | None
    door: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A piece of the line. Units: x in percent, y in pixels."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """A line that is broken where there is no value, its points, and the target across."""

    strokes: tuple[Stroke, ...]
    points: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    grid: tuple[Grid, ...]
    target_y: float
    height: int = TOP_PX + PLOT_PX + FOOT_PX


def columns(wanted: Sequence[Column]) -> ColumnChart:
    """Lay out columns side by side."""
    totals = [sum(value for _, value in column.parts) for column in wanted]
    step = _step(max(totals, default=0))
    top = max(step, math.ceil(max(totals, default=0) / step) * step)
    place = 100 / max(len(wanted), 1)
    bars: list[Bar] = []
    values: list[Mark] = []
    for number, (column, total) in enumerate(zip(wanted, totals, strict=True)):
        bars += _stacked(column, x=number * place + place * (1 - _FILLED) / 2, width=place * _FILLED, top=top)
        if column.shows_value and total:
            values.append(Mark(x=(number + 0.5) * place, y=_y(total, 0, top) - 6, text=str(total)))
    return ColumnChart(
        bars=tuple(bars),
        values=tuple(values),
        labels=_labels([column.label for column in wanted]),
        grid=tuple(Grid(y=_y(value, 0, top), value=value) for value in range(0, top + 1, step)),
    )


def line(wanted: Sequence[Point], *, target: int) -> LineChart:
    """Lay out a line of percentages up to 100; it begins low enough for its lowest value and the target."""
    known = [point.value for point in wanted if point.value is not None]
    step = _step(math.ceil(100 - min([*known, target])))
    low = max(0, math.floor((min([*known, target]) - 0.01) / step) * step)
    place = 100 / max(len(wanted), 1)
    at = [
        Mark(x=(number + 0.5) * place, y=_y(point.value, low, 100), text=f"{point.value:.1f}", door=point.door)
        if point.value is not None
        else None
        for number, point in enumerate(wanted)
    ]
    strokes = [
        Stroke(x1=one.x, y1=one.y, x2=other.x, y2=other.y)
        for one, other in pairwise(at)
        if one is not None and other is not None
    ]
    return LineChart(
        strokes=tuple(strokes),
        points=tuple(mark for mark in at if mark is not None),
        labels=_labels([point.label for point in wanted]),
        grid=tuple(Grid(y=_y(value, low, 100), value=value) for value in range(low, 101, step)),
        target_y=_y(target, low, 100),
    )


def _stacked(column: Column, *, x: float, width: float, top: int) -> list[Bar]:
    """The parts of one column, the first at the foot, with a gap between them."""
    bars: list[Bar] = []
    foot = 0
    for (tone, value), door in zip(column.parts, column.doors or ("",) * len(column.parts), strict=True):
        if value:
            upper, lower = _y(foot + value, 0, top), _y(foot, 0, top) - (_GAP_PX if foot else 0)
            height = max(lower - upper, 1.0)
            bars.append(Bar(x=x, width=width, y=lower - height, height=height, tone=tone, value=value, door=door))
            foot += value
    return bars


def _labels(texts: Sequence[str]) -> tuple[Mark, ...]:
    place = 100 / max(len(texts), 1)
    y = TOP_PX + PLOT_PX + 18
    return tuple(Mark(x=(number + 0.5) * place, y=y, text=text) for number, text in enumerate(texts) if text)


def _y(value: float, low: float, top: float) -> float:
    return round(TOP_PX + PLOT_PX * (1 - (value - low) / (top - low)), 1)


def _step(span: int) -> int:
    """A round step that cuts the span into at most four. Shape: 1, 2 or 5 times a power of ten."""
    step = 1
    for factor in (1, 2, 5):
        step = factor
        if step * _MOST_INTERVALS >= span:
            return step
    return 10 * _step(math.ceil(span / 10))
