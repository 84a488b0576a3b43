"""How the known edition's places come to lie on a page: straight for a scan, bent for a photograph."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from imwu_inbox.domain.documents import Box
from imwu_inbox.domain.imm5686_layout import PAGE_PT

Point = tuple[float, float]
Pair = tuple[Point, Point]
"""Where a point is printed and where it is seen. Units: fractions of the page."""
Terms = Callable[[Point], tuple[float, ...]]


def straight(at: Point) -> tuple[float, ...]:
    """The terms of a page that is shifted, stretched and turned."""
    return 1.0, at[0], at[1]


def curved(at: Point) -> tuple[float, ...]:
    """The terms of a page that is bent as well."""
    x, y = at
    return 1.0, x, y, x * y, x * x, y * y


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutFit:
    """How the edition's places come to lie on a page. `page` is the form's page, from 1, that it shows."""

    page: int
    terms: Terms
    across: tuple[float, ...]
    down: tuple[float, ...]

    def at(self, printed: Point) -> Point:
        """Where a point of the edition lies. Units: fractions of the page, both."""
        terms = self.terms(printed)
        return _sum(self.across, terms), _sum(self.down, terms)

    def point(self, x_pt: float, y_pt: float) -> Point:
        """Where a point of the edition lies. Units: points to fractions of the page."""
        return self.at((x_pt / PAGE_PT[0], y_pt / PAGE_PT[1]))

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
