"""A page of running text cut into bands of like lines, each of which is the even block that the program reads best.

A title or a line of small print among others upsets the program's measure of lines; by itself it is read as any other.
What it gives out costs by the square of a page's words, so that bands save a tenth of its time as well.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from imwu_inbox.adapters.tesseract_ocr.light import Grey, dark_mask
from imwu_inbox.adapters.tesseract_ocr.pieces import Pieces, pieces
from imwu_inbox.adapters.tesseract_ocr.seals import rings_in, without_rings
from imwu_inbox.domain.documents import Word

_MOST_LINES = 12
_FAINT = 0.9
_LEAST_PIECE_PX = 4
_FRAME = 0.3
"""A piece of ink higher than this share of the page stands around the print."""
_LEAST_LINE, _LEAST_ROOM = 0.4, 0.1
"""What is lower is no line of its own, and what leaves less room is none to cut in. Units: usual heights of a line."""
_OTHER_HEIGHT, _WIDE_ROOM = 1.6, 1.4
_PICTURE = 0.2
"""What is higher than this share of the page is no line and no seal, but a picture, or a text that shows no lines."""
_EDGE, _DARK_EDGE = 0.03, 0.02
_MARGIN_PX = 6
COARSE, ENLARGED = 0.9, 1.5
"""A page that keeps more than this of its size is a scan at 100 dpi or so: strokes of one pixel, read better wide."""

Rows = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Some lines of a page, and the scale at which they are read. Units: fractions of the page's height."""

    top: float
    share: float
    lines: int
    part: Grey
    scale: float

    def picture(self, squeeze: float) -> Grey:
        """The lines at the size in which they are read, and so narrow. Units: share of their width."""
        wide, high = squeeze * self.scale, self.scale
        way = cv2.INTER_CUBIC if high > 1 else cv2.INTER_AREA
        return np.asarray(cv2.resize(self.part, None, fx=wide, fy=high, interpolation=way), np.uint8)

    def between(self, first: float, last: float) -> "Band":
        """A part of it, placed on the band as a band is on its page. Units: fractions of its height."""
        rows = slice(round(first * self.part.shape[0]), max(1, round(last * self.part.shape[0])))
        return replace(self, top=first, share=last - first, lines=1, part=self.part[rows])

    def on_page(self, words: Iterable[Word]) -> Iterator[Word]:
        """The words of the band in their places on the page."""
        for word in words:
            left, upper, right, lower = word.box
            box = (left, self.top + upper * self.share, right, self.top + lower * self.share)
            yield replace(word, box=box)


def bands_of(page: Grey, shown: Grey) -> tuple[Band, ...]:
    """The bands of a straight page of running text, found on it as it is `shown`: at the size that its print needs.

    A seal is a band like others. None of a page that shows a picture, what it lies on, or no room between its
    lines. Small print keeps more of its size; print that is as small as it came is enlarged.
    """
    print_ = _print_on(shown)
    if _lies_on_something(print_.dark):
        return ()
    rings = rings_in(print_)
    if rings:
        page = without_rings(page, rings, scale=page.shape[0] / shown.shape[0])
        print_ = _print_on(without_rings(shown, rings, scale=1))
    high = shown.shape[0]
    lines = _lines(print_, high)
    if len(lines) < 2 or max(map(_height, lines)) > _PICTURE * high:
        return ()
    usual = median(map(_height, lines))
    scale = high / page.shape[0]
    groups = _alike(lines)
    edges = [0, *((one[-1][1] + other[0][0]) // 2 for one, other in pairwise(groups)), high]
    bands = []
    for group, (least, most) in zip(groups, pairwise(edges), strict=True):
        first, last = max(least, group[0][0] - _MARGIN_PX), min(most, group[-1][1] + _MARGIN_PX)
        own = min(1.0, scale * max(1.0, usual / median(map(_height, group)))) * (ENLARGED if scale > COARSE else 1)
        part = page[round(first / scale) : round(last / scale)]
        bands.append(Band(top=first / high, share=(last - first) / high, lines=len(group), part=part, scale=own))
    return tuple(bands)


def _height(rows: Rows) -> int:
    return rows[1] - rows[0]


def _print_on(page: Grey) -> Pieces:
    return pieces(dark_mask(np.asarray(cv2.blur(page, (3, 3)), np.uint8), _FAINT))


def _lines(print_: Pieces, high: int) -> list[Rows]:
    """From and to of each line of print, so that no piece of ink lies in two; accents and points go with their line."""
    tops, heights = print_.places[:, cv2.CC_STAT_TOP], print_.places[:, cv2.CC_STAT_HEIGHT]
    of_letters = (heights < _FRAME * high) & (print_.areas >= _LEAST_PIECE_PX)
    begins = np.bincount(tops[of_letters], minlength=high + 1)
    ends = np.bincount((tops + heights)[of_letters], minlength=high + 1)
    occupied = (np.cumsum(begins - ends) > 0).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], occupied))))
    runs = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    if not runs:
        return []
    usual = median(sorted(map(_height, runs))[len(runs) // 3 :])
    lines = [runs[0]]
    for first, last in runs[1:]:
        above = lines[-1]
        room = first - above[1]
        is_part = min(last - first, _height(above)) < _LEAST_LINE * usual
        if room < _LEAST_ROOM * usual or (is_part and room < usual):
            lines[-1] = (above[0], last)
        else:
            lines.append((first, last))
    return lines


def _lies_on_something(dark: Grey) -> bool:
    """Whether one edge of the picture is no paper: a photo may show the table too, whose grain looks like lines."""
    down, across = (max(1, round(_EDGE * side)) for side in dark.shape)
    edges = (dark[:down], dark[-down:], dark[:, :across], dark[:, -across:])
    return max(float(edge.mean()) for edge in edges) > _DARK_EDGE


def _alike(lines: Sequence[Rows]) -> list[list[Rows]]:
    """Groups of lines that follow one another, are about as high, and are not too many."""
    usual_room = median(below[0] - above[1] for above, below in pairwise(lines))
    widest = _WIDE_ROOM * max(usual_room, median(map(_height, lines)) / 4)
    groups = [[lines[0]]]
    for above, line in pairwise(lines):
        height = max(map(_height, groups[-1]))
        other = max(_height(line), height) > _OTHER_HEIGHT * min(_height(line), height)
        if other or len(groups[-1]) == _MOST_LINES or line[0] - above[1] > widest:
            groups.append([])
        groups[-1].append(line)
    return groups
