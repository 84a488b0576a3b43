"""The slanting light on a photograph divided out: what is left are the tones of the page and of what it lies on."""

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

_EVENLY_LIT = 0.85
"""Where the darkest parts have so much of the brightest's tone, light hides nothing."""
_DARKEST, _PAPER = 8, 235
_SMALLER = 0.25
_AN_EDGE = 0.04
"""Neighbours in small that differ by more are two things, not two places in one light. Units: logarithms of tones."""


def without_slant(closed: Grey) -> Grey | None:
    """A photo without its print as it would be in one light; None where it lies in one already.

    Light falls off smoothly, as a curve of the second degree in both directions; paper ends at once. So the curve is
    taken from how tones change from place to place, edges left out.
    """
    dark, bright = np.percentile(closed, (5, 90))
    if dark > _EVENLY_LIT * bright:
        return None
    tones = np.asarray(np.log(np.maximum(closed, _DARKEST)), np.float32)
    small = cv2.resize(tones, None, fx=_SMALLER, fy=_SMALLER, interpolation=cv2.INTER_AREA)
    flat = tones - _light(_fall(np.asarray(small, np.float32)), tones)
    return np.asarray(np.clip(_PAPER * np.exp(flat - np.percentile(flat, 95)), 0, 255), np.uint8)


def _places(high: int, wide: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How far each place is to the right and down. Units: -1 to 1."""
    down, across = np.meshgrid(np.linspace(-1, 1, high), np.linspace(-1, 1, wide), indexing="ij")
    return across.astype(np.float32), down.astype(np.float32)


def _fall(tones: NDArray[np.float32]) -> NDArray[np.float32]:
    """The factors of x, y, x², xy and y² with which the tones change best."""
    x, y = _places(*tones.shape)
    rows, falls = [], []
    for axis, step in ((1, x[0, 1] - x[0, 0]), (0, y[1, 0] - y[0, 0])):
        fall = np.diff(tones, axis=axis)
        smooth = np.abs(fall) < _AN_EDGE
        first = tuple(slice(0, size) for size in fall.shape)
        across, down = x[first][smooth] + step / 2 * axis, y[first][smooth] + step / 2 * (1 - axis)
        none, one = np.zeros_like(across), np.ones_like(across)
        slope = (one, none, 2 * across, down, none) if axis else (none, one, none, across, 2 * down)
        rows.append(step * np.stack(slope, axis=1))
        falls.append(fall[smooth])
    return np.asarray(np.linalg.lstsq(np.concatenate(rows), np.concatenate(falls), rcond=None)[0], np.float32)


def _light(factors: NDArray[np.float32], tones: NDArray[np.float32]) -> NDArray[np.float32]:
    x, y = _places(*tones.shape)
    terms = (x, y, x * x, x * y, y * y)
    return np.asarray(sum(factor * term for factor, term in zip(factors, terms, strict=True)), np.float32)
