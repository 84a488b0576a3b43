"""How a page is turned so that it reads, and boxes from the page as it came to the page as it reads.

Units: boxes in fractions of the page; degrees clockwise for quarter turns, anticlockwise for what sets it straight.
"""

import math
from dataclasses import dataclass, replace

from imwu_inbox.domain.documents import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFrame:
    """One page as it reads: first turned by quarters, then set straight about its middle.

    Units: number from 1; `aspect` is width over height once turned, None for a page of words without pixels.
    """

    number: int
    aspect: float | None = None
    turned_degrees: int = 0
    straightened_degrees: float = 0.0

    def after(self, pages: int) -> "PageFrame":
        """The same where so many pages come before its file."""
        return replace(self, number=self.number + pages)

    def from_shown(self, box: Box, *, tilt_degrees: float = 0.0) -> Box:
        """A box around something on the page as it came, in this frame.

        `tilt_degrees` is how far that thing slopes down to the right: its box is wider and higher than itself.
        """
        left, top, right, bottom = turned(box, self.turned_degrees)
        wide = self.aspect or 1.0
        middle = self._straight((left + right) / 2, (top + bottom) / 2, self.straightened_degrees)
        width, height = (right - left) * wide, bottom - top
        if tilt_degrees:
            sine, cosine = (abs(one) for one in _sine_cosine(tilt_degrees))
            both = cosine**2 - sine**2
            length, depth = (width * cosine - height * sine) / both, (height * cosine - width * sine) / both
            width, height = max(length, 0.5 * width), max(depth, 0.1 * height)
        return _around(middle, width / wide, height)

    def to_shown(self, box: Box) -> Box:
        """The smallest upright box on the page as it came that holds this one of the frame."""
        left, top, right, bottom = box
        wide = self.aspect or 1.0
        middle = self._straight((left + right) / 2, (top + bottom) / 2, -self.straightened_degrees)
        sine, cosine = (abs(one) for one in _sine_cosine(self.straightened_degrees))
        width, height = (right - left) * wide, bottom - top
        held = _around(middle, (width * cosine + height * sine) / wide, width * sine + height * cosine)
        return turned(held, -self.turned_degrees % 360)

    def _straight(self, x: float, y: float, degrees: float) -> tuple[float, float]:
        """A point after the page was turned anticlockwise about its middle by this much."""
        wide = self.aspect or 1.0
        sine, cosine = _sine_cosine(degrees)
        right, down = (x - 0.5) * wide, y - 0.5
        return (right * cosine + down * sine) / wide + 0.5, down * cosine - right * sine + 0.5


def turned(box: Box, degrees: int) -> Box:
    """The box after its page was turned clockwise. Units: 0, 90, 180 or 270 degrees."""
    left, top, right, bottom = box
    if degrees == 90:
        return 1 - bottom, left, 1 - top, right
    if degrees == 180:
        return 1 - right, 1 - bottom, 1 - left, 1 - top
    if degrees == 270:
        return top, 1 - right, bottom, 1 - left
    return box


def _sine_cosine(degrees: float) -> tuple[float, float]:
    return math.sin(math.radians(degrees)), math.cos(math.radians(degrees))


def _around(middle: tuple[float, float], width: float, height: float) -> Box:
    x, y = middle
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2
