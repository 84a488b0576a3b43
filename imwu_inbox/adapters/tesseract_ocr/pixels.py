"""A page's pixels made ready for reading: sized, set straight, cleared of the lines and boxes of forms."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from imwu_inbox.domain.documents import Word
from imwu_inbox.domain.form_marks import EMPTY_BOX, TICKED_BOX

Grey = NDArray[np.uint8]

_LONGEST_SIDE_PX = 2200
_SHORTEST_LONG_SIDE_PX = 1100
_DARK, _PALE = 0.6, 0.8
_LONG_RULE = 0.42
_THICK_RULE_PX = 13
_COARSE = np.arange(-6.0, 6.1, 1.0)
_LEAST_BOX_SHARE, _MOST_BOX_SHARE = 0.01, 0.022
_LEAST_SIDE_DARK = 0.8
_TICK_INK, _LETTER_INK = 0.06, 0.5


def sized(grey: Grey) -> Grey:
    """The page at a size that reads best: big ones shrunk, small ones enlarged."""
    longest = max(grey.shape)
    if longest > _LONGEST_SIDE_PX:
        scale = _LONGEST_SIDE_PX / longest
        return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    if longest < _SHORTEST_LONG_SIDE_PX:
        scale = min(2.0, _SHORTEST_LONG_SIDE_PX / longest)
        return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
    return grey


def enlarged(grey: Grey) -> Grey:
    """The page half as large again, for small print."""
    return np.asarray(cv2.resize(grey, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC), np.uint8)


def dark_mask(grey: Grey, share: float = _DARK) -> Grey:
    """1 where the page is darker than this share of the paper around it."""
    paper = cv2.resize(grey, (max(1, grey.shape[1] // 16), max(1, grey.shape[0] // 16)), interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(cv2.medianBlur(paper, 5), np.ones((5, 5), np.uint8))
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(grey < share * paper, np.uint8)


def ink_share(grey: Grey) -> float:
    """How much of the page is dark, specks aside, 0..1."""
    return float(cv2.medianBlur(dark_mask(grey), 3).mean())


def lies_on_its_side(grey: Grey) -> bool:
    """Whether the rows of print run from top to bottom, tilted or not."""
    small = _thumbnail(grey)
    _, across = _sharpest(small, _COARSE)
    _, down = _sharpest(np.ascontiguousarray(small.T), _COARSE)
    return down > 1.5 * across


def set_straight(grey: Grey) -> Grey:
    """The page turned by the few degrees that make its rows of print sharpest."""
    small = _thumbnail(grey)
    best, _ = _sharpest(small, _COARSE)
    best, _ = _sharpest(small, np.arange(best - 0.75, best + 0.76, 0.25))
    best, _ = _sharpest(small, np.arange(best - 0.2, best + 0.21, 0.05))
    if abs(best) < 0.1:
        return grey
    return np.asarray(_rotated(grey, best, 255), np.uint8)


def _thumbnail(grey: Grey) -> NDArray[np.float32]:
    """The dark of the page in small, without its edges where scanners leave shadows."""
    scale = 800 / max(grey.shape)
    dark = cv2.resize(dark_mask(grey) * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    edge_y, edge_x = dark.shape[0] // 25, dark.shape[1] // 25
    return np.asarray(dark[edge_y : dark.shape[0] - edge_y, edge_x : dark.shape[1] - edge_x], np.float32)


def without_rules(grey: Grey) -> Grey:
    """The page without the long thin lines of a form, which confuse the cutting into lines; underlines stay."""
    high, wide = grey.shape
    across = _opened(cv2.dilate(_streaked(grey, (5, 1)), np.ones((5, 1), np.uint8)), (1, int(_LONG_RULE * wide)))
    if not across.any():
        return grey
    down = _opened(cv2.dilate(_streaked(grey, (1, 5)), np.ones((1, 5), np.uint8)), (high // 45, 1))
    down = _touching(down, across)
    thick, broad = _opened(across, (_THICK_RULE_PX, 1)), _opened(down, (1, _THICK_RULE_PX))
    rules = np.logical_or(across > thick, down > broad)
    bare = grey.copy()
    bare[rules] = int(np.percentile(grey[::4, ::4], 80))
    return bare


def _streaked(grey: Grey, along: tuple[int, int]) -> Grey:
    """Where the page is darker than paper once blurred along one direction, so that broken lines close."""
    return dark_mask(np.asarray(cv2.blur(grey, along), np.uint8), _PALE)


def _opened(mask: object, shape: tuple[int, int]) -> Grey:
    """What is left of a mask where a bar of this shape fits."""
    return np.asarray(cv2.morphologyEx(np.asarray(mask, np.uint8), cv2.MORPH_OPEN, np.ones(shape, np.uint8)), np.uint8)


def _touching(mask: Grey, other: Grey) -> Grey:
    """The pieces of a mask that meet another mask: the sides of boxes, but no stems of big letters."""
    _, pieces = cv2.connectedComponents(mask, connectivity=8)
    met = np.unique(pieces[cv2.dilate(other, np.ones((5, 5), np.uint8)) > 0])
    return np.asarray(np.isin(pieces, met[met > 0]), np.uint8)


def _sharpest(small: NDArray[np.float32], angles: NDArray[np.float64]) -> tuple[float, float]:
    """The angle at which the rows stand out most, and how much they do."""
    scores = [float(np.square(np.diff(_rotated(small, angle, 0).mean(axis=1))).sum()) for angle in angles]
    best = int(np.argmax(scores))
    return float(angles[best]), scores[best]


def _rotated(page: Grey | NDArray[np.float32], degrees: float, fill: int) -> NDArray[Any]:
    high, wide = page.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), float(degrees), 1.0)
    return np.asarray(cv2.warpAffine(page, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderValue=fill))


def tick_boxes(grey: Grey) -> tuple[tuple[Word, ...], Grey]:
    """The small square boxes of a form, each as the word of an empty or a ticked box, and the page without them."""
    dark = dark_mask(grey, _PALE)
    high, wide = grey.shape
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    least, most = _LEAST_BOX_SHARE * max(high, wide), _MOST_BOX_SHARE * max(high, wide)
    found: list[Word] = []
    bare = grey
    for left, top, width, height, _ in stats[1:count].tolist():
        if not (least <= width <= most and least <= height <= most and 0.75 < width / height < 1.35):
            continue
        part = dark[top : top + height, left : left + width]
        if not _is_framed(part):
            continue
        inset = max(3, round(0.2 * min(width, height)))
        ink = float(part[inset:-inset, inset:-inset].mean())
        if ink > _LETTER_INK:
            continue
        box = (left / wide, top / high, (left + width) / wide, (top + height) / high)
        found.append(Word(text=TICKED_BOX if ink > _TICK_INK else EMPTY_BOX, box=box, confidence=0.9))
        bare = bare.copy() if bare is grey else bare
        bare[max(0, top - 1) : top + height + 1, max(0, left - 1) : left + width + 1] = int(
            np.percentile(grey[::4, ::4], 80)
        )
    return tuple(found), bare


def _is_framed(part: Grey) -> bool:
    """Whether dark runs along all four sides and meets in all four corners, which no letter's does."""
    edge = 4
    sides = (part[:edge].max(axis=0), part[-edge:].max(axis=0), part[:, :edge].max(axis=1), part[:, -edge:].max(axis=1))
    corners = (part[:edge, :edge], part[:edge, -edge:], part[-edge:, :edge], part[-edge:, -edge:])
    return all(float(side.mean()) >= _LEAST_SIDE_DARK for side in sides) and all(corner.any() for corner in corners)
