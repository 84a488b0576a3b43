"""The pictures on a page of a PDF: how much of it they cover, and whether all of them can be seen."""

import ctypes
from collections.abc import Iterator
from itertools import islice

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from imwu_inbox.adapters.pdfium_raster.annotations import pictures_put_on
from imwu_inbox.adapters.pdfium_raster.words import Frame
from imwu_inbox.domain.documents import Box, PageImage
from imwu_inbox.domain.hindrances import Hindrance

_MOST_OBJECTS, _MOST_SHAPES, _MOST_DEPTH = 400, 5_000, 4
_OF_A_PATTERN, _LEAST_SIDE = [0xBF, 0xBF, 0xBF], 0.08
_LONGEST_LEGIBLE_PT = 9_600.0
"""A longer page would be drawn at less than 30 dots an inch."""
_MOSTLY = 0.5
_SPECK, _LEAST_LOST = 0.005, 0.02
"""Shares of the page: what is too small to be looked at, and how much must be lost to be told."""
_TILES, _STEP, _PLAIN_LEVELS, _PLAIN_SHARE = 8, 3, 8, 0.8
_MOST_PIXELS = 60_000_000


def picture_share(page: "pdfium.PdfPage") -> float:
    """The share of the page under its pictures, 0..1; what was put on it or is filled with a pattern may be one."""
    share = sum(max(0.0, right - left) * max(0.0, top - bottom) for left, bottom, right, top in _picture_boxes(page))
    return float(min(1.0, share / max(1.0, page.get_width() * page.get_height())))


def pictures_on(page: "pdfium.PdfPage") -> Iterator[Box]:
    """Where they lie, as shares of the page as it is shown."""
    frame = Frame(page)
    return (_within(frame.shares(box)) for box in _picture_boxes(page))


def _picture_boxes(page: "pdfium.PdfPage") -> list[Box]:
    size = max(1.0, page.get_width()), max(1.0, page.get_height())
    boxes = [*(_bounds(one) for one in _pictures(page)), *_filled_with_patterns(page, size)]
    return [*boxes, *pictures_put_on(page, least_side_pt=_LEAST_SIDE * min(size))]


def lack_of(page: "pdfium.PdfPage", shown: PageImage) -> Hindrance | None:
    """Why the drawn page lacks something that stands on it: pdfium leaves blank what it cannot decode."""
    if max(page.get_width(), page.get_height()) > _LONGEST_LEGIBLE_PT and picture_share(page) < _MOSTLY:
        return Hindrance.PIXELS
    grey = np.frombuffer(shown.grey, np.uint8).reshape(shown.height_px, shown.width_px)
    frame, lost, largest_px = Frame(page), 0.0, 0
    for one in _pictures(page):
        box = _within(frame.shares(_bounds(one)))
        share = (box[2] - box[0]) * (box[3] - box[1])
        if share >= _SPECK and _is_plain(grey, box) and not _decodes(one):
            lost += share
            largest_px = max(largest_px, _pixels_of(one))
    if lost < _LEAST_LOST:
        return None
    return Hindrance.PIXELS if largest_px > _MOST_PIXELS else Hindrance.DAMAGED


def _pictures(page: "pdfium.PdfPage") -> Iterator["pdfium.PdfImage"]:
    return islice(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_MOST_DEPTH), _MOST_OBJECTS)


def _bounds(one: "pdfium.PdfObject") -> Box:
    """Where an object lies on the page; those of a drawing are told in its own space. Units: points, from the left."""
    left, bottom, right, top = one.get_bounds()
    drawing = one.container
    while drawing is not None:
        left, bottom, right, top = drawing.get_matrix().on_rect(left, bottom, right, top)
        drawing = drawing.container
    return left, bottom, right, top


def _filled_with_patterns(page: "pdfium.PdfPage", size: tuple[float, float]) -> Iterator[Box]:
    """The shapes that are filled with a pattern, as some programs draw pictures: no grey bars, which are low.

    pdfium tells of a pattern as of a certain grey.
    """
    colour = [ctypes.c_uint() for _ in range(4)]
    for one in islice(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=_MOST_DEPTH), _MOST_SHAPES):
        if raw.FPDFPageObj_GetFillColor(one, *colour) and [part.value for part in colour[:3]] == _OF_A_PATTERN:
            left, bottom, right, top = _bounds(one)
            if min((right - left) / size[0], (top - bottom) / size[1]) >= _LEAST_SIDE:
                yield left, bottom, right, top


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
