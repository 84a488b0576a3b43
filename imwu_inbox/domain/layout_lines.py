"""Draws a fit of the known edition tight by the lines of its boxes, which lie surer than words do.

Labels stand so close under a line that what OCR takes for their boxes may hold the line as well; the lines themselves
are found in the pixels near where the labels say that they run.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from statistics import median

from imwu_inbox.domain.documents import PageImage
from imwu_inbox.domain.imm5686_layout import BARS, PAGE_PT, PLACES
from imwu_inbox.domain.layout_fit import LayoutFit, Pair, curved, solved

_REACH_PT, _WIDE_PT = 7.0, 300.0
_PIECE_PT, _FROM_CORNER_PT = 50.0, 8.0
_LEAST_DARK = 0.62
_PAPER_AT, _PALE = 0.85, 0.86
_LEAST_LINES = 8
_AGREE_PT = 1.6
_LEAST_BORNE_OUT, _ENOUGH_FOR_CURVES = 0.5, 40
_STEP = 2
_FROM = tuple(bytes(range(tone, 256)) for tone in range(257))
"""All tones that are as bright as this one, or brighter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A piece of a line of the form, across or down. Units: points."""

    x: float
    y: float
    across: bool


Seen = tuple[_Piece, float]
"""A piece that was found, and where, on the axis across it. Units: fractions of the page."""


def drawn_tight(fit: LayoutFit, image: PageImage) -> LayoutFit:
    """The fit moved onto the lines of the form; as it was where too few of them are found or they disagree."""
    return _tightened(fit, *_seen(fit, image))


def borne_out(fit: LayoutFit, image: PageImage) -> LayoutFit | None:
    """A fit by few marks drawn tight, bent where the page is; None where the form's lines do not run where it says."""
    pieces = len(_pieces_on(fit.page))
    across, down = _seen(fit, image)
    tight = _tightened(fit, across, down)
    if pieces >= _ENOUGH_FOR_CURVES:
        unbent = (0.0,) * (len(curved((0.0, 0.0))) - len(tight.down))
        bent = replace(tight, terms=curved, down=(*tight.down, *unbent), across=(*tight.across, *unbent))
        across, down = _seen(bent, image)
        tight = _tightened(bent, across, down)
    agree = sum(abs(at - tight.point(one.x, one.y)[0]) < _AGREE_PT / PAGE_PT[0] for one, at in across)
    agree += sum(abs(at - tight.point(one.x, one.y)[1]) < _AGREE_PT / PAGE_PT[1] for one, at in down)
    return tight if agree >= _LEAST_BORNE_OUT * pieces else None


def _tightened(fit: LayoutFit, across: Sequence[Seen], down: Sequence[Seen]) -> LayoutFit:
    return replace(
        fit,
        down=_refitted(fit, down, axis=1) or fit.down,
        across=_refitted(fit, across, axis=0) or fit.across,
    )


def _seen(fit: LayoutFit, image: PageImage) -> tuple[list[Seen], list[Seen]]:
    """The pieces of lines that are found, each with its place: those that run down, and those that run across."""
    across: list[Seen] = []
    down: list[Seen] = []
    for piece in _pieces_on(fit.page):
        at = _found(piece, fit, image)
        if at is not None:
            (down if piece.across else across).append((piece, at))
    return across, down


@cache
def _pieces_on(page: int) -> tuple[_Piece, ...]:
    """Pieces of the box sides of a page, each once."""
    seen: set[_Piece] = set()
    boxes = (place.box for place in PLACES.values() if place.page == page)
    for left, top, right, bottom in (*BARS[page], *boxes):
        if right - left < 100:
            continue
        reach = _FROM_CORNER_PT + _PIECE_PT / 2
        middle = ((left + right) / 2,) if right - left > _WIDE_PT else ()
        seen |= {_Piece(x=x, y=y, across=True) for x in (left + reach, *middle, right - reach) for y in (top, bottom)}
        if bottom - top > 20:
            seen |= {_Piece(x=x, y=(top + bottom) / 2, across=False) for x in (left, right)}
    return tuple(sorted(seen, key=lambda one: (one.y, one.x)))


def _found(piece: _Piece, fit: LayoutFit, image: PageImage) -> float | None:
    """Where a piece of a line runs, on the axis across it; None where nothing dark enough runs near by."""
    wide, high = image.width_px, image.height_px
    half = (_PIECE_PT if piece.across else 18.0) / 2
    x, y = fit.point(piece.x, piece.y)
    if piece.across:
        reach = round(_REACH_PT / PAGE_PT[1] * high)
        first, last = (round(fit.point(piece.x + way, piece.y)[0] * wide) for way in (-half, half))
        middle, most, size = round(y * high), high, wide
    else:
        reach = round(_REACH_PT / PAGE_PT[0] * wide)
        first, last = (round(fit.point(piece.x, piece.y + way)[1] * high) for way in (-half, half))
        middle, most, size = round(x * wide), wide, high
    if first < 0 or last > size or middle - reach < 0 or middle + reach >= most or last - first < 8:
        return None
    rows = [_row(image, at, first, last, across=piece.across) for at in range(middle - reach, middle + reach + 1)]
    at = _darkest(rows)
    return (middle - reach + at + 0.5) / most if at is not None else None


def _row(image: PageImage, at: int, first: int, last: int, *, across: bool) -> bytes:
    wide = image.width_px
    if across:
        return image.grey[at * wide + first : at * wide + last : _STEP]
    return image.grey[first * wide + at : last * wide + at : wide]


def _darkest(rows: Sequence[bytes]) -> int | None:
    """The darkest row of those that are dark from end to end, or nearly; None where there is none."""
    pixels = b"".join(rows[:: 2 * _STEP])
    floor = int(_PALE * _tone_at(pixels, int(_PAPER_AT * (len(pixels) - 1))))
    bright = _FROM[floor]
    lines = [at for at, row in enumerate(rows) if len(row.translate(None, bright)) >= _LEAST_DARK * max(1, len(row))]
    return min(lines, key=lambda at: sum(rows[at]), default=None)


def _tone_at(pixels: bytes, place: int) -> int:
    """The tone that would stand in this place, from 0, were the pixels sorted; counting them takes a third of that."""
    least, most = 0, 255
    while least < most:
        middle = (least + most) // 2
        if len(pixels.translate(None, _FROM[middle + 1])) > place:
            most = middle
        else:
            least = middle + 1
    return least


def _refitted(fit: LayoutFit, seen: Sequence[Seen], *, axis: int) -> tuple[float, ...] | None:
    """The factors of one axis by the lines that agree with most of them on how far the fit is off."""
    if len(seen) < _LEAST_LINES:
        return None
    offs = [at - fit.point(piece.x, piece.y)[axis] for piece, at in seen]
    middle, agree = median(offs), _AGREE_PT / PAGE_PT[axis]
    near = [one for one, off in zip(seen, offs, strict=True) if abs(off - middle) < 2 * agree]
    pairs: list[Pair] = [((piece.x / PAGE_PT[0], piece.y / PAGE_PT[1]), (at, at)) for piece, at in near]
    factors = solved(pairs, fit.terms) if len(pairs) >= _LEAST_LINES else None
    if factors is None:
        return None
    tight = replace(fit, across=factors[0], down=factors[1])
    off = [abs(tight.point(piece.x, piece.y)[axis] - at) for piece, at in near]
    return factors[axis] if median(off) < agree and len(near) >= 0.5 * len(seen) else None
