"""The page in a photograph: its four corners, where bright paper lies on something darker, and the page laid flat."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from imwu_inbox.adapters.image_pages.slanting_light import without_slant

Grey = NDArray[np.uint8]
Corners = NDArray[np.float32]

_SMALL_PX = 480
_PRINT_PX = 21
"""Strokes and lines of print are thinner than this in small; a table seen past the page is wider."""
_LEAST_SHARE, _MOST_SHARE = 0.2, 0.985
_LEAST_SOLID, _LEAST_FOUR_SIDED = 0.93, 0.95
_WIDEST_CORNER = 0.45
"""How far a corner may be from a right angle: the cosine of 63 degrees."""
_STEPS = (0.01, 0.015, 0.02, 0.03, 0.04, 0.06)
_LOOKS, _BESIDE_PX, _LEAST_FALL = 17, 6, 10
"""Where a side is looked at, how far from it in small, and by how many tones it falls there at least."""
_ACROSS, _SHARP_PX, _LEAST_SHARP = np.arange(-10, 11), 3, 0.5
"""Of what the tone falls across a side in small, so much falls within three pixels: paper 0.8, a soft shadow 0.25."""
_AT_THE_EDGE = 0.012
_MOST_PRINT_OUTSIDE = 0.04
_LETTER_HIGH = (0.004, 0.03)
_CLOSE = 0.004
_IN_THE_SHADE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInPhoto:
    """Where a page lies in a photograph. Shape: corners from the top left, clockwise, as fractions of the photo."""

    corners: Corners

    def size(self, wide: int, high: int) -> tuple[int, int]:
        """Width and height of the page once flat, in a photo of this size. Units: pixels."""
        top_left, top_right, bottom_right, bottom_left = self.corners * np.array((wide, high), np.float32)
        across = max(math.dist(top_left, top_right), math.dist(bottom_left, bottom_right))
        down = max(math.dist(top_left, bottom_left), math.dist(top_right, bottom_right))
        return max(1, round(across)), max(1, round(down))

    def flat(self, photo: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The page as if seen from straight above. Shape: rows of grey or of colours."""
        high, wide = photo.shape[:2]
        across, down = self.size(wide, high)
        target = np.array(((0, 0), (across, 0), (across, down), (0, down)), np.float32)
        matrix = cv2.getPerspectiveTransform(self.corners * np.array((wide, high), np.float32), target)
        flat = cv2.warpPerspective(
            photo, matrix, (across, down), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(flat, np.uint8)


def page_in_photo(photo: Grey) -> PageInPhoto | None:
    """The page, where its four corners are plain to see and hardly any print lies outside; None for a scan."""
    scale = _SMALL_PX / max(photo.shape)
    if scale >= 1:
        return None
    small = _in_small(photo, scale)
    # Print and thin shadows are closed by the paper around them; then paper and table are two tones.
    closed = np.asarray(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_PRINT_PX, _PRINT_PX), np.uint8)), np.uint8)
    return _page_on(photo, closed, _in_two_tones(closed)) or _page_on(photo, closed, _in_slanting_light(closed))


def _page_on(photo: Grey, closed: Grey, parted: Iterable[tuple[Grey, float]]) -> PageInPhoto | None:
    """The page, where one way to part paper from table shows it."""
    for paper, floor in parted:
        corners = _four_corners(paper)
        if corners is not None and _has_a_rim(closed, corners) and _holds_the_print(photo, corners, floor):
            return PageInPhoto(corners=corners)
    return None


def _in_small(photo: Grey, scale: float) -> Grey:
    """The photo at this share of its size; halves cost next to nothing, any other share ten times as much."""
    size = (round(photo.shape[1] * scale), round(photo.shape[0] * scale))
    while photo.shape[1] >= 2 * size[0] and photo.shape[0] >= 2 * size[1]:
        even = photo[: photo.shape[0] // 2 * 2, : photo.shape[1] // 2 * 2]
        photo = np.asarray(cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), np.uint8)


def _in_two_tones(closed: Grey) -> Iterator[tuple[Grey, float]]:
    """What is brighter than a tone between paper and table, and that tone."""
    middle, _ = cv2.threshold(closed, 0, 255, cv2.THRESH_OTSU)
    for floor in (middle, 0.5 * (middle + float(np.percentile(closed, 90))), 0.8 * middle):
        yield np.asarray(closed > floor, np.uint8), floor


def _in_slanting_light(closed: Grey) -> Iterator[tuple[Grey, float]]:
    """The same where a table in the light is as bright as the page in the shade, and a tone that both are above."""
    flat = without_slant(closed)
    if flat is None:
        return
    middle, _ = cv2.threshold(flat, 0, 255, cv2.THRESH_OTSU)
    for floor in (middle, 0.5 * (middle + float(np.percentile(flat, 90)))):
        yield np.asarray(flat > floor, np.uint8), _IN_THE_SHADE * floor


def _four_corners(paper: Grey) -> Corners | None:
    """The corners of the largest bright piece, if it is one and has four; fractions of the picture."""
    high, wide = paper.shape
    outlines, _ = cv2.findContours(paper, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return None
    largest = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(largest)
    area = cv2.contourArea(hull)
    if not _LEAST_SHARE * wide * high < area < _MOST_SHARE * wide * high:
        return None
    if cv2.contourArea(largest) < _LEAST_SOLID * area:
        return None
    around = cv2.arcLength(hull, closed=True)
    for step in _STEPS:
        outline = cv2.approxPolyDP(hull, step * around, closed=True)
        found = np.asarray(outline, np.int32).reshape(-1, 2)
        if len(found) == 4:
            if cv2.contourArea(found) < _LEAST_FOUR_SIDED * area or not _is_squarish(found):
                return None
            corners = _in_order(np.asarray((found + 0.5) / np.array((wide, high)), np.float32))
            return None if _runs_off(corners) else corners
    return None


def _is_squarish(found: NDArray[np.int32]) -> bool:
    """Whether all corners are not far from right angles."""
    for at in range(4):
        one, two = found[at - 1] - found[at], found[(at + 1) % 4] - found[at]
        if abs(float(one @ two)) > _WIDEST_CORNER * float(np.linalg.norm(one) * np.linalg.norm(two)):
            return False
    return True


def _has_a_rim(closed: Grey, corners: Corners) -> bool:
    """Whether the tone falls along every side, and at once.

    Where it does not fall, the side runs over a table as bright as the page; where it falls by and by, along a shadow.
    """
    high, wide = closed.shape
    own = corners * np.array((wide, high), np.float32)
    for at in range(4):
        along = own[(at + 1) % 4] - own[at]
        inward = np.array((-along[1], along[0])) / max(1.0, float(np.linalg.norm(along)))
        beside = own[at] + np.outer(np.linspace(0.1, 0.9, _LOOKS), along)
        looks = np.rint(beside[:, None] + _ACROSS[None, :, None] * inward).astype(int)
        near = looks[:, np.abs(_ACROSS) == _BESIDE_PX].reshape(len(looks), -1)
        looks = looks[np.all((near >= 0) & (near < (wide, high, wide, high)), axis=1)]
        if len(looks) < _LOOKS // 2:
            continue
        tones = closed[looks[..., 1].clip(0, high - 1), looks[..., 0].clip(0, wide - 1)].astype(int)
        falls = tones[:, _ACROSS == _BESIDE_PX] - tones[:, _ACROSS == -_BESIDE_PX]
        at_once = (tones[:, _SHARP_PX:] - tones[:, :-_SHARP_PX]).max(axis=1)
        in_all = tones[:, _ACROSS >= _SHARP_PX].max(axis=1) - tones[:, _ACROSS <= -_SHARP_PX].min(axis=1)
        if float(np.percentile(falls, 25)) < _LEAST_FALL:
            return False
        if float(np.percentile(at_once / np.maximum(in_all, 1), 25)) < _LEAST_SHARP:
            return False
    return True


def _in_order(corners: Corners) -> Corners:
    """From the top left, clockwise."""
    around = corners - corners.mean(axis=0)
    clockwise = corners[np.argsort(np.arctan2(around[:, 1], around[:, 0]))]
    return np.roll(clockwise, -int(np.argmin(clockwise.sum(axis=1))), axis=0)


def _runs_off(corners: Corners) -> bool:
    """Whether more than two corners lie on the edge of the picture: then it is a scan, or a piece of a page."""
    at_the_edge = np.minimum(corners, 1 - corners).min(axis=1) < _AT_THE_EDGE
    return int(at_the_edge.sum()) > 2


def _holds_the_print(photo: Grey, corners: Corners, floor: float) -> bool:
    """Whether next to all letters on bright ground lie on the page found: else the page is larger than it seemed."""
    scale = min(1.0, 1600 / max(photo.shape))
    shown = np.asarray(cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    high, wide = shown.shape
    paper = cv2.blur(cv2.dilate(shown, np.ones((15, 15), np.uint8)), (31, 31))
    dark = np.asarray(shown < 0.65 * paper, np.uint8)
    _, _, pieces, middles = cv2.connectedComponentsWithStats(dark)
    tall = max(high, wide)
    heights = pieces[1:, cv2.CC_STAT_HEIGHT] / tall
    letters = middles[1:][(heights > _LETTER_HIGH[0]) & (heights < _LETTER_HIGH[1])]
    letters = letters[paper[letters[:, 1].astype(int), letters[:, 0].astype(int)] > floor]
    if not len(letters):
        return True
    outline = (corners * np.array((wide, high), np.float32)).reshape(-1, 1, 2)
    distances = (cv2.pointPolygonTest(outline, (float(x), float(y)), measureDist=True) for x, y in letters)
    outside = sum(distance < -_CLOSE * tall for distance in distances)
    return bool(outside <= _MOST_PRINT_OUTSIDE * len(letters))
