"""Find where a zone may stand: two or three even lines of characters, parallel and equally long, at any angle."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from imwu_inbox.adapters.mrz_reader.runs import Print, Strip, runs
from imwu_inbox.adapters.mrz_reader.shrunk import Shrunk

_SEARCHES = (
    (1200, Print(pitch=12.5)),
    (600, Print(pitch=11.5)),
    (1700, Print(pitch=7.0, longest=80, tallest=1.9, touching=18)),
)
"""Longest side to which the page is shrunk, and the print looked for then.

The last search finds small zones. They are short, and the room between their lines is wide beside the gaps that are
closed there; it would else take most of a page of running text for lines.
"""
_LINE_STEP = (0.028, 0.125)
"""Distance between two lines of a zone as a share of their length."""
_MOST_ZONES = 8

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Strips that belong together, in reading order; `evenness` 0..1 tells how alike they are."""

    strips: tuple[Strip, ...]
    evenness: float

    def turned_over(self) -> "Zone":
        """The zone of a page that stands on its head."""
        return replace(self, strips=tuple(strip.turned_over() for strip in reversed(self.strips)))

    def scaled(self, factor: float) -> "Zone":
        """The same zone on a page of another size."""
        return replace(self, strips=tuple(strip.scaled(factor) for strip in self.strips))


def zones(page: Shrunk) -> Iterator[tuple[Zone, ...]]:
    """Places where a zone may stand, for one size of characters after another; the likeliest first within a size."""
    seen: list[Zone] = []
    for side, print_size in _SEARCHES:
        picture, scale = page.at(side)
        placed = [zone.scaled(1 / scale) for zone in _grouped(runs(picture, print_size))]
        fresh = tuple(zone for zone in placed if not any(_same_place(zone, other) for other in seen))
        seen += fresh
        yield fresh


def _grouped(strips: list[Strip]) -> list[Zone]:
    """The likeliest pairs of strips, and threes, that could be a zone."""
    if len(strips) < 2:
        return []
    steps, evenness = _pairwise(strips)
    pairs = np.argwhere(evenness > 0).tolist()
    threes = [
        ((one, two, three), evenness[one, two] * evenness[two, three] + 0.15)
        for one, two in pairs
        for three in np.flatnonzero(evenness[two]).tolist()
        if abs(steps[one, two] / steps[two, three] - 1) < 0.2
    ]
    groups = threes + [((one, two), evenness[one, two]) for one, two in pairs]
    likeliest = sorted(groups, key=lambda group: -group[1])[:_MOST_ZONES]
    return [Zone(strips=tuple(strips[at] for at in members), evenness=even) for members, even in likeliest]


def _pairwise(strips: list[Strip]) -> tuple[Table, Table]:
    """How far each strip lies below each other one, and how well the two go together as line and next line.

    Shape: row the first line, column the second. Units: pixels; evenness 0..1, 0 when they do not go together at all.
    """
    x, y, angle, length = np.array([(strip.x, strip.y, strip.angle, strip.length) for strip in strips]).T
    cosine, sine = np.cos(angle)[:, None], np.sin(angle)[:, None]
    right, down = x[None, :] - x[:, None], y[None, :] - y[:, None]
    longest = np.maximum(length[:, None], length[None, :])
    likeness = np.minimum(length[:, None], length[None, :]) / longest
    steps = down * cosine - right * sine
    shift = np.abs(right * cosine + down * sine) / longest
    turned = np.abs((angle[:, None] - angle[None, :] + math.pi / 2) % math.pi - math.pi / 2)
    fitting = (turned < 0.05) & (steps > _LINE_STEP[0] * longest) & (steps < _LINE_STEP[1] * longest)
    fitting &= (likeness > 0.8) & (shift < 0.12)
    return steps, np.where(fitting, likeness * (1 - 4 * shift) * (1 - 4 * turned), 0.0)


def _same_place(one: Zone, other: Zone) -> bool:
    if len(one.strips) != len(other.strips):
        return False
    return all(
        math.hypot(a.x - b.x, a.y - b.y) < 0.4 * b.height + 0.02 * b.length and abs(a.length / b.length - 1) < 0.04
        for a, b in zip(one.strips, other.strips, strict=True)
    )
