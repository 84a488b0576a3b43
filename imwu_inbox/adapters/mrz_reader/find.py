"""Find where a zone may stand: two or three even lines of characters, parallel and equally long, at any angle."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

_SEARCHES = ((1200, 7.0), (1200, 12.5), (600, 11.5), (2000, 7.5))
"""Longest side to which the page is shrunk, and the step between characters looked for, in pixels then."""
_LEAST_INK = 9.0
_ABOVE_GRAIN = 2.0
_VIEW = 4.0
_SHARE_OF_STRONGEST = 0.42
_BRIDGE = 0.9
_SLIMNESS = (14.0, 75.0)
_LINE_STEP = (0.028, 0.125)
"""Distance between two lines of a zone as a share of their length."""
_MOST_ZONES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A long thin run of ink.

    Units: pixels of the page; `angle` in radians, clockwise from the page's x axis, between -90 and 90 degrees.
    """

    x: float
    y: float
    angle: float
    length: float
    height: float

    @property
    def across(self) -> tuple[float, float]:
        """The direction of reading."""
        return math.cos(self.angle), math.sin(self.angle)

    def turned_over(self) -> "Strip":
        """The same strip read from its other end."""
        return replace(self, angle=self.angle + math.pi)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Strips that belong together, in reading order; `evenness` 0..1 tells how alike they are."""

    strips: tuple[Strip, ...]
    evenness: float

    def turned_over(self) -> "Zone":
        """The zone of a page that stands on its head."""
        return replace(self, strips=tuple(strip.turned_over() for strip in reversed(self.strips)))


def zones(page: Grey) -> Iterator[tuple[Zone, ...]]:
    """Places where a zone may stand, for one size of characters after another; the likeliest first within a size."""
    seen: list[Zone] = []
    for side, pitch in _SEARCHES:
        scale = min(1.0, side / max(page.shape))
        small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else page
        found = _grouped(_strips(np.asarray(small, dtype=np.uint8), pitch))
        likeliest = sorted(found, key=lambda zone: -zone.evenness)[:_MOST_ZONES]
        placed = [_scaled(zone, 1 / scale) for zone in likeliest]
        fresh = tuple(zone for zone in placed if not any(_same_place(zone, other) for other in seen))
        seen += fresh
        yield fresh


def _strips(picture: Grey, pitch: float) -> list[Strip]:
    """Runs of ink whose characters stand about `pitch` pixels apart, whatever their direction."""
    side = max(3, round(pitch * 0.55)) | 1
    square = cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))
    smooth = cv2.GaussianBlur(picture, (0, 0), 0.07 * pitch)
    ink = cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, square)
    around = cv2.getStructuringElement(cv2.MORPH_RECT, (round(pitch * _VIEW) | 1, round(pitch * _VIEW) | 1))
    strongest = cv2.dilate(ink, around)
    floor = max(_LEAST_INK, _ABOVE_GRAIN * float(np.median(ink[::4, ::4])))
    marks = ((ink > _SHARE_OF_STRONGEST * strongest) & (ink > floor)).astype(np.uint8)
    reach = max(2, round(pitch * _BRIDGE)) | 1
    joined = cv2.dilate(marks, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    strips = []
    for label in range(1, count):
        left, top, width, height, area = stats[label]
        if math.hypot(width, height) < 15 * pitch or area > 0.7 * picture.size:
            continue
        inside = (labels[top : top + height, left : left + width] == label) & (
            marks[top : top + height, left : left + width] > 0
        )
        strip = _measured(inside, float(left), float(top))
        if strip is not None and _SLIMNESS[0] < strip.length / strip.height < _SLIMNESS[1]:
            strips.append(strip)
    return strips


def _measured(inside: NDArray[np.bool_], left: float, top: float) -> Strip | None:
    """The strip through these pixels, by their main axis."""
    down, across = np.nonzero(inside)
    if len(down) < 40:
        return None
    points = np.stack([across, down], axis=1).astype(np.float64)
    centre = points.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov((points - centre).T))
    direction = axes[:, 1] if axes[0, 1] > 0 else -axes[:, 1]
    along = (points - centre) @ direction
    aside = (points - centre) @ np.array([-direction[1], direction[0]])
    start, stop = np.percentile(along, [0.15, 99.85])
    upper, lower = np.percentile(aside, [2, 98])
    middle = centre + direction * (start + stop) / 2 + np.array([-direction[1], direction[0]]) * (upper + lower) / 2
    return Strip(
        x=left + float(middle[0]),
        y=top + float(middle[1]),
        angle=math.atan2(direction[1], direction[0]),
        length=float(stop - start) + 1,
        height=float(lower - upper) + 1,
    )


def _grouped(strips: list[Strip]) -> list[Zone]:
    """Every pair of strips that could be a zone, and every three."""
    pairs = [
        (first, second, evenness)
        for first in strips
        for second in strips
        if first is not second and (evenness := _evenness(first, second)) > 0
    ]
    threes = [
        Zone(strips=(first, second, third), evenness=min(1.0, one * two + 0.15))
        for first, second, one in pairs
        for same, third, two in pairs
        if same is second and abs(_step(first, second) / _step(second, third) - 1) < 0.2
    ]
    return threes + [Zone(strips=(first, second), evenness=evenness) for first, second, evenness in pairs]


def _step(first: Strip, second: Strip) -> float:
    """How far the second strip lies below the first, seen along the first.

    Units: pixels.
    """
    cosine, sine = first.across
    return (second.y - first.y) * cosine - (second.x - first.x) * sine


def _evenness(first: Strip, second: Strip) -> float:
    """How well two strips go together as line and next line; 0 when not at all."""
    turned = abs(math.remainder(first.angle - second.angle, math.pi))
    length = max(first.length, second.length)
    step = _step(first, second) / length
    likeness = min(first.length, second.length) / length
    cosine, sine = first.across
    shift = abs((second.x - first.x) * cosine + (second.y - first.y) * sine) / length
    if turned > 0.05 or not _LINE_STEP[0] < step < _LINE_STEP[1] or likeness < 0.8 or shift > 0.12:
        return 0.0
    return likeness * (1 - 4 * shift) * (1 - 4 * turned)


def _scaled(zone: Zone, factor: float) -> Zone:
    strips = tuple(
        replace(
            strip, x=strip.x * factor, y=strip.y * factor, length=strip.length * factor, height=strip.height * factor
        )
        for strip in zone.strips
    )
    return replace(zone, strips=strips)


def _same_place(one: Zone, other: Zone) -> bool:
    if len(one.strips) != len(other.strips):
        return False
    return all(
        math.hypot(a.x - b.x, a.y - b.y) < 0.4 * b.height + 0.02 * b.length and abs(a.length / b.length - 1) < 0.04
        for a, b in zip(one.strips, other.strips, strict=True)
    )
