"""A page, or a mask of it, at other sizes."""

import cv2
import numpy as np

from imwu_inbox.adapters.tesseract_ocr.light import Grey

_LONGEST_SIDE_PX, _BIG_ENOUGH = 2200, 1.08
_SHORTEST_LONG_SIDE_PX = 1100


def sized(grey: Grey) -> Grey:
    """The page at a size that reads best: big ones shrunk, small ones enlarged."""
    longest = max(grey.shape)
    if longest > _BIG_ENOUGH * _LONGEST_SIDE_PX:
        scale = _LONGEST_SIDE_PX / longest
        return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    if longest < _SHORTEST_LONG_SIDE_PX:
        scale = min(2.0, _SHORTEST_LONG_SIDE_PX / longest)
        return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
    return grey


def enlarged(grey: Grey) -> Grey:
    """The page half as large again, for small print."""
    return np.asarray(cv2.resize(grey, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC), np.uint8)


def shrunk(grey: Grey, across: float, down: float) -> Grey:
    """The page at these shares of its width and height: halved as often as may be, then drawn between pixels.

    The mean of the area tells no more and takes ten times as long, but for halves.
    """
    size = (max(1, round(grey.shape[1] * across)), max(1, round(grey.shape[0] * down)))
    while grey.shape[1] >= 2 * size[0] and grey.shape[0] >= 2 * size[1]:
        even = grey[: grey.shape[0] // 2 * 2, : grey.shape[1] // 2 * 2]
        grey = np.asarray(cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_LINEAR), np.uint8)
