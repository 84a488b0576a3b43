"""The rings of seals and stamps: what stands within them is read once they are gone."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from imwu_inbox.adapters.tesseract_ocr.light import Grey
from imwu_inbox.adapters.tesseract_ocr.pieces import Pieces

_LEAST_RING, _MOST_RING = 0.035, 0.3
"""Of the page's longer side: smaller is a letter, larger a frame or a picture."""
_ROUNDEST, _MOST_FILLED = 1.6, 0.3
"""A ring may be an oval, as a scanner or a photo stretches it; the rest is stroke, and the letters that touch it."""
_CLOSED, _STROKE = 0.85, 0.4
"""A ring is dark in this many of its directions at once, and as thick as it is in so many. Units: shares."""
_DIRECTIONS = np.linspace(0, 2 * np.pi, 120, endpoint=False)
_INWARDS = np.arange(1.0, 0.8, -0.01)
_AROUND_PX = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One ring, upright: its middle, its outer half-axes, and where its stroke ends. Units: fractions of the page."""

    middle: tuple[float, float]
    reach: tuple[float, float]
    inner: float

    def drawn_over(self, page: Grey, tone: int, *, scale: float) -> None:
        """Paint the ring in the tone of paper. Units: `scale` in its pixels for one where it was found."""
        high, wide = page.shape
        (x, y), (across, down) = self.middle, self.reach
        around = _AROUND_PX * scale
        stroke = (1 - self.inner) * max(across * wide, down * high) + 2 * around
        half = (1 + self.inner) / 2
        cv2.ellipse(
            page,
            (round(x * wide), round(y * high)),
            (round(half * across * wide), round(half * down * high)),
            0,
            0,
            360,
            (tone,),
            thickness=round(stroke),
        )


def rings_in(print_: Pieces) -> list[Ring]:
    """The rings among the pieces of a page."""
    longest = max(print_.dark.shape)
    large = print_.places[:, 3] > _LEAST_RING * longest
    found = []
    for (left, top, width, height), area in zip(
        print_.places[large].tolist(), print_.areas[large].tolist(), strict=True
    ):
        is_like_one = max(width, height) < min(_MOST_RING * longest, _ROUNDEST * min(width, height))
        if is_like_one and area < _MOST_FILLED * width * height:
            ring = _ring(print_.dark, left, top, width, height)
            found += [ring] if ring is not None else []
    return found


def without_rings(page: Grey, rings: Sequence[Ring], *, scale: float) -> Grey:
    """The page without these rings. Units: `scale` in its pixels for one where they were found."""
    bare = page.copy()
    tone = int(np.median(page[::4, ::4]))
    for ring in rings:
        ring.drawn_over(bare, tone, scale=scale)
    return bare


def _ring(dark: Grey, left: int, top: int, width: int, height: int) -> Ring | None:
    """The ring that fills this box, if one does."""
    x, y, across, down = left + (width - 1) / 2, top + (height - 1) / 2, (width - 1) / 2, (height - 1) / 2
    columns = np.rint(x + across * np.outer(_INWARDS, np.cos(_DIRECTIONS))).astype(np.intp)
    rows = np.rint(y + down * np.outer(_INWARDS, np.sin(_DIRECTIONS))).astype(np.intp)
    share = dark[rows, columns].mean(axis=1)
    best = int(np.argmax(share))
    if share[best] < _CLOSED:
        return None
    beyond = np.flatnonzero(share[best:] < _STROKE)
    if not len(beyond):
        return None
    high, wide = dark.shape
    return Ring(
        middle=((x + 0.5) / wide, (y + 0.5) / high),
        reach=(across / wide, down / high),
        inner=float(_INWARDS[best + int(beyond[0])]),
    )
