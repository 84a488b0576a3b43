"""The letters of a page as pieces of dark: how high they are, and which of them nobody has read."""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from imwu_inbox.adapters.tesseract_ocr.light import Grey
from imwu_inbox.adapters.tesseract_ocr.pieces import Pieces, print_on
from imwu_inbox.adapters.tesseract_ocr.sizes import shrunk
from imwu_inbox.domain.documents import Word

_PRINT_PX, _SQUEEZE = 10.0, 0.9
_SHARP_FORM_PX, _FORM_SQUEEZE = 2000, 0.8
_LEAST_PRINT_SCALE, _FEW_LETTERS = 0.45, 60
_LETTER_HEIGHT_PX = (5, 60)
_MOST_MISSED, _FEW_MISSED = 0.06, 15


def letters(grey: Grey) -> NDArray[np.int32]:
    """The pieces that are as high as a letter may be. Shape: a row of left, top, width and height for each."""
    return _letters_of(print_on(grey))


def _letters_of(shown: Pieces) -> NDArray[np.int32]:
    least, most = _LETTER_HEIGHT_PX
    heights = shown.places[:, cv2.CC_STAT_HEIGHT]
    return shown.places[(heights >= least) & (heights <= most)]


def plain_sized(grey: Grey, shown: Pieces | None = None) -> Grey:
    """The page at the size that is enough for its running text, a little narrower than it was, at less work.

    What the program reads with takes time for a line's length measured in its own height: narrow letters cost less.
    `shown` are the pieces of its print, where they are known.
    """
    heights = _letters_of(shown or print_on(grey))[:, cv2.CC_STAT_HEIGHT]
    scale = _PRINT_PX / float(np.median(heights)) if len(heights) >= _FEW_LETTERS else 1.0
    scale = min(1.0, max(_LEAST_PRINT_SCALE, scale))
    return shrunk(grey, _SQUEEZE * scale, scale)


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
