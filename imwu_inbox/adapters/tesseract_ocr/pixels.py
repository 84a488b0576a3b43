"""A page's pixels made ready for reading: set straight, cleared of the lines and boxes of forms."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from imwu_inbox.adapters.tesseract_ocr.light import PALE, Grey, dark_mask, tones_at
from imwu_inbox.adapters.tesseract_ocr.pieces import Pieces, pieces
from imwu_inbox.adapters.tesseract_ocr.sizes import shrunk
from imwu_inbox.domain.documents import Word
from imwu_inbox.domain.form_marks import EMPTY_BOX, TICKED_BOX

_LONG_RULE = 0.42
_PAPER_AT = 80
_THICK_RULE_PX = 13
_LINES_OF_A_TABLE = 7
"""A frame of two lines has four, and a letter one or two more."""
_THUMBNAIL_PX = 800
_FAINT = 24
_COARSE = np.arange(-6.0, 6.1, 1.0)
_LEAST_BOX_SHARE, _MOST_BOX_SHARE = 0.01, 0.022
_LEAST_SIDE_DARK = 0.8
_TICK_INK, _LETTER_INK, _STEM, _FAINT_SIDES = 0.06, 0.5, 0.9, 0.85


@dataclass(frozen=True, kw_only=True)
class Ink:
    """The dark of a page as points with their weights, in small, counted from the middle. Units: pixels."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    weight: NDArray[np.float32]
    reach: float

    @cached_property
    def level(self) -> tuple[float, float]:
        """The whole degree, anticlockwise, at which its rows stand out most, and how much they do."""
        return _sharpest(self, _COARSE)

    def on_its_side(self) -> "Ink":
        """The same points on the page turned by a quarter."""
        return Ink(x=self.y, y=self.x, weight=self.weight, reach=self.reach)


def ink_points(mask: Grey) -> Ink:
    """The dark of a page's mask in small, without its edges where scanners leave shadows."""
    scale = _THUMBNAIL_PX / max(mask.shape)
    dark = shrunk(255 * mask, scale, scale)
    edge_y, edge_x = dark.shape[0] // 25, dark.shape[1] // 25
    dark = dark[edge_y : dark.shape[0] - edge_y, edge_x : dark.shape[1] - edge_x]
    y, x = np.nonzero(dark > _FAINT)
    middle_y, middle_x = dark.shape[0] / 2, dark.shape[1] / 2
    return Ink(
        x=(x - middle_x).astype(np.float32),
        y=(y - middle_y).astype(np.float32),
        weight=dark[y, x].astype(np.float32),
        reach=float(np.hypot(middle_x, middle_y)) + 1,
    )


def lies_on_its_side(ink: Ink) -> bool:
    """Whether the rows of print run from top to bottom, tilted or not."""
    return ink.on_its_side().level[1] > 1.5 * ink.level[1]


def set_straight(grey: Grey, ink: Ink) -> tuple[Grey, float]:
    """The page turned by the few degrees that make its rows of print sharpest. Units: degrees anticlockwise."""
    best, _ = ink.level
    best, _ = _sharpest(ink, np.arange(best - 0.75, best + 0.76, 0.25))
    best, _ = _sharpest(ink, np.arange(best - 0.2, best + 0.21, 0.05))
    if abs(best) < 0.1:
        return grey, 0.0
    return _rotated(grey, best), round(best, 2)


def without_rules(grey: Grey) -> Grey:
    """The page without the long thin lines of a form, which confuse the cutting into lines; underlines stay."""
    high, wide = grey.shape
    closed = np.asarray(cv2.dilate(_streaked(grey, (5, 1)), np.ones((5, 1), np.uint8)), np.uint8)
    across = _long_rows(closed, int(_LONG_RULE * wide))
    if not across.any():
        return grey
    down = _runs(cv2.dilate(_streaked(grey, (1, 5)), np.ones((1, 5), np.uint8)), along_columns=high // 45)
    down = _touching(down, across)
    thick, broad = _runs(across, along_columns=_THICK_RULE_PX), _runs(down, along_rows=_THICK_RULE_PX)
    rules = np.logical_or(across > thick, down > broad)
    bare = grey.copy()
    bare[rules] = _paper_tone(grey)
    return bare


def is_table(page: Grey, bare: Grey) -> bool:
    """Whether so many long lines were taken from a page that its print stands in the boxes of a table, as a form's."""
    if bare is page:
        return False
    drawn = (cv2.absdiff(page, bare) > 0).mean(axis=1) > _LONG_RULE
    return int(np.count_nonzero(drawn[1:] & ~drawn[:-1])) >= _LINES_OF_A_TABLE


def _paper_tone(grey: Grey) -> int:
    (tone,) = tones_at(grey[::4, ::4], _PAPER_AT)
    return int(tone)


def _streaked(grey: Grey, along: tuple[int, int], share: float = PALE) -> Grey:
    """Where the page is darker than paper once blurred along one direction, so that broken lines close."""
    return dark_mask(np.asarray(cv2.blur(grey, along), np.uint8), share)


def _long_rows(mask: Grey, length: int) -> Grey:
    """What is left of a mask where a bar of this length fits along a row.

    Such a bar covers one of the tiles of half its length; a row in which none is all dark has none.
    """
    tile = (length + 1) // 2
    tiles = (mask[:, left : left + tile] for left in range(0, mask.shape[1] - tile + 1, tile))
    dark = (cv2.reduce(part, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel() == tile for part in tiles)
    left = np.zeros_like(mask)
    rows = np.flatnonzero(np.logical_or.reduce(list(dark)))
    edges = np.diff(np.pad(mask[rows], ((0, 0), (1, 1))).view(np.int8))
    (row, start), (_, stop) = np.nonzero(edges == 1), np.nonzero(edges == -1)
    for at in np.flatnonzero(stop - start >= length):
        left[rows[row[at]], start[at] : stop[at]] = 1
    return left


def _runs(mask: object, *, along_rows: int = 1, along_columns: int = 1) -> Grey:
    """What is left of a mask where a bar of this length fits, none of it beyond the edge."""
    bar = np.ones((along_columns, along_rows), np.uint8)
    left, top = along_rows // 2, along_columns // 2
    # A bar of even length leans to one side of its middle; growing back it leans to the other.
    back = (along_rows - 1 - left, along_columns - 1 - top)
    edge = cv2.BORDER_CONSTANT
    fits = cv2.erode(np.asarray(mask, np.uint8), bar, anchor=(left, top), borderType=edge, borderValue=(0,))
    return np.asarray(cv2.dilate(fits, bar, anchor=back, borderType=edge, borderValue=(0,)), np.uint8)


def _touching(mask: Grey, other: Grey) -> Grey:
    """The pieces of a mask that meet another mask: the sides of boxes, but no stems of big letters."""
    count, numbers = cv2.connectedComponents(mask, connectivity=8)
    dark = np.flatnonzero(mask.view(np.bool_))
    own = np.asarray(numbers, np.int32).ravel()[dark]
    met = np.zeros(count, np.uint8)
    met[own[cv2.dilate(other, np.ones((5, 5), np.uint8)).ravel()[dark] > 0]] = 1
    touching = np.zeros_like(mask)
    touching.ravel()[dark] = met[own]
    return touching


def _sharpest(ink: Ink, angles: NDArray[np.float64]) -> tuple[float, float]:
    """The angle, anticlockwise, at which the rows stand out most, and how much they do."""
    scores = [_row_contrast(ink, float(angle)) for angle in angles]
    best = int(np.argmax(scores))
    return float(angles[best]), scores[best]


def _row_contrast(ink: Ink, degrees: float) -> float:
    sine, cosine = np.sin(np.deg2rad(degrees)), np.cos(np.deg2rad(degrees))
    rows = (ink.y * np.float32(cosine) - ink.x * np.float32(sine) + np.float32(ink.reach)).astype(np.int32)
    return float(np.square(np.diff(np.bincount(rows, weights=ink.weight))).sum())


def _rotated(page: Grey, degrees: float) -> Grey:
    high, wide = page.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), float(degrees), 1.0)
    return np.asarray(cv2.warpAffine(page, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderValue=255), np.uint8)


def tick_boxes(grey: Grey, shown: Pieces | None = None, *, faint: bool = False) -> tuple[tuple[Word, ...], Grey]:
    """The small square boxes of a form, each as the word of an empty or a ticked box, and the page without them.

    With `faint`, those too whose sides are broken: a tired scanner leaves little of a hair line. `shown` are the
    pieces of the page's print, where they are known.
    """
    dark = shown.dark if shown is not None else dark_mask(grey, PALE)
    seen = pieces(_with_sides_closed(grey, dark)) if faint else shown or pieces(dark)
    high, wide = grey.shape
    least, most = _LEAST_BOX_SHARE * max(high, wide), _MOST_BOX_SHARE * max(high, wide)
    found: list[Word] = []
    bare, paper = grey, 255
    widths, heights = seen.places[:, cv2.CC_STAT_WIDTH], seen.places[:, cv2.CC_STAT_HEIGHT]
    square = (np.minimum(widths, heights) >= least) & (np.maximum(widths, heights) <= most)
    square &= (widths / heights > 0.75) & (widths / heights < 1.35)
    for left, top, width, height in seen.places[square].tolist():
        part = dark[top : top + height, left : left + width]
        if not _is_framed(seen.dark[top : top + height, left : left + width]):
            continue
        inset = max(3, round(0.2 * min(width, height)))
        inside = part[inset:-inset, inset:-inset]
        ink = float(inside.mean())
        if ink > _LETTER_INK or float(inside.mean(axis=0).max()) > _STEM:
            continue  # a bold D or H has serifs all around, and a stem that no tick has
        box = (left / wide, top / high, (left + width) / wide, (top + height) / high)
        if not found:
            bare, paper = grey.copy(), _paper_tone(grey)
        found.append(Word(text=TICKED_BOX if ink > _TICK_INK else EMPTY_BOX, box=box, confidence=0.9))
        bare[max(0, top - 1) : top + height + 1, max(0, left - 1) : left + width + 1] = paper
    return tuple(sorted(found, key=lambda word: (word.box[1], word.box[0]))), bare


def _with_sides_closed(grey: Grey, dark: Grey) -> Grey:
    sides = (_streaked(grey, along, _FAINT_SIDES) for along in ((5, 1), (1, 5)))
    return np.asarray(np.maximum.reduce([dark, *sides]), np.uint8)


def _is_framed(part: Grey) -> bool:
    """Whether dark runs along all four sides and meets in all four corners, which no letter's does."""
    edge = 4
    sides = (part[:edge].max(axis=0), part[-edge:].max(axis=0), part[:, :edge].max(axis=1), part[:, -edge:].max(axis=1))
    corners = (part[:edge, :edge], part[:edge, -edge:], part[-edge:, :edge], part[-edge:, -edge:])
    return all(float(side.mean()) >= _LEAST_SIDE_DARK for side in sides) and all(corner.any() for corner in corners)
