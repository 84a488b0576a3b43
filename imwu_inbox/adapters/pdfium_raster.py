"""The pages of a PDF by pdfium: words with boxes, pictures, and pixels."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from imwu_inbox.domain.documents import Box, Opened, Page, PageImage, PagePicture, TextSource, Word
from imwu_inbox.domain.hindrances import Hindrance

_MOST_CHARACTERS = 40_000
_LONGEST_SIDE_PX = 4000
_GAP_SHARE = 0.28
_MOST_OBJECTS = 400
_SOFT_HYPHEN = 0xAD
_SLACK = 0.01
_FINE_ENOUGH, _TOO_FINE = 0.7, 1.1
_MOST_PIXELS = 40_000_000
_PLAIN_COLOURS = (
    raw.FPDF_COLORSPACE_DEVICEGRAY,
    raw.FPDF_COLORSPACE_DEVICERGB,
    raw.FPDF_COLORSPACE_CALGRAY,
    raw.FPDF_COLORSPACE_CALRGB,
    raw.FPDF_COLORSPACE_ICCBASED,
)


class PdfiumFile:
    """An open PDF; satisfies `ports.page_source.OpenFile`."""

    def __init__(self, document: "pdfium.PdfDocument | None", *, opened: Opened, why: Hindrance | None = None) -> None:
        """Keep the document, or the reason why there is none."""
        self._document = document
        self.opened = opened
        self.why = why
        self.page_count = len(document) if document is not None else 0

    def page(self, number: int) -> Page:
        """The words of the page's text layer. Units: number from 1."""
        if self._document is None:
            return Page(number=number, source=TextSource.NONE)
        page = self._document[number - 1]
        try:
            words = tuple(_words(page))
        finally:
            page.close()
        text = _running_text(words)
        return Page(number=number, source=TextSource.TEXT_LAYER if words else TextSource.NONE, words=words, text=text)

    def picture_share(self, number: int) -> float:
        """The share of the page under its largest picture, 0..1. Units: number from 1."""
        if self._document is None:
            return 0.0
        page = self._document[number - 1]
        try:
            wide, high = page.get_width(), page.get_height()
            largest = 0.0
            for count, one in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)):
                if count >= _MOST_OBJECTS:
                    break
                left, bottom, right, top = one.get_bounds()
                largest += max(0.0, right - left) * max(0.0, top - bottom)
            return float(min(1.0, largest / max(1.0, wide * high)))
        except pdfium.PdfiumError:
            return 1.0
        finally:
            page.close()

    def image(self, number: int, *, dpi: int) -> PageImage | None:
        """The page in grey, of bounded size: a scan as it was scanned, all else drawn. Units: number from 1."""
        if self._document is None:
            return None
        page = self._document[number - 1]
        try:
            longest_pt = max(page.get_width(), page.get_height(), 1.0)
            scale = min(dpi / 72, _LONGEST_SIDE_PX / longest_pt)
            scanned = _scanned(page, scale)
            grey = scanned if scanned is not None else _drawn(page, scale)
        finally:
            page.close()
        shown_dpi = max(1, round(72 * max(grey.size) / longest_pt))
        return PageImage(width_px=grey.width, height_px=grey.height, dpi=shown_dpi, grey=grey.tobytes())

    def aspect(self, number: int) -> float | None:
        """That of the page as shown. Units: number from 1."""
        if self._document is None:
            return None
        wide, high = self._document.get_page_size(number - 1)
        return float(wide / high) if wide > 0 and high > 0 else None

    def picture(self, number: int, *, longest_px: int) -> PagePicture | None:
        """The page drawn in colour. Units: number from 1."""
        if self._document is None:
            return None
        page = self._document[number - 1]
        try:
            scale = min(longest_px, _LONGEST_SIDE_PX) / max(page.get_width(), page.get_height(), 1.0)
            colour = page.render(scale=scale, rev_byteorder=True, may_draw_forms=True).to_pil().convert("RGB")
        finally:
            page.close()
        return PagePicture(width_px=colour.width, height_px=colour.height, rgb=colour.tobytes())


class PdfiumPages:
    """Opens PDFs; satisfies `ports.page_source.PageSource`."""

    def accepts(self, media_type: str) -> bool:
        """PDF only."""
        return media_type == "application/pdf"

    @contextmanager
    def open(self, content: bytes) -> Iterator[PdfiumFile]:
        """Open the file, with the empty password where it asks for one."""
        try:
            document = pdfium.PdfDocument(content, password="")
        except pdfium.PdfiumError as fault:
            why = Hindrance.LOCKED if "password" in str(fault).lower() else Hindrance.DAMAGED
            yield PdfiumFile(None, opened=Opened.ENCRYPTED if why is Hindrance.LOCKED else Opened.DAMAGED, why=why)
            return
        try:
            if document.get_formtype() == raw.FORMTYPE_ACRO_FORM:
                document.init_forms()
            yield PdfiumFile(document, opened=Opened.OK)
        finally:
            document.close()


def _drawn(page: "pdfium.PdfPage", scale: float) -> Image.Image:
    """The page drawn, what is filled into its fields included. Units: scale in pixels per point."""
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=True)
    try:
        rows = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width]
        return Image.fromarray(rows.copy())
    finally:
        bitmap.close()


def _scanned(page: "pdfium.PdfPage", scale: float) -> Image.Image | None:
    """The picture of a page that is one upright JPEG and nothing else, which costs a fifth of drawing it.

    None where anything lies over it, where it is turned or cropped, or where it is coarser than was asked for.
    """
    if page.get_rotation() or raw.FPDFPage_GetAnnotCount(page):
        return None
    objects = list(islice(page.get_objects(max_depth=1), 2))
    only = objects[0] if len(objects) == 1 else None
    if not isinstance(only, pdfium.PdfImage) or only.get_filters()[-1:] != ["DCTDecode"]:
        return None
    frame = page.get_cropbox() or page.get_mediabox()
    size = (frame[2] - frame[0], frame[3] - frame[1])
    slack = _SLACK * max(size)
    matrix = only.get_matrix()
    upright = matrix.a > 0 and matrix.d > 0 and abs(matrix.b) + abs(matrix.c) < 0.01
    if not upright or any(abs(one - other) > slack for one, other in zip(only.get_bounds(), frame, strict=True)):
        return None
    wide, high = only.get_px_size()
    wanted = (round(size[0] * scale), round(size[1] * scale))
    fine = wide >= _FINE_ENOUGH * wanted[0] and high >= _FINE_ENOUGH * wanted[1]
    if not fine or wide * high > _MOST_PIXELS or abs(wide * size[1] / (high * size[0]) - 1) > 2 * _SLACK:
        return None
    if only.get_metadata().colorspace not in _PLAIN_COLOURS:
        return None
    grey: Image.Image = only.get_bitmap().to_pil().convert("L")
    return grey if wide < _TOO_FINE * wanted[0] else grey.resize(wanted, Image.Resampling.BOX)


def _words(page: "pdfium.PdfPage") -> Iterator[Word]:
    """Characters put together into words where no blank and no wide gap parts them."""
    textpage = page.get_textpage()
    try:
        handle = textpage.raw
        frame = _Frame(page)
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


class _Frame:
    """Points of a page's own space to fractions of the page as it is shown, turned and cropped."""

    def __init__(self, page: "pdfium.PdfPage") -> None:
        self.left, self.bottom, right, top = page.get_cropbox() or page.get_mediabox()
        self.wide, self.high = max(1.0, right - self.left), max(1.0, top - self.bottom)
        self.turned = page.get_rotation()

    def shares(self, box: Box) -> Box:
        x0, x1 = (box[0] - self.left) / self.wide, (box[2] - self.left) / self.wide
        y0, y1 = 1 - (box[3] - self.bottom) / self.high, 1 - (box[1] - self.bottom) / self.high
        if self.turned == 90:
            return 1 - y1, x0, 1 - y0, x1
        if self.turned == 180:
            return 1 - x1, 1 - y1, 1 - x0, 1 - y0
        if self.turned == 270:
            return y0, 1 - x1, y1, 1 - x0
        return x0, y0, x1, y1


def _running_text(words: tuple[Word, ...]) -> str:
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
