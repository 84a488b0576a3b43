"""Pictures among the words of a page, one of which may show a passport's page whose zone cannot be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from imwu_inbox.domain.documents import Box, PageImage

_LEAST_SHARE = 0.03
"""Of the page. On less nobody can read what a passport says."""
_FLATTEST = 2.2
"""Longer side by shorter: a data page has 1.4, as has the open booklet; a banner or a signature has more."""
_GAP = 0.004


def papers_pasted(pictures: Iterable[Box], *, page_aspect: float) -> tuple[Box, ...]:
    """Those of the pictures, strips that lie edge to edge made one, that have the shape and size of a paper."""
    return tuple(box for box in _joined(pictures) if _is_like_a_paper(box, page_aspect))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """A page with nothing but the pictures pasted on it, and where these lie. Units: `rows` in shares of its height."""

    image: PageImage
    rows: tuple[float, float]


def only_these(image: PageImage, boxes: Sequence[Box]) -> Pasted:
    """The page with nothing but what lies in these boxes, so that only that is read."""
    grey = bytearray(b"\xff") * len(image.grey)
    for left, top, right, bottom in boxes:
        first, last = round(left * image.width_px), round(right * image.width_px)
        for row in range(round(top * image.height_px), round(bottom * image.height_px)):
            here = slice(row * image.width_px + first, row * image.width_px + last)
            grey[here] = image.grey[here]
    rows = min(box[1] for box in boxes), max(box[3] for box in boxes)
    return Pasted(image=replace(image, grey=bytes(grey)), rows=rows)


def _is_like_a_paper(box: Box, page_aspect: float) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    if wide * high < _LEAST_SHARE:
        return False
    shape = wide * page_aspect / high
    return 1 / _FLATTEST <= shape <= _FLATTEST


def _joined(pictures: Iterable[Box]) -> list[Box]:
    """The pictures, those one above the other made one where their sides are in line."""
    joined: list[Box] = []
    for box in sorted(pictures, key=lambda one: (round(one[0], 2), one[1])):
        last = joined[-1] if joined else None
        if last and abs(last[0] - box[0]) + abs(last[2] - box[2]) < _GAP and box[1] - last[3] < _GAP:
            joined[-1] = (last[0], last[1], last[2], max(last[3], box[3]))
        else:
            joined.append(box)
    return joined
