"""A page on the way to the program: sized once, then set upright in one way or another, and what was read of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from statistics import fmean

import cv2
import numpy as np

from imwu_inbox.adapters.tesseract_ocr.bands import COARSE, Band, bands_of
from imwu_inbox.adapters.tesseract_ocr.grain import is_grainy
from imwu_inbox.adapters.tesseract_ocr.letters import form_sized, plain_sized
from imwu_inbox.adapters.tesseract_ocr.light import Grey, dark_mask, in_even_light, ink_share, is_speckled
from imwu_inbox.adapters.tesseract_ocr.pieces import Pieces, print_on
from imwu_inbox.adapters.tesseract_ocr.pixels import (
    Ink,
    ink_points,
    is_table,
    lies_on_its_side,
    set_straight,
    tick_boxes,
    without_rules,
)
from imwu_inbox.adapters.tesseract_ocr.program import BLOCKS, ROWS, SQUEEZE
from imwu_inbox.adapters.tesseract_ocr.sizes import enlarged, sized
from imwu_inbox.adapters.tesseract_ocr.typography import as_set, goes_on
from imwu_inbox.domain.documents import Page, PageImage, TextSource, Word
from imwu_inbox.domain.folding import folded
from imwu_inbox.domain.form_marks import EMPTY_BOX, TICKED_BOX
from imwu_inbox.ports.ocr_engine import OcrReading

_LEAST_INK, _FEW_BOXES, _LONE_BOXES = 0.0004, 9, 2
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """A page turned and straight: the whole, without lines, as it is read, and how it is cut into lines.

    Running text has `bands`, which are read in place of its `print`. Units: turn in degrees clockwise, tilt in degrees
    anticlockwise that set it straight.
    """

    whole: Grey
    boxes: tuple[Word, ...]
    bare: Grey
    print: Grey
    bands: tuple[Band, ...]
    cut: int
    turn: int
    tilt: float

    @property
    def pictures(self) -> tuple[Grey, ...]:
        """What goes to the program."""
        return tuple(band.picture(SQUEEZE) for band in self.bands) or (self.print,)

    @property
    def parts(self) -> int:
        """How many pictures these are."""
        return len(self.bands) or 1

    def words_in(self, found: Sequence[tuple[Word, ...]]) -> tuple[Word, ...]:
        """The words of its pictures in their places on the page."""
        if not self.bands:
            return found[0]
        return tuple(chain.from_iterable(band.on_page(own) for band, own in zip(self.bands, found, strict=True)))


class Sheet:
    """A page's pixels at the size in which they are looked at."""

    def __init__(self, image: PageImage, number: int) -> None:
        """Take the page. Units: number from 1."""
        self.number = number
        self._image = image
        grey = np.frombuffer(image.grey, np.uint8).reshape(image.height_px, image.width_px)
        came = sized(grey)
        dark = dark_mask(came)
        # How much shows is asked of the page as it came: a pale picture on it may go with the shadows.
        self._ink = ink_share(came, dark)
        self._grey = in_even_light(came)
        self._dark = dark if self._grey is came else dark_mask(self._grey)
        self._speckled = is_speckled(self._grey)

    @property
    def is_grainy(self) -> bool:
        """Whether noise lies all over it."""
        grey = np.frombuffer(self._image.grey, np.uint8)
        return is_grainy(grey.reshape(self._image.height_px, self._image.width_px))

    @property
    def is_blank(self) -> bool:
        """Whether it shows next to nothing."""
        return self._ink < _LEAST_INK

    @cached_property
    def turns(self) -> tuple[int, ...]:
        """Ways in which it may have to be turned to stand upright, the likeliest first. Units: degrees, clockwise."""
        return (90, 270, 0, 180) if lies_on_its_side(self._ink_points) else (0, 180, 90, 270)

    @cached_property
    def _ink_points(self) -> Ink:
        return ink_points(self._dark)

    def posed(self, turn: int) -> Pose:
        """The page turned, straight, without the lines and boxes of forms. Units: degrees, clockwise."""
        turned = np.asarray(cv2.rotate(self._grey, _TURNS[turn]), np.uint8) if turn else self._grey
        straight, tilt = set_straight(turned, ink_points(dark_mask(turned)) if turn else self._ink_points)
        shown = print_on(straight)
        boxes, bare = boxes_and_print(straight, shown)
        # A form wants its small print large and its rows kept whole; running text reads as well smaller, in bands.
        is_form = bool(boxes) or is_table(straight, bare)
        cleared = bare if is_form else self._cleared(bare)
        small = form_sized(bare) if is_form else plain_sized(cleared, shown if cleared is straight else None)
        bands = () if is_form else bands_of(cleared, small)
        if not is_form and small.shape[0] > COARSE * cleared.shape[0]:
            small = enlarged(small)
        cut = ROWS if is_form or bands else BLOCKS
        return Pose(whole=straight, boxes=boxes, bare=bare, print=small, bands=bands, cut=cut, turn=turn, tilt=tilt)

    def _cleared(self, grey: Grey) -> Grey:
        """The page without specks; a form keeps them, as the thin strokes of its small print would go with them."""
        return np.asarray(cv2.medianBlur(grey, 3), np.uint8) if self._speckled else grey

    def blank(self) -> OcrReading:
        """The reading of a page of which nothing was read."""
        return self._reading(self._grey, page_of((), self.number))

    def read_as(self, pose: Pose, words: tuple[Word, ...]) -> OcrReading:
        """The reading of a page of which these words were read."""
        page = page_of(pose.boxes + words if pose.boxes else as_set(words), self.number)
        return self._reading(pose.whole, replace(page, turned_degrees=pose.turn, straightened_degrees=pose.tilt))

    def _reading(self, grey: Grey, page: Page) -> OcrReading:
        scale = max(grey.shape) / max(self._image.width_px, self._image.height_px)
        image = PageImage(
            width_px=grey.shape[1],
            height_px=grey.shape[0],
            dpi=max(1, round(self._image.dpi * scale)),
            grey=grey.tobytes(),
        )
        return OcrReading(page=page, image=image, ink_share=self._ink)


def boxes_and_print(straight: Grey, shown: Pieces | None = None) -> tuple[tuple[Word, ...], Grey]:
    """The tick boxes of a straight page, and the page without them and without the lines of forms.

    `shown` are the pieces of the page's print, where they are known.
    """
    boxes, unticked = tick_boxes(straight, shown)
    bare = without_rules(unticked)
    if len(boxes) < _FEW_BOXES and bare is not unticked:
        more, emptied = tick_boxes(bare, faint=True)
        # One or two boxes with broken sides are letters that touch: "Di" in a large print.
        if len(boxes) + len(more) > _LONE_BOXES:
            boxes, bare = (*boxes, *more), emptied
    return boxes, bare


def page_of(words: tuple[Word, ...], number: int) -> Page:
    """The words as a page, their lines put together; no words at all where only single letters were read."""
    letters = [word for word in words if len(folded(word.text)) > 1]
    words = words if letters else ()
    confidence = fmean(word.confidence for word in letters) if letters else 0.0
    lines: list[str] = []
    last: Word | None = None
    for word in (one for one in words if one.text not in (EMPTY_BOX, TICKED_BOX)):
        if goes_on(last, word):
            lines[-1] += " " + word.text
        else:
            lines.append(word.text)
        last = word
    return Page(
        number=number,
        source=TextSource.OCR if words else TextSource.NONE,
        words=words,
        text="\n".join(lines),
        confidence=round(confidence, 3),
    )
