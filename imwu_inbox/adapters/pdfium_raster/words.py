"""The words of a page of a PDF, put together from its characters, each with its box."""

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

from imwu_inbox.domain.documents import Box, Word

_MOST_CHARACTERS = 40_000
_GAP_SHARE = 0.28
_SOFT_HYPHEN = 0xAD


def words_of(page: "pdfium.PdfPage") -> Iterator[Word]:
    """Characters put together into words where no blank and no wide gap parts them."""
    textpage = page.get_textpage()
    try:
        handle = textpage.raw
        frame = Frame(page)
        letters: list[str] = []
        box: Box | None = None
        for code, here in _characters(handle, min(textpage.count_chars(), _MOST_CHARACTERS)):
            if here is None or (box is not None and not _goes_on(box, here)):
                if letters and box is not None:
                    yield Word(text="".join(letters), box=frame.shares(box))
                letters, box = [], None
            if here is not None:
                letters.append(chr(code))
                box = here if box is None else _joined(box, here)
        if letters and box is not None:
            yield Word(text="".join(letters), box=frame.shares(box))
    finally:
        textpage.close()


def _characters(handle: object, count: int) -> Iterator[tuple[int, Box | None]]:
    """Each character with its box in points from the bottom left; no box for a blank."""
    rect = raw.FS_RECTF()
    pointer = ctypes.byref(rect)
    for index in range(count):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code <= 32 or code in (0xA0, _SOFT_HYPHEN, 0xFFFE, 0x200B) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            yield code, None
        elif raw.FPDFText_GetLooseCharBox(handle, index, pointer):
            yield code, (rect.left, rect.bottom, rect.right, rect.top)


def _goes_on(box: Box, here: Box) -> bool:
    """Whether a character stands close after the word so far, on its line."""
    height = max(here[3] - here[1], 1.0)
    same_line = abs((here[1] + here[3]) - (box[1] + box[3])) / 2 < 0.5 * height
    gap = here[0] - box[2]
    if box[0] <= here[0] and same_line:
        return gap < _GAP_SHARE * height
    upright = abs((here[0] + here[2]) - (box[0] + box[2])) / 2 < 0.5 * max(here[2] - here[0], 1.0)
    return upright and not same_line and abs(here[1] - box[3]) < _GAP_SHARE * height


def _joined(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


class Frame:
    """Points of a page's own space to fractions of the page as it is shown, turned and cropped."""

    def __init__(self, page: "pdfium.PdfPage") -> None:
        self.left, self.bottom, right, top = page.get_cropbox() or page.get_mediabox()
        self.wide, self.high = max(1.0, right - self.left), max(1.0, top - self.bottom)
        self.turned = page.get_rotation()

    def shares(self, box: Box) -> Box:
        """A box in points from the bottom left, as shares of the page from its top left."""
        x0, x1 = (box[0] - self.left) / self.wide, (box[2] - self.left) / self.wide
        y0, y1 = 1 - (box[3] - self.bottom) / self.high, 1 - (box[1] - self.bottom) / self.high
        if self.turned == 90:
            return 1 - y1, x0, 1 - y0, x1
        if self.turned == 180:
            return 1 - x1, 1 - y1, 1 - x0, 1 - y0
        if self.turned == 270:
            return y0, 1 - x1, y1, 1 - x0
        return x0, y0, x1, y1


def running_text(words: tuple[Word, ...]) -> str:
    """The words in their order, a new line where the next word starts on another height."""
    parts: list[str] = []
    last: Word | None = None
    for word in words:
        if last is not None:
            middle = (word.box[1] + word.box[3]) / 2
            parts.append(" " if last.box[1] <= middle <= last.box[3] else "\n")
        parts.append(word.text)
        last = word
    return "".join(parts)
