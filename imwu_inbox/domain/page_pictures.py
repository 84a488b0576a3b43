"""Pictures of pages for an officer's screen: which are wanted, and what came of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from imwu_inbox.domain.documents import Box
from imwu_inbox.domain.page_frame import PageFrame

PAGE_WIDTH_PX = 1040
PAGE_BYTES = 29_000
LARGE_WIDTH_PX = 2200
LARGE_BYTES = 120_000
THUMBNAIL_WIDTH_PX = 112
THUMBNAIL_BYTES = 1_800
CROP_WIDTH_PX, CROP_HEIGHT_PX = 600, 84
CROP_BYTES = 2_400
"""Sizes that look sharp on an officer's screen, and what each may weigh. Units: pixels, octets aimed at."""

_ROOM_AROUND = 1.7
"""A crop is so many times as high as what it shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureWanted:
    """A page, or a window of it, as it reads. Units: fractions of the page, pixels, octets aimed at.

    A crop has the fixed shape of CROP_WIDTH_PX by CROP_HEIGHT_PX; a whole page is as high as its width asks for.
    """

    frame: PageFrame
    width_px: int
    most_bytes: int
    window: Box | None = None


class NotShown(StrEnum):
    """Why there is neither a picture of a page nor its words."""

    NO_SUCH_PAGE = "no-such-page"
    NOT_DRAWN = "not-drawn"
    NOT_OPENED = "not-opened"
    BROKE_OFF = "broke-off"
    """Drawing it passed a limit, or broke its child."""
    GONE = "gone"
    """The original message cannot be opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage:
    """A picture as WebP, or the words of a page that has no pixels, or the reason why there is neither."""

    webp: bytes = field(default=b"", repr=False)
    width_px: int = 0
    height_px: int = 0
    text: str = field(default="", repr=False)
    why: NotShown | None = None


def large_wanted(frame: PageFrame) -> PictureWanted:
    """The whole page, to be read closely."""
    return PictureWanted(frame=frame, width_px=LARGE_WIDTH_PX, most_bytes=LARGE_BYTES)


def page_wanted(frame: PageFrame) -> PictureWanted:
    """The whole page, to be read."""
    return PictureWanted(frame=frame, width_px=PAGE_WIDTH_PX, most_bytes=PAGE_BYTES)


def thumbnail_wanted(frame: PageFrame) -> PictureWanted:
    """The whole page, to be recognised."""
    return PictureWanted(frame=frame, width_px=THUMBNAIL_WIDTH_PX, most_bytes=THUMBNAIL_BYTES)


def crop_wanted(frame: PageFrame, box: Box) -> PictureWanted:
    """The place of one fact with a little of its surroundings."""
    window = crop_window(box, frame.aspect or 1.0)
    return PictureWanted(frame=frame, width_px=CROP_WIDTH_PX, most_bytes=CROP_BYTES, window=window)


def crop_window(box: Box, aspect: float) -> Box:
    """The window around a box, of a crop's shape and within the page as far as it fits. Units: fractions."""
    left, top, right, bottom = box
    shape = CROP_WIDTH_PX / CROP_HEIGHT_PX
    height = max(_ROOM_AROUND * (bottom - top), 1.06 * (right - left) * aspect / shape, 0.012)
    width = height * shape / aspect
    (x0, x1), (y0, y1) = _span((left + right) / 2, width), _span((top + bottom) / 2, height)
    return x0, y0, x1, y1


def _span(middle: float, length: float) -> tuple[float, float]:
    """A stretch of this length about a middle, moved onto the page where it would stick out."""
    start = middle - length / 2
    if length <= 1.0:
        start = min(max(start, 0.0), 1.0 - length)
    return start, start + length
