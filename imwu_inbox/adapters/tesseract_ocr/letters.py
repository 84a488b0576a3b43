"""The letters of a page as pieces of dark: how high they are, and which of them nobody has read."""

from collections.abc import Iterable, Iterator
from statistics import median

import cv2
import numpy as np

from imwu_inbox.adapters.tesseract_ocr.light import PALE, Grey, dark_mask
from imwu_inbox.domain.documents import Word

_PRINT_PX, _SQUEEZE = 10.0, 0.9
_SHARP_FORM_PX, _FORM_SQUEEZE = 2000, 0.8
_LEAST_PRINT_SCALE, _FEW_LETTERS = 0.45, 60
_LETTER_HEIGHT_PX = (5, 60)
_MOST_MISSED, _FEW_MISSED = 0.06, 15

Piece = tuple[int, int, int, int]
"""Left, top, width and height. Units: pixels."""


def pieces(dark: Grey) -> Iterator[Piece]:
    """Left, top, width and height of each connected piece, those inside others too."""
    outlines, family = cv2.findContours(dark, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for outline, (_, _, _, parent) in zip(outlines, family[0] if family is not None else (), strict=True):
        if parent < 0:
            left, top, width, height = cv2.boundingRect(outline)
            yield int(left), int(top), int(width), int(height)


def letters(grey: Grey) -> list[Piece]:
    """The pieces that are as high as a letter may be."""
    least, most = _LETTER_HEIGHT_PX
    return [one for one in pieces(dark_mask(grey, PALE)) if least <= one[3] <= most]


def plain_sized(grey: Grey) -> Grey:
    """The page at the size that is enough for its running text, a little narrower than it was, at less work.

    What the program reads with takes time for a line's length measured in its own height: narrow letters cost less.
    """
    heights = [height for _, _, _, height in letters(grey)]
    scale = _PRINT_PX / median(heights) if len(heights) >= _FEW_LETTERS else 1.0
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
    seen = letters(grey)
    missed = sum(not read[top + height // 2, left + width // 2] for left, top, width, height in seen)
    return missed > max(_FEW_MISSED, _MOST_MISSED * len(seen))
