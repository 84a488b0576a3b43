"""Parts of a page cut out, enlarged, laid one under the other on a clean sheet, and read as lines of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from imwu_inbox.adapters.tesseract_ocr.light import Grey, tones_at
from imwu_inbox.adapters.tesseract_ocr.pieces import print_on
from imwu_inbox.domain.documents import Box, Word

_READS_BEST_PX = 3300
_MOST_ENLARGED, _COARSE = 2.5, 1.7
_PAPER = 245
_MIDDLE_TONE, _SHORTEST_LINE_PX, _UNBROKEN, _UNDERLINED, _LEAST_LENGTHS = 150, 24, 0.85, 0.5, 2.5
"""What is dark, and a line: how long, how much of it dark, under how much of the entry, and how long that is."""
_WHOLE_LINE, _BELOW_A_LINE = 0.95, 0.15
"""How much of an entry's length a line under it covers; how much of its ink may lie below: the tails of letters."""
_MARGIN_PX, _BETWEEN_PX = 24, 22
_PAD, _BESIDE = 0.004, 0.009
"""What is cut out around the letters, above and below, and beside them. Units: shares of the page's width."""
_SPECK_PX, _LEAST_INK_PX = 4, 10
_LINE_OF_PRINT = 0.0155
"""No letter is higher than this share of the page."""
_STROKE, _FILLED, _DASH = 0.22, 0.25, 1.6
"""What is left of a form's lines: thinner than letters, or hollow, or a long dash. Units: lines of print, shares."""
_PAPER_AT, _INK_AT, _INK = 85, 1, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Band:
    """One part on the sheet: the box it is of, where it lies there, and where on the page. Units: pixels."""

    box: Box
    top: int
    height: int
    from_left: int
    from_top: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuttings:
    """A sheet of parts of a page. Units: `scale` sheet pixels to page pixels; `page` width and height in pixels."""

    sheet: Grey
    scale: float
    page: tuple[int, int]
    bands: tuple[_Band, ...]

    def by_box(self, words: Sequence[Word]) -> dict[Box, tuple[Word, ...]]:
        """The words read on the sheet, sorted to their boxes and put in their places on the page."""
        high, wide = self.sheet.shape
        found: dict[Box, list[Word]] = {band.box: [] for band in self.bands}
        for word in words:
            middle = (word.box[1] + word.box[3]) / 2 * high
            for band in self.bands:
                if band.top - _BETWEEN_PX / 2 <= middle <= band.top + band.height + _BETWEEN_PX / 2:
                    found[band.box].append(replace(word, box=self._on_page(word.box, band, high, wide)))
                    break
        return {box: tuple(own) for box, own in found.items()}

    def _on_page(self, box: Box, band: _Band, high: int, wide: int) -> Box:
        left, right = ((side * wide - _MARGIN_PX) / self.scale + band.from_left for side in (box[0], box[2]))
        top, bottom = ((side * high - band.top) / self.scale + band.from_top for side in (box[1], box[3]))
        return left / self.page[0], top / self.page[1], right / self.page[0], bottom / self.page[1]


def cut_out(print_: "Print", boxes: Sequence[Box], *, enlarged: float = 1.0) -> Cuttings | None:
    """The boxes in which there is ink, cut out of a page; None where there is none at all.

    Units: `enlarged` as a share of the size in which print reads best.
    """
    high, wide = print_.shape
    scale = enlarged * min(_MOST_ENLARGED, max(1.0, _READS_BEST_PX / max(high, wide)))
    parts: list[Grey] = []
    bands: list[_Band] = []
    top = _MARGIN_PX
    for box in boxes:
        cutting = print_.within(box)
        if cutting is None:
            continue
        left, upper, part = cutting
        part = _enlarged(_without_underline(part), scale)
        bands.append(_Band(box=box, top=top, height=part.shape[0], from_left=left, from_top=upper))
        parts.append(part)
        top += part.shape[0] + _BETWEEN_PX
    if not parts:
        return None
    sheet = np.full((top + _MARGIN_PX, max(part.shape[1] for part in parts) + 2 * _MARGIN_PX), _PAPER, np.uint8)
    for band, part in zip(bands, parts, strict=True):
        sheet[band.top : band.top + band.height, _MARGIN_PX : _MARGIN_PX + part.shape[1]] = part
    return Cuttings(sheet=sheet, scale=scale, page=(wide, high), bands=tuple(bands))


def _without_underline(part: Grey) -> Grey:
    """The part without the line under an entry that is shown as a link: on a coarse scan it runs into the letters."""
    high = part.shape[0]
    length = max(_SHORTEST_LINE_PX, high)
    dark = np.asarray(part < _MIDDLE_TONE, np.uint8)
    columns = np.flatnonzero(dark.any(axis=0))
    span = columns[-1] - columns[0] + 1 if columns.size else 0
    if span < _LEAST_LENGTHS * length:
        return part
    run = cv2.boxFilter(dark, cv2.CV_16U, (length, 1), normalize=False, borderType=cv2.BORDER_CONSTANT)
    along = (run >= _UNBROKEN * length).sum(axis=1)
    lines = np.flatnonzero(along > _UNDERLINED * (span - length))
    if not lines.size or lines.size > max(4, high // 5) or lines[0] < high // 2:
        return part
    covered = dark[lines, columns[0] : columns[-1] + 1].max(axis=0).mean()
    if covered < _WHOLE_LINE or dark[lines[-1] + 2 :].sum() > _BELOW_A_LINE * dark.sum():
        return part  # figures that run into one another are no line
    bare = part.copy()
    bare[max(0, lines[0] - 1) : lines[-1] + 2] = _PAPER
    return bare


def _enlarged(part: Grey, scale: float) -> Grey:
    """The part at a larger size; the grain of a coarse scan is smoothed, for it grows to the size of strokes."""
    large = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.GaussianBlur(large, (0, 0), 1.0) if scale >= _COARSE else large, np.uint8)


class Print:
    """The letters of a page as connected pieces of ink, apart from specks and from what is left of lines."""

    def __init__(self, bare: Grey) -> None:
        """Find the pieces of a page without its lines."""
        self._bare = bare
        self.shape = bare.shape[0], bare.shape[1]
        found = print_on(bare)
        self._pieces, self._stats = found.numbers, found.table
        left, top, width, height, area = self._stats.T
        line_px = _LINE_OF_PRINT * bare.shape[0]
        is_stroke = (height > line_px) & ((width < _STROKE * line_px) | (area < _FILLED * width * height))
        is_dash = (width > _DASH * line_px) & (height < _STROKE * line_px)
        self._is_ink = ~(is_stroke | is_dash)
        self._is_ink[0] = False
        self._is_letter = self._is_ink & (area >= _SPECK_PX)
        self._middle_x = left + width / 2
        self._middle_y = top + height / 2

    def within(self, box: Box) -> tuple[int, int, Grey] | None:
        """Left, top and pixels of the letters whose middle lies in a box; None where there are none.

        What reaches in from outside, a label above or a line below, is wiped away; dots and dashes beside letters stay.
        """
        high, wide = self._bare.shape
        left, right = max(0.0, box[0] * wide), min(float(wide), box[2] * wide)
        top, bottom = max(0.0, box[1] * high), min(float(high), box[3] * high)
        x, y = self._middle_x, self._middle_y
        inside = self._is_ink & (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
        own = np.flatnonzero(inside & self._is_letter)
        if own.size == 0 or int(self._stats[own, cv2.CC_STAT_AREA].sum()) < _LEAST_INK_PX:
            return None
        beside, pad = round(_BESIDE * wide), max(2, round(_PAD * wide))
        lefts, tops = self._stats[own, cv2.CC_STAT_LEFT], self._stats[own, cv2.CC_STAT_TOP]
        rights, bottoms = lefts + self._stats[own, cv2.CC_STAT_WIDTH], tops + self._stats[own, cv2.CC_STAT_HEIGHT]
        x0, x1 = _padded(int(lefts.min()), int(rights.max()), beside, within=(left, right))
        y0, y1 = _padded(int(tops.min()), int(bottoms.max()), pad, within=(top, bottom))
        pieces = self._pieces[y0:y1, x0:x1]
        foreign = np.asarray((pieces > 0) & ~inside[pieces], np.uint8)
        part = _clear(self._bare[y0:y1, x0:x1])
        part[cv2.dilate(foreign, np.ones((3, 3), np.uint8)) > 0] = _PAPER
        return x0, y0, part


def _padded(first: int, last: int, pad: int, *, within: tuple[float, float]) -> tuple[int, int]:
    """From and to with some paper beside, yet none beyond the box: lines run there. Units: pixels."""
    return min(first, max(round(within[0]), first - pad)), max(last, min(round(within[1]), last + pad))


def _clear(part: Grey) -> Grey:
    """The part in full contrast on paper of one tone, its pale strokes kept."""
    paper, ink = tones_at(part, _PAPER_AT, _INK_AT)
    shown = _INK + (part.astype(np.float32) - ink) * ((_PAPER - _INK) / max(1.0, paper - ink))
    return np.asarray(np.clip(shown, 0, _PAPER), np.uint8)
