"""A page at the sizes in which it is looked at, each made once, from the next larger one."""

import cv2
import numpy as np

from imwu_inbox.adapters.mrz_reader.runs import Grey


class Shrunk:
    """The likenesses of one page."""

    def __init__(self, page: Grey) -> None:
        """Take the page as it is."""
        self.page = page
        self._likenesses = {max(page.shape): page}

    def at(self, longest_px: int) -> tuple[Grey, float]:
        """The page with its longest side at most so long, and how much smaller it is. Units: 1 for the page itself."""
        whole = max(self.page.shape)
        size = min(longest_px, whole)
        scale = size / whole
        if size not in self._likenesses:
            larger = self._likenesses[min(other for other in self._likenesses if other > size)]
            self._likenesses[size] = self._made(larger, scale)
        return self._likenesses[size], scale

    def _made(self, picture: Grey, scale: float) -> Grey:
        """A likeness at `scale` of the page, made of a larger one, which is halved first as often as may be."""
        high, wide = self.page.shape
        size = (max(1, round(wide * scale)), max(1, round(high * scale)))
        while picture.shape[0] >= 2 * size[1] and picture.shape[1] >= 2 * size[0] and min(picture.shape) > 1:
            even = picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2]
            picture = np.asarray(cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
