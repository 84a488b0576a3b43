"""Runs of ink: long thin rows of characters at any angle, mended where they are broken and parted where they touch."""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Points = NDArray[np.float64]

_LEAST_INK = 6.0
_ABOVE_GRAIN = 2.0
_VIEW = 4.0
_SHARE_OF_STRONGEST = 0.42
_BRIDGE = 0.9
_PIECE_PITCHES = 7
_RUN_PITCHES = 15
_SLIMNESS = (14.0, 75.0)
_TOUCHING = ((2, 6.0, 24.0), (3, 3.5, 10.0))
"""Lines that may touch: how many, and how slim they are together."""
_TOUCHING_PITCHES = 1.5
_ROOM = {2: ([5, 6], [0, 1, 2, 9, 10, 11]), 3: ([3, 8], [0, 1, 5, 6, 10, 11])}
"""Twelfths of the height of touching lines in which there is room, and in which there is print."""
_PARTED = 1.0
_COARSE = 2
_MOST_POINTS = 600
_WIDEST_GAP = 7.0
_COMPLETE_SLIMNESS = 42.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A long thin run of ink.

    Units: pixels of the page; `angle` in radians, clockwise from the page's x axis; `bow` is how far the ends lie
    below the middle, as on a page that does not lie flat.
    """

    x: float
    y: float
    angle: float
    length: float
    height: float
    bow: float = 0.0

    @property
    def across(self) -> tuple[float, float]:
        """The direction of reading."""
        return math.cos(self.angle), math.sin(self.angle)

    @property
    def slimness(self) -> float:
        """How many times longer than high."""
        return self.length / self.height

    def turned_over(self) -> "Strip":
        """The same strip read from its other end."""
        return replace(self, angle=self.angle + math.pi, bow=-self.bow)

    def scaled(self, factor: float) -> "Strip":
        """The same strip on a page of another size."""
        return Strip(
            x=self.x * factor,
            y=self.y * factor,
            angle=self.angle,
            length=self.length * factor,
            height=self.height * factor,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """The size of print that is looked for.

    Units: `pitch` in pixels from character to character; the others in such steps: what is longer than `longest` or
    higher than `tallest` is left alone, and lines that touch are parted from `touching` on.
    """

    pitch: float
    longest: float = math.inf
    tallest: float = 2.8
    touching: float = _RUN_PITCHES


def runs(picture: Grey, size: Print) -> list[Strip]:
    """Runs of ink of about one size of print, whatever their direction."""
    pitch = size.pitch
    marks = _marks(picture, pitch)
    labels, stats = _joined(marks, pitch)
    boxes = stats[:, : cv2.CC_STAT_AREA] * _COARSE
    sizes = np.hypot(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]) / pitch
    sizes[0] = 0  # the paper

    def measured(chosen: NDArray[np.intp]) -> list[Strip]:
        pieces: list[Strip] = []
        for label, (left, top, width, height) in zip(chosen.tolist(), boxes[chosen].tolist(), strict=True):
            spots = cv2.findNonZero(marks[top : top + height, left : left + width])
            spots = spots.reshape(-1, 2)[:: max(1, len(spots) // _MOST_POINTS)] + np.array((left, top))
            inside = labels[spots[:, 1] // _COARSE, spots[:, 0] // _COARSE] == label
            pieces += _measured(spots[inside].astype(np.float64), size)
        return [piece for piece in pieces if piece.height < size.tallest * pitch]

    pieces = measured(np.flatnonzero((sizes > _RUN_PITCHES) & (sizes < size.longest)))
    whole = [piece for piece in pieces if piece.length > _RUN_PITCHES * pitch]
    small = np.flatnonzero((sizes > _PIECE_PITCHES) & (sizes <= _RUN_PITCHES))
    pieces += measured(small[_on_a_line(whole, boxes[small])])
    return [run for run in whole + _mended(whole, pieces) if _SLIMNESS[0] < run.slimness < _SLIMNESS[1]]


def _on_a_line(whole: list[Strip], boxes: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which boxes lie where one of the runs, drawn out, would pass."""
    lines = [(run.x, run.y, *run.across, run.height) for run in whole if run.slimness < _COMPLETE_SLIMNESS]
    if not lines or not len(boxes):
        return np.zeros(len(boxes), np.bool_)
    x, y, cosine, sine, high = np.array(lines).T[:, :, None]
    left, top, width, height = boxes.T.astype(np.float64)
    right, down = left + width / 2 - x, top + height / 2 - y
    aside = np.abs(down * cosine - right * sine) - (width * np.abs(sine) + height * np.abs(cosine)) / 2
    return np.asarray((aside < 0.6 * high + 0.02 * np.abs(right * cosine + down * sine)).any(axis=0))


def _joined(marks: Grey, pitch: float) -> tuple[NDArray[np.uint16], NDArray[np.int32]]:
    """The marks grown together over the gaps between characters, numbered, and the place of each growth.

    Shape: one label for each _COARSE x _COARSE marks; rows as OpenCV gives statistics, both in coarse units.
    """
    coarse = cv2.dilate(marks, np.ones((_COARSE, _COARSE), np.uint8), anchor=(0, 0))[::_COARSE, ::_COARSE]
    reach = max(1, round(pitch * _BRIDGE / _COARSE)) | 1
    grown = cv2.dilate(coarse, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8, ltype=cv2.CV_16U)
    return np.asarray(labels, np.uint16), np.asarray(stats, np.int32)


def _marks(picture: Grey, pitch: float) -> Grey:
    """Thin dark strokes that are strong among their neighbours: grain stands out nowhere near printed lines."""
    side = max(3, round(pitch * 0.75)) | 1
    smooth = cv2.GaussianBlur(picture, (0, 0), 0.07 * pitch)
    ink = cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, cv2.getStructuringElement(cv2.MORPH_RECT, (side, side)))
    view = round(pitch * _VIEW) | 1
    strongest = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, (view, view)))
    floor = max(_LEAST_INK, _ABOVE_GRAIN * _median(np.asarray(ink[::4, ::4], np.uint8)))
    least = cv2.max(cv2.convertScaleAbs(strongest, alpha=_SHARE_OF_STRONGEST), np.full_like(strongest, int(floor)))
    return np.asarray(cv2.compare(ink, least, cv2.CMP_GT), dtype=np.uint8)


def _median(tones: Grey) -> float:
    """The middle tone: counted, as sorting takes four times as long."""
    counts = np.cumsum(np.bincount(tones.ravel(), minlength=256))
    return float(np.searchsorted(counts, ((counts[-1] - 1) // 2, counts[-1] // 2), side="right").mean())


def _measured(points: Points, size: Print) -> list[Strip]:
    """The strip through these points, and the thinner ones it would be if lines touched in it."""
    if len(points) < 24:
        return []
    whole, aside = _fitted(points)
    strips = [whole]
    may_touch = whole.length > size.touching * size.pitch and whole.height > _TOUCHING_PITCHES * size.pitch
    for count, least, most in _TOUCHING if may_touch else ():
        if least < whole.slimness < most and _is_parted(aside, count):
            edges = np.linspace(aside.min(), aside.max() + 1e-6, count + 1)
            parts = [points[(aside >= low) & (aside < high)] for low, high in pairwise(edges)]
            strips += [_fitted(part)[0] for part in parts if len(part) > 24]
    return strips


def _is_parted(aside: NDArray[np.float64], count: int) -> bool:
    """Whether there is less ink where `count` lines of a zone would leave room than where they would stand."""
    low, high = aside.min(), aside.max()
    shares = np.bincount(((aside - low) * (12 / (high - low + 1e-6))).astype(np.intp), minlength=12)
    room, lines = _ROOM[count]
    return bool(shares[room].mean() < _PARTED * shares[lines].mean())


def _fitted(points: Points) -> tuple[Strip, NDArray[np.float64]]:
    """The strip along the main axis of some points, and how far each lies aside of it."""
    centre = points.mean(axis=0)
    x, y = (points - centre).T
    angle = 0.5 * math.atan2(2 * float(x @ y), float(x @ x) - float(y @ y))
    if angle < -math.pi / 4:  # so that upright lines and lines on their side each have one direction, not two
        angle += math.pi
    cosine, sine = math.cos(angle), math.sin(angle)
    along, aside = x * cosine + y * sine, y * cosine - x * sine
    start, stop = _between(along, 0.0015)
    upper, lower = _between(aside, 0.02)
    right, down = (start + stop) / 2, (upper + lower) / 2
    strip = Strip(
        x=float(centre[0]) + right * cosine - down * sine,
        y=float(centre[1]) + right * sine + down * cosine,
        angle=angle,
        length=stop - start + 1,
        height=lower - upper + 1,
    )
    return strip, aside


def _between(values: NDArray[np.float64], spared: float) -> tuple[float, float]:
    """The range of values without the share spared at either end."""
    ordered = np.sort(values)
    cut = int(spared * len(ordered))
    return float(ordered[cut]), float(ordered[-1 - cut])


def _mended(whole: list[Strip], pieces: list[Strip]) -> list[Strip]:
    """Each run drawn out over the pieces that continue its line beyond a gap."""
    if not pieces:
        return []
    x, y, angle, length, height = np.array([(p.x, p.y, p.angle, p.length, p.height) for p in pieces]).T
    mended = []
    for run in (run for run in whole if run.slimness < _COMPLETE_SLIMNESS):
        cosine, sine = run.across
        along = (x - run.x) * cosine + (y - run.y) * sine
        aside = np.abs((y - run.y) * cosine - (x - run.x) * sine)
        turned = np.abs((angle - run.angle + math.pi / 2) % math.pi - math.pi / 2)
        alike = (turned < 0.12) & (aside < 0.6 * run.height + 0.02 * np.abs(along)) & (height < 1.7 * run.height)
        start, stop = -run.length / 2, run.length / 2
        near, far = along - length / 2, along + length / 2
        for place in sorted(np.flatnonzero(alike), key=lambda piece: abs(along[piece])):
            if near[place] < stop + _WIDEST_GAP * run.height and far[place] > start - _WIDEST_GAP * run.height:
                start, stop = min(start, float(near[place])), max(stop, float(far[place]))
        if stop - start > 1.04 * run.length:
            shift = (start + stop) / 2
            mended.append(replace(run, x=run.x + shift * cosine, y=run.y + shift * sine, length=stop - start))
    return mended
