"""The printed zone of a passport: cut out above its zone, cleared of pattern and portrait, and read."""

import math
from collections.abc import Callable

import cv2
import numpy as np

from imwu_inbox.adapters.tesseract_ocr.library import ReadyModel, ready_model
from imwu_inbox.adapters.tesseract_ocr.light import Grey
from imwu_inbox.adapters.tesseract_ocr.pieces import pieces
from imwu_inbox.adapters.tesseract_ocr.program import FRENCH
from imwu_inbox.adapters.tesseract_ocr.slips import SlipReader
from imwu_inbox.domain.documents import PageImage, Word
from imwu_inbox.domain.mrz import MrzReading
from imwu_inbox.domain.mrz_layout import LAYOUTS
from imwu_inbox.domain.printed_zone import STEPS

_STEP_PX = 20
_LINE_STEP, _LINE_HEIGHT = 2.5, 1.2
_ABOVE_FIRST_LINE = 1.0
"""Units: steps from character to character of the zone."""
_DARKEST_PERCENT, _INK, _PALEST_INK = 1.0, 0.4, 0.7
"""Ink is as light as the lightest of so many of the darkest points, within these shares of its surroundings."""
_PAPER = 2 / 3
"""What is lighter than this, on the way from ink to its surroundings, is paper."""
_GRAIN_PX = 0.5
_SURROUNDINGS_PX, _SOFT_PX = 9, 8
_TALLEST, _WIDEST = 2.0, 2.4
_LEAST_CAPITAL, _TALLEST_CAPITAL = 0.55, 1.6
_ACCENT_REACH, _BROKEN_REACH = 0.7, 1.2
_SECONDS, _WHITE = 6.0, 255


class TesseractDataPage:
    """Reads what a passport prints above its zone; satisfies `ports.data_page.DataPageReader`."""

    def __init__(self, model: Callable[[str], ReadyModel | None] = ready_model) -> None:
        """Take where models lie ready; where there is none the program is started."""
        self._slips = SlipReader(model=model)

    def __call__(self, image: PageImage, zone: MrzReading, *, small_print: bool) -> tuple[Word, ...]:
        """The words above a zone on this page, with or without the labels."""
        page = np.frombuffer(image.grey, np.uint8).reshape(image.height_px, image.width_px)
        even = _even(_cut_above(page, zone))
        pictures = [_only_text(even, least=0.0 if small_print else _LEAST_CAPITAL)]
        if small_print:
            # Labels stand so close above what they name that rows of both are taken for one: they are read alone too.
            capitals = _only_text(even, least=_LEAST_CAPITAL)
            pictures.append(np.where(capitals < _WHITE, _WHITE, pictures[0]).astype(np.uint8))
        return tuple(word for words in self._slips(pictures, FRENCH, _SECONDS) for word in words)


def _cut_above(page: Grey, zone: MrzReading) -> Grey:
    """The part of the page above a zone, upright, straight, and at one size whatever the scan's."""
    high, wide = page.shape
    slope = math.radians(zone.tilt_degrees - zone.turned_degrees)
    cosine, sine = math.cos(slope), math.sin(slope)
    layout = LAYOUTS[zone.format]
    depth = _LINE_STEP * (layout.line_count - 1) + _LINE_HEIGHT
    left, top, right, bottom = zone.box
    # The zone's upright box is known, and its slope: what step makes a zone of this format fill it?
    if abs(cosine) > abs(sine):
        step = (right - left) * wide / (layout.width * abs(cosine) + depth * abs(sine))
    else:
        step = (bottom - top) * high / (layout.width * abs(sine) + depth * abs(cosine))
    factor = step / _STEP_PX
    size = (round(STEPS[0] * _STEP_PX), round(STEPS[1] * _STEP_PX))
    up = (depth - _LINE_HEIGHT) / 2 + _ABOVE_FIRST_LINE + STEPS[1] / 2
    middle = np.array(((left + right) / 2 * wide + sine * up * step, (top + bottom) / 2 * high - cosine * up * step))
    linear = np.array(((cosine, -sine), (sine, cosine))) * factor
    offset = middle - linear @ np.array(((size[0] - 1) / 2, (size[1] - 1) / 2))
    matrix = np.hstack([linear, offset[:, None]])
    smooth = cv2.GaussianBlur(page, (0, 0), 0.4 * factor) if factor > 1.2 else page
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    cut = cv2.warpAffine(smooth, matrix, size, flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,))
    return np.asarray(cv2.GaussianBlur(cut, (0, 0), _GRAIN_PX), np.uint8)


def _even(cut: Grey) -> Grey:
    """Ink dark and paper white, whatever the light and however pale the print; pattern and pale overprints go."""
    paper = cv2.dilate(cut, np.ones((_SURROUNDINGS_PX, _SURROUNDINGS_PX), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), _SOFT_PX).astype(np.float32)
    share = cut / np.maximum(paper, 1)
    ink = min(_PALEST_INK, max(_INK, float(np.percentile(share, _DARKEST_PERCENT))))
    return (np.clip((share - ink) / (_PAPER * (1 - ink)), 0, 1) * 255).astype(np.uint8)


def _only_text(even: Grey, *, least: float) -> Grey:
    """White but for what has the size of letters: no portrait, no signature, and with `least` no small print.

    Units: `least` in steps of the zone's characters.
    """
    found = pieces((even < 128).view(np.uint8))
    tall, wide = (found.table[:, side] / _STEP_PX for side in (cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH))
    letters = (tall < (_TALLEST_CAPITAL if least else _TALLEST)) & (wide < _WIDEST) & (tall >= least)
    letters[0] = False
    kept = letters[found.numbers].astype(np.uint8)
    reach = (round(_ACCENT_REACH * _STEP_PX) | 1, round(_BROKEN_REACH * _STEP_PX) | 1)
    around = cv2.dilate(kept, np.ones(reach, np.uint8))
    return np.where(around > 0, even, 255).astype(np.uint8)
