"""The pictures on a page of a PDF: how much of it they cover, and whether all of them can be seen."""

from collections.abc import Iterator
from itertools import islice

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from imwu_inbox.adapters.pdfium_raster.words import Frame
from imwu_inbox.domain.documents import Box, PageImage
from imwu_inbox.domain.hindrances import Hindrance

_MOST_OBJECTS, _MOST_DEPTH = 400, 4
_LONGEST_LEGIBLE_PT = 9_600.0
"""A longer page would be drawn at less than 30 dots an inch."""
_MOSTLY = 0.5
_SPECK, _LEAST_LOST = 0.005, 0.02
"""Shares of the page: what is too small to be looked at, and how much must be lost to be told."""
_TILES, _STEP, _PLAIN_LEVELS, _PLAIN_SHARE = 8, 3, 8, 0.8
_MOST_PIXELS = 60_000_000


def picture_share(page: "pdfium.PdfPage") -> float:
    """The share of the page under its pictures, 0..1."""
    share = 0.0
    for one in _pictures(page):
        left, bottom, right, top = one.get_bounds()
        share += max(0.0, right - left) * max(0.0, top - bottom)
    return float(min(1.0, share / max(1.0, page.get_width() * page.get_height())))


def lack_of(page: "pdfium.PdfPage", shown: PageImage) -> Hindrance | None:
    """Why the drawn page lacks something that stands on it: pdfium leaves blank what it cannot decode."""
    if max(page.get_width(), page.get_height()) > _LONGEST_LEGIBLE_PT and picture_share(page) < _MOSTLY:
        return Hindrance.PIXELS
    grey = np.frombuffer(shown.grey, np.uint8).reshape(shown.height_px, shown.width_px)
    frame, lost, largest_px = Frame(page), 0.0, 0
    for one in _pictures(page):
        box = _within(frame.shares(one.get_bounds()))
        share = (box[2] - box[0]) * (box[3] - box[1])
        # The bounds of what lies in a drawing within the page are told in that drawing's own space.
        if share >= _SPECK and (one.level > 0 or _is_plain(grey, box)) and not _decodes(one):
            lost += share
            largest_px = max(largest_px, _pixels_of(one))
    if lost < _LEAST_LOST:
        return None
    return Hindrance.PIXELS if largest_px > _MOST_PIXELS else Hindrance.DAMAGED


def _pictures(page: "pdfium.PdfPage") -> Iterator["pdfium.PdfImage"]:
    return islice(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_MOST_DEPTH), _MOST_OBJECTS)


def _within(box: Box) -> Box:
    """The part of a box that lies on the page."""
    left, top, right, bottom = (min(1.0, max(0.0, edge)) for edge in box)
    return left, top, right, bottom


def _is_plain(grey: np.ndarray, box: Box) -> bool:
    """Whether nearly all tiles of a part of the page are of one shade each, as where a picture was left out."""
    high, wide = grey.shape
    part = grey[
        round(box[1] * high) : round(box[3] * high) : _STEP, round(box[0] * wide) : round(box[2] * wide) : _STEP
    ]
    down, across = part.shape[0] // _TILES, part.shape[1] // _TILES
    if not down or not across:
        return True
    tiles = part[: down * _TILES, : across * _TILES].reshape(_TILES, down, _TILES, across)
    plain = np.ptp(tiles, axis=(1, 3)) <= _PLAIN_LEVELS
    return bool(plain.mean() >= _PLAIN_SHARE)


def _decodes(picture: "pdfium.PdfImage") -> bool:
    try:
        picture.get_bitmap()
    except pdfium.PdfiumError:
        return False
    return True


def _pixels_of(picture: "pdfium.PdfImage") -> int:
    wide, high = picture.get_px_size()
    return int(wide) * int(high)
