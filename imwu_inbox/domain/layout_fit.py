"""Does a page lie as the known edition prints it? The labels found on it tell where every box of that edition is.

A scan is shifted and stretched, a photograph bent as well: the fit is a curve of the second degree through the labels,
thrown away where they do not agree on one. A form laid out otherwise has no fit, and is read by its labels alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from imwu_inbox.domain.documents import Box
from imwu_inbox.domain.imm5686_layout import PAGE_PT, PLACES, PRINT_PLACES
from imwu_inbox.domain.label_boxes import FoundLabel

Point = tuple[float, float]
Pair = tuple[Point, Point]
Terms = Callable[[Point], tuple[float, ...]]

_LEAST_LABELS, _ENOUGH_FOR_CURVES = 7, 16
_LEAST_SHARE = 0.6
_MIDDLE_PT = 4.2
"""From a label's top to the middle of its letters. Units: points."""
_FAR_X, _FAR_Y = 0.2, 0.06
_ROUGH, _NEAR, _CLOSE = 0.03, 0.012, 0.007


def _straight(at: Point) -> tuple[float, ...]:
    return 1.0, at[0], at[1]


def _curved(at: Point) -> tuple[float, ...]:
    x, y = at
    return 1.0, x, y, x * y, x * x, y * y


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutFit:
    """How the edition's places come to lie on a page. `page` is the form's page, from 1, that it shows."""

    page: int
    terms: Terms
    across: tuple[float, ...]
    down: tuple[float, ...]

    def point(self, x_pt: float, y_pt: float) -> Point:
        """Where a point of the edition lies. Units: points to fractions of the page."""
        terms = self.terms((x_pt / PAGE_PT[0], y_pt / PAGE_PT[1]))
        return _sum(self.across, terms), _sum(self.down, terms)

    def box(self, box: Box) -> Box:
        """Where a box of the edition lies. Units: points to fractions of the page."""
        left, top, right, bottom = box
        middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
        return (
            self.point(left, middle_y)[0],
            self.point(middle_x, top)[1],
            self.point(right, middle_y)[0],
            self.point(middle_x, bottom)[1],
        )


def fit_to_layout(labels: Iterable[FoundLabel]) -> LayoutFit | None:
    """The fit of the known edition to the labels of a page; None where too few agree."""
    by_page: dict[int, list[Pair]] = {1: [], 2: []}
    for label in labels:
        place = PLACES.get(label.key)
        at = (place.page, *place.label) if place is not None else PRINT_PLACES.get(label.phrase)
        if at is not None:
            page, x_pt, y_pt = at
            printed = x_pt / PAGE_PT[0], (y_pt + _MIDDLE_PT) / PAGE_PT[1]
            by_page[page].append((printed, (label.box[0], (label.words[0].box[1] + label.words[0].box[3]) / 2)))
    page, pairs = max(by_page.items(), key=lambda item: len(item[1]))
    if len(pairs) < _LEAST_LABELS:
        return None
    rough = _rough(pairs)
    if rough is None:
        return None
    fit, kept = LayoutFit(page=page, terms=_straight, across=rough[0], down=rough[1]), pairs
    for terms, reach in ((_straight, _ROUGH), (_straight, _NEAR), (_curved, _NEAR), (_curved, _CLOSE)):
        kept = [pair for pair in pairs if _off(fit, pair) < reach]
        if len(kept) < _LEAST_LABELS:
            return None
        if terms is _straight or len(kept) >= _ENOUGH_FOR_CURVES:
            factors = solved(kept, terms)
            if factors is None:
                return None
            fit = LayoutFit(page=page, terms=terms, across=factors[0], down=factors[1])
    return fit if len(kept) >= _LEAST_SHARE * len(pairs) else None


def _off(fit: LayoutFit, pair: Pair) -> float:
    (x, y), (seen_x, seen_y) = pair
    terms = fit.terms((x, y))
    return max(abs(_sum(fit.across, terms) - seen_x), abs(_sum(fit.down, terms) - seen_y))


def _rough(pairs: Sequence[Pair]) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """Stretch and shift that most pairs of labels agree on."""
    wide = [
        (b[1][0] - a[1][0]) / (b[0][0] - a[0][0]) for a, b in combinations(pairs, 2) if abs(b[0][0] - a[0][0]) > _FAR_X
    ]
    high = [
        (b[1][1] - a[1][1]) / (b[0][1] - a[0][1]) for a, b in combinations(pairs, 2) if abs(b[0][1] - a[0][1]) > _FAR_Y
    ]
    if not wide or not high:
        return None
    x_scale, y_scale = median(wide), median(high)
    if not (0.3 < x_scale < 1.5 and 0.3 < y_scale < 1.5):
        return None
    x_shift = median(seen[0] - x_scale * printed[0] for printed, seen in pairs)
    y_shift = median(seen[1] - y_scale * printed[1] for printed, seen in pairs)
    return (x_shift, x_scale, 0.0), (y_shift, 0.0, y_scale)


def solved(pairs: Sequence[Pair], terms: Terms) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """The least-squares factors of both coordinates; None where the labels stand all in one line."""
    rows = [terms(printed) for printed, _ in pairs]
    size = len(rows[0])
    # A trace of stiffness keeps the curve straight where few labels hold it.
    normal = [
        [sum(row[i] * row[j] for row in rows) + (1e-6 if i == j else 0.0) for j in range(size)] for i in range(size)
    ]
    sides = [
        [sum(row[i] * seen[axis] for row, (_, seen) in zip(rows, pairs, strict=True)) for i in range(size)]
        for axis in (0, 1)
    ]
    across, down = (_eliminated([[*line, side] for line, side in zip(normal, one, strict=True)]) for one in sides)
    return (across, down) if across is not None and down is not None else None


def _eliminated(lines: list[list[float]]) -> tuple[float, ...] | None:
    """The solution of linear equations, by elimination with pivots. Shape: a row of factors and its sum."""
    size = len(lines)
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(lines[row][at]))
        if abs(lines[pivot][at]) < 1e-12:
            return None
        lines[at], lines[pivot] = lines[pivot], lines[at]
        for row in range(size):
            if row != at:
                factor = lines[row][at] / lines[at][at]
                lines[row] = [one - factor * other for one, other in zip(lines[row], lines[at], strict=True)]
    return tuple(lines[at][size] / lines[at][at] for at in range(size))


def _sum(factors: Sequence[float], terms: Sequence[float]) -> float:
    return sum(factor * term for factor, term in zip(factors, terms, strict=True))
