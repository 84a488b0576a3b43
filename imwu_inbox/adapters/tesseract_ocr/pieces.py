"""The connected pieces of dark on a page: each numbered, and where it lies."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from imwu_inbox.adapters.tesseract_ocr.light import PALE, Grey, dark_mask


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """A mask, and its connected pieces.

    Shape: `numbers` a row for a row of the mask, 0 where it is not set; `table` a row for each number, with the columns
    of cv2.CC_STAT_LEFT and so on; the row of number 0 is empty. Units: pixels.
    """

    dark: Grey
    numbers: NDArray[np.int32]
    table: NDArray[np.int32]

    @property
    def places(self) -> NDArray[np.int32]:
        """Left, top, width and height of each piece, a row each."""
        return self.table[1:, : cv2.CC_STAT_AREA]

    @property
    def areas(self) -> NDArray[np.int32]:
        """How much of each piece is dark. Units: pixels."""
        return self.table[1:, cv2.CC_STAT_AREA]


def pieces(dark: Grey) -> Pieces:
    """The pieces of a mask of 0 and 1, those inside others too.

    OpenCV measures pieces pixel by pixel, paper too, in three times as long as it finds them; here it is run by run.
    """
    count, found = cv2.connectedComponents(dark, connectivity=8)
    numbers = np.asarray(found, np.int32)
    wide = dark.shape[1]
    # A column of paper before each row and a row below keep runs from going on around the edges.
    flat = np.asarray(cv2.copyMakeBorder(dark, 0, 1, 1, 0, cv2.BORDER_CONSTANT, value=(0,))).ravel()
    edges = np.flatnonzero(flat[1:] != flat[:-1])
    lengths = edges[1::2] - edges[::2]
    top, left = np.divmod(edges[::2], wide + 1)
    own = numbers[top, left]
    first, last = np.full((2, count), flat.size), np.zeros((2, count), np.intp)
    for axis, (start, stop) in enumerate(((left, left + lengths), (top, top + 1))):
        np.minimum.at(first[axis], own, start)
        np.maximum.at(last[axis], own, stop)
    area = np.bincount(own, weights=lengths, minlength=count)
    table = np.stack((*first, *(last - first), area), axis=1).astype(np.int32)
    table[0] = 0
    return Pieces(dark=dark, numbers=numbers, table=table)


def print_on(grey: Grey) -> Pieces:
    """The pieces of all that is darker than paper."""
    return pieces(dark_mask(grey, PALE))
