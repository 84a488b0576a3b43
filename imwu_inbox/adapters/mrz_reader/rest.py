"""What is left of a page beside the papers whose zones were read: blank, or worth a search for smaller print."""

from collections.abc import Sequence

import cv2
import numpy as np

from imwu_inbox.adapters.mrz_reader.shrunk import Shrunk
from imwu_inbox.domain.documents import Box
from imwu_inbox.domain.mrz import MrzReading

_SIDE = 420
_STROKE_PX, _STROKE_DEPTH = 5, 28
_ABOVE, _AROUND = 0.85, 0.12
"""A paper reaches so far above the foot of its zone, and so far around. Units: lengths of the zone."""
_LEAST_PRINT, _LEAST_ROOM = 0.002, 0.15
"""Share of the page that a small data page prints on, and share that it needs."""


def has_more_print(page: Shrunk, readings: Sequence[MrzReading]) -> bool:
    """Whether there is print on the page beside the papers with these zones."""
    small, _ = page.at(_SIDE)
    strokes = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, np.ones((_STROKE_PX, _STROKE_PX), np.uint8))
    rest = np.ones(small.shape, np.bool_)
    for reading in readings:
        left, top, right, bottom = _paper(reading, small.shape[::-1])
        rest[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = False
    if rest.mean() < _LEAST_ROOM:
        return False
    return float(((strokes > _STROKE_DEPTH) & rest).mean()) > _LEAST_PRINT


def _paper(reading: MrzReading, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the paper that a zone stands at the foot of. Units: pixels of a page so large."""
    left, top, right, bottom = _in_pixels(reading.box, size)
    length = max(right - left, bottom - top)
    near, far = _AROUND * length, _ABOVE * length
    above = {0: (near, far, near, near), 90: (far, near, near, near), 180: (near, near, near, far)}
    west, north, east, south = above.get(reading.turned_degrees, (near, near, far, near))
    return round(left - west), round(top - north), round(right + east), round(bottom + south)


def _in_pixels(box: Box, size: tuple[int, int]) -> Box:
    return box[0] * size[0], box[1] * size[1], box[2] * size[0], box[3] * size[1]
