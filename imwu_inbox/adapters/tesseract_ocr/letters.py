"""The letters of a page as pieces of dark: how high they are, and which of them nobody has read."""

from collections.abc import Iterable, Iterator
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from imwu_inbox.adapters.tesseract_ocr.light import PALE, Grey, dark_mask
from imwu_inbox.domain.documents import Word

_PRINT_PX, _SQUEEZE = 10.0, 0.9
_SHARP_FORM_PX, _FORM_SQUEEZE = 2000, 0.8
_LEAST_PRINT_SCALE, _FEW_LETTERS, _SAMPLED = 0.45, 60, 3
_LETTER_HEIGHT_PX = (5, 60)
_MOST_MISSED, _FEW_MISSED = 0.06, 15

Piece = tuple[int, int, int, int]
"""Left, top, width and height. Units: pixels."""


def pieces(dark: Grey, *, every: int = 1) -> Iterator[Piece]:
    """Left, top, width and height of each connected piece, or of one in so many, those inside others too."""
    outlines, family = cv2.findContours(dark, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    relations = family[0] if family is not None else ()
    for outline, (_, _, _, parent) in zip(outlines[::every], relations[::every], strict=True):
        if parent < 0:
            left, top, width, height = cv2.boundingRect(outline)
            yield int(left), int(top), int(width), int(height)


def letters(grey: Grey) -> NDArray[np.int32]:
    """The pieces that are as high as a letter may be. Shape: a row of left, top, width and height for each."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark_mask(grey, PALE), connectivity=8)
    found = np.asarray(stats[1:, : cv2.CC_STAT_AREA], np.int32)
    least, most = _LETTER_HEIGHT_PX
    return found[(found[:, 3] >= least) & (found[:, 3] <= most)]


def plain_sized(grey: Grey) -> Grey:
    """The page at the size that is enough for its running text, a little narrower than it was, at less work.

    What the program reads with takes time for a line's length measured in its own height: narrow letters cost less.
    """
    least, most = _LETTER_HEIGHT_PX
    sample = pieces(dark_mask(grey, PALE), every=_SAMPLED)
    heights = [height for _, _, _, height in sample if least <= height <= most]
    scale = _PRINT_PX / median(heights) if _SAMPLED * len(heights) >= _FEW_LETTERS else 1.0
    scale = min(1.0, max(_LEAST_PRINT_SCALE, scale))
    return np.asarray(cv2.resize(grey, None, fx=_SQUEEZE * scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def form_sized(grey: Grey) -> Grey:
    """A form narrower than it was, where its print is sharp enough to find labels in; answers are cut out later."""
    if max(grey.shape) < _SHARP_FORM_PX:
        return grey
    return np.asarray(cv2.resize(grey, None, fx=_FORM_SQUEEZE, fy=1, interpolation=cv2.INTER_AREA), np.uint8)


def misses_letters(grey: Grey, words: Iterable[Word]) -> bool:
    """Whether so many letters of a page lie in none of its words that a line or a paragraph was overlooked."""
    high, wide = grey.shape
    read = np.zeros(grey.shape, np.uint8)
    for left, top, right, bottom in (word.box for word in words):
        read[int(top * high) : int(bottom * high) + 1, int(left * wide) : int(right * wide) + 1] = 1
    left, top, width, height = letters(grey).T
    missed = int(np.count_nonzero(read[top + height // 2, left + width // 2] == 0))
    return missed > max(_FEW_MISSED, _MOST_MISSED * len(left))
