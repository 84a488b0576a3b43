"""What is paper and what is dark on a page, in light that may be uneven."""

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

DARK, PALE = 0.6, 0.8
_NEXT_TO_NOTHING = 0.0006
_FAINT_SHARE, _WIDEST_FAINT_BLOCKS = 0.94, 41
_PAPER = 235.0
_DARKEST_PAPER = 40
_DARK_GROUND = 64
"""A page mostly darker than this is no paper in the shade: it is bright print on a dark ground, such as a cover."""
_THICKEST_PRINT_PX = 25
_HALF, _MANY_SPECKS = 128, 1e-4
_UNEVEN = 0.88
"""Where the darkest paper has less than this share of the brightest's light, one threshold does not fit the page."""


def dark_mask(grey: Grey, share: float = DARK) -> Grey:
    """1 where the page is darker than this share of the paper around it."""
    high, wide = grey.shape
    floor = cv2.resize(np.rint(share * _paper(grey)).astype(np.uint8), (wide, high), interpolation=cv2.INTER_LINEAR)
    return np.asarray((grey < floor).view(np.uint8))


def ink_share(grey: Grey, dark: Grey | None = None) -> float:
    """How much of the page is dark, specks aside, 0..1; where that is next to nothing, how much shows a faint picture.

    A page that shows a small pale picture is no blank page, though nothing on it is as dark as ink. `dark` is the mask
    of what is dark on it, where it is known.
    """
    ink = cv2.countNonZero(cv2.medianBlur(dark_mask(grey) if dark is None else dark, 3)) / grey.size
    return ink if ink > _NEXT_TO_NOTHING else max(ink, _faint_share(grey))


def _faint_share(grey: Grey) -> float:
    """How much of the page is a little darker than the paper around it, edges aside. Units: 0..1."""
    high, wide = grey.shape
    blocks = cv2.resize(grey, (max(1, wide // 16), max(1, high // 16)), interpolation=cv2.INTER_AREA)
    reach = np.ones((_WIDEST_FAINT_BLOCKS, _WIDEST_FAINT_BLOCKS), np.uint8)
    paper = cv2.morphologyEx(blocks, cv2.MORPH_CLOSE, reach, borderType=cv2.BORDER_REPLICATE)
    faint = cv2.medianBlur((blocks < _FAINT_SHARE * paper).astype(np.uint8), 3)
    return float(faint[2:-2, 2:-2].mean()) if min(faint.shape) > 8 else 0.0


def tones_at(grey: Grey, *percent: float) -> list[float]:
    """The tones under which so much of the page lies; np.percentile says the same, but sorts what can be counted."""
    counts = np.cumsum(np.bincount(grey.ravel(), minlength=256))
    places = np.array(percent) / 100 * (counts[-1] - 1)
    below, above = (np.searchsorted(counts, edge(places), side="right") for edge in (np.floor, np.ceil))
    return [float(tone) for tone in below + (places - np.floor(places)) * (above - below)]


def in_even_light(grey: Grey) -> Grey:
    """The page with shadows and reflections taken out of its paper; one that is lit evenly stays as it is.

    Bright print on a dark ground becomes dark print on bright paper.
    """
    paper = _paper(grey)
    least, middle, most = np.percentile(paper, (5, 50, 95))
    if middle < _DARK_GROUND:
        return np.asarray(255 - grey, np.uint8) if _stands_out_bright(grey) else grey
    if least >= _UNEVEN * most:
        return grey
    high, wide = grey.shape
    gain = _PAPER / np.maximum(cv2.GaussianBlur(paper, (0, 0), 2).astype(np.float32), _DARKEST_PAPER)
    light = cv2.resize(gain, (wide, high), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(grey * light, 0, 255), np.uint8)


def _stands_out_bright(grey: Grey) -> bool:
    """Whether what stands out from the ground is brighter than it, and thin as print; not paper on something dark."""
    darkest, ground, brightest = np.percentile(grey[::4, ::4], (0.5, 50, 99.5))
    if brightest - ground <= ground - darkest:
        return False
    bright = np.asarray(grey > (ground + brightest) / 2, np.uint8)
    return (
        float(cv2.erode(bright, np.ones((_THICKEST_PRINT_PX, _THICKEST_PRINT_PX), np.uint8)).mean()) < _NEXT_TO_NOTHING
    )


def is_speckled(grey: Grey) -> bool:
    """Whether the lone dark points lie all over the page that a fax or a dusty scanner strews."""
    dark = grey < _HALF
    around = cv2.boxFilter(dark.view(np.uint8), cv2.CV_8U, (3, 3), normalize=False, borderType=cv2.BORDER_CONSTANT)
    return bool(np.count_nonzero(dark & (around == 1)) > _MANY_SPECKS * grey.size)


def _paper(grey: Grey) -> Grey:
    """The tone of the paper, in small: one value for sixteen pixels."""
    high, wide = grey.shape
    whole = grey[: max(1, high // 16 * 16), : max(1, wide // 16 * 16)]  # whole blocks shrink six times faster
    if min(high, wide) >= 16:  # and by halves four times faster still
        whole = np.asarray(cv2.resize(whole, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    paper = cv2.resize(whole, (max(1, wide // 16), max(1, high // 16)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.dilate(cv2.medianBlur(paper, 5), np.ones((5, 5), np.uint8)), np.uint8)
