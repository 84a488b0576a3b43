"""Does a page lie as the known edition prints it? Told by its tick boxes alone, before a word of it is read.

The boxes of a page stand in a pattern that no other paper has. Two that were found tell where all others must be; the
guess that most others bear out is kept, and drawn tight by them.
"""

import cmath
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations, permutations

from imwu_inbox.domain.documents import Box
from imwu_inbox.domain.imm5686_layout import PAGE_PT, TICK_BOXES
from imwu_inbox.domain.layout_fit import LayoutFit, Pair, solved, straight

_LEAST_SHARE = 0.58
"""So many of a page's boxes must be found where the edition prints them."""
_FAR_PT, _MOST_GUESSES = 90.0, 30
_ROUGH_PT, _NEAR_PT = 7.0, 3.5
_NEARLY_ALL = 0.9
_MOST_TILT = 0.05
"""Of a page that was set straight. Units: radians."""
_SMALLEST, _LARGEST = 0.4, 1.2
"""How wide the page may be, in widths of the picture."""

Lay = Callable[[complex], complex]
"""Where a point of the edition comes to lie. Units: points, widths of the picture."""
Met = list[tuple[complex, complex]]
"""Boxes of the edition and those found for them, each by its middle. Units: points, widths of the picture."""


def fit_to_boxes(boxes: Sequence[Box], aspect: float) -> LayoutFit | None:
    """The fit of the known edition to the tick boxes of a page; None where they stand otherwise.

    Units: boxes in fractions of the picture, `aspect` its width over its height.
    """
    seen = [complex(_middle(box).real, _middle(box).imag / aspect) for box in boxes]
    fits = [fit for page in TICK_BOXES if (fit := _best_fit(page, seen, aspect)) is not None]
    return max(fits, key=lambda one: one[0])[1] if fits else None


def _middle(box: Box) -> complex:
    return complex((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def _best_fit(page: int, seen: Sequence[complex], aspect: float) -> tuple[float, LayoutFit] | None:
    """The share of a page's boxes that bear a fit out, and the fit."""
    printed = [_middle(box) for box in TICK_BOXES[page]]
    least = _LEAST_SHARE * len(printed)
    if len(seen) < least:
        return None
    met = _best_met(printed, seen)
    fit: LayoutFit | None = None
    for _ in range(2):
        fit = _fitted(page, met, aspect) if len(met) >= least else None
        if fit is None:
            return None
        met, _ = _met(_in_widths(fit, aspect), printed, seen, _NEAR_PT)
    return (len(met) / len(printed), fit) if fit is not None and len(met) >= least else None


def _best_met(printed: Sequence[complex], seen: Sequence[complex]) -> Met:
    """What the best guess meets. Rows stand evenly: one that is a row off meets nearly as many, yet none squarely."""
    met: Met = []
    best = 0.0
    for guess in _guesses(printed, seen):
        found, squarely = _met(guess, printed, seen, _ROUGH_PT)
        if squarely > best:
            met, best = found, squarely
        if best > _NEARLY_ALL * len(printed):
            break
    return met


def _guesses(printed: Sequence[complex], seen: Sequence[complex]) -> Iterator[Lay]:
    """Ways to lay the page out, each so that two boxes far apart are two that were found."""
    pairs = sorted(combinations(printed, 2), key=lambda pair: -abs(pair[1] - pair[0]))
    for one, other in pairs[:_MOST_GUESSES]:
        for first, second in permutations(seen, 2):
            factor = (second - first) / (other - one)
            size = abs(factor) * PAGE_PT[0]
            if _SMALLEST < size < _LARGEST and abs(cmath.phase(factor)) < _MOST_TILT:
                yield partial(_laid, factor, first - factor * one)


def _laid(factor: complex, shift: complex, at: complex) -> complex:
    return factor * at + shift


def _met(lay: Lay, printed: Sequence[complex], seen: Sequence[complex], reach_pt: float) -> tuple[Met, float]:
    """The boxes of the edition for which one was found where they must be, and how squarely. Units: points."""
    reach = reach_pt * abs(lay(complex(1, 0)) - lay(complex(0, 0)))
    met: Met = []
    squarely = 0.0
    for box in printed:
        at = lay(box)
        nearest = min(seen, key=lambda one: abs(one - at))
        off = abs(nearest - at) / reach
        if off < 1:
            met.append((box, nearest))
            squarely += 1 - off**2
    return met, squarely


def _fitted(page: int, met: Met, aspect: float) -> LayoutFit | None:
    pairs: list[Pair] = [
        ((box.real / PAGE_PT[0], box.imag / PAGE_PT[1]), (at.real, at.imag * aspect)) for box, at in met
    ]
    factors = solved(pairs, straight)
    return LayoutFit(page=page, terms=straight, across=factors[0], down=factors[1]) if factors is not None else None


def _in_widths(fit: LayoutFit, aspect: float) -> Lay:
    def lay(box: complex) -> complex:
        x, y = fit.point(box.real, box.imag)
        return complex(x, y / aspect)

    return lay
