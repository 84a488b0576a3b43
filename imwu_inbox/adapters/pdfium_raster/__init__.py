"""The pages of a PDF by pdfium: words with boxes, pictures, and pixels."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

from imwu_inbox.adapters.pdfium_raster.annotations import is_put_on, made_part_of
from imwu_inbox.adapters.pdfium_raster.pictures import lack_of, picture_share, pictures_on
from imwu_inbox.adapters.pdfium_raster.words import running_text, words_of
from imwu_inbox.domain.documents import Box, Opened, Page, PageImage, PagePicture, TextSource, Word
from imwu_inbox.domain.hindrances import Hindrance

Grey = NDArray[np.uint8]

_LONGEST_SIDE_PX = 4000
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
        self._looked_at: set[int] = set()
        self.opened = opened
        self.why = why
        self.page_count = len(document) if document is not None else 0

    @contextmanager
    def _page(self, number: int) -> Iterator["pdfium.PdfPage | None"]:
        """The page while it is looked at; None where it is too damaged to be loaded."""
        page = self._loaded(number)
        if page is not None and number not in self._looked_at:
            self._looked_at.add(number)
            if is_put_on(page) and made_part_of(page):
                page.close()
                page = self._loaded(number)
        try:
            yield page
        finally:
            if page is not None:
                page.close()

    def _loaded(self, number: int) -> "pdfium.PdfPage | None":
        try:
            return self._document[number - 1] if self._document is not None else None
        except pdfium.PdfiumError:
            return None

    def page(self, number: int) -> Page:
        """The words of the page's text layer; none of a page that is too damaged. Units: number from 1."""
        words: tuple[Word, ...] = ()
        pictures: tuple[Box, ...] = ()
        with self._page(number) as page, suppress(pdfium.PdfiumError):
            words = tuple(words_of(page)) if page is not None else ()
            pictures = tuple(pictures_on(page)) if page is not None and words else ()
        source = TextSource.TEXT_LAYER if words else TextSource.NONE
        return Page(number=number, source=source, words=words, text=running_text(words), pictures=pictures)

    def picture_share(self, number: int) -> float:
        """The share of the page under its largest picture, 0..1. Units: number from 1."""
        if self._document is None:
            return 0.0
        with self._page(number) as page, suppress(pdfium.PdfiumError):
            return picture_share(page) if page is not None else 1.0
        return 1.0

    def image(self, number: int, *, dpi: int) -> PageImage | None:
        """The page in grey, of bounded size: a scan as it was scanned, all else drawn. Units: number from 1."""
        with self._page(number) as page, suppress(pdfium.PdfiumError):
            if page is None:
                return None
            longest_pt = max(page.get_width(), page.get_height(), 1.0)
            scale = min(dpi / 72, _LONGEST_SIDE_PX / longest_pt)
            scanned = _scanned(page, scale)
            grey = scanned if scanned is not None else _drawn(page, scale)
            shown_dpi = max(1, round(72 * max(grey.shape) / longest_pt))
            image = PageImage(width_px=grey.shape[1], height_px=grey.shape[0], dpi=shown_dpi, grey=grey.tobytes())
            with suppress(pdfium.PdfiumError):
                image = replace(image, lacks=lack_of(page, image))
            return image
        return None

    def aspect(self, number: int) -> float | None:
        """That of the page as shown. Units: number from 1."""
        if self._document is None:
            return None
        try:
            wide, high = self._document.get_page_size(number - 1)
        except pdfium.PdfiumError:
            return None
        return float(wide / high) if wide > 0 and high > 0 else None

    def picture(self, number: int, *, longest_px: int) -> PagePicture | None:
        """The page drawn in colour. Units: number from 1."""
        with self._page(number) as page, suppress(pdfium.PdfiumError):
            if page is None:
                return None
            scale = min(longest_px, _LONGEST_SIDE_PX) / max(page.get_width(), page.get_height(), 1.0)
            colour = page.render(scale=scale, rev_byteorder=True, may_draw_forms=True).to_pil().convert("RGB")
            return PagePicture(width_px=colour.width, height_px=colour.height, rgb=colour.tobytes())
        return None


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


def _drawn(page: "pdfium.PdfPage", scale: float) -> Grey:
    """The page drawn, what is filled into its fields included. Units: scale in pixels per point."""
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=True)
    try:
        rows = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width]
        return np.array(rows, np.uint8)
    finally:
        bitmap.close()


def _scanned(page: "pdfium.PdfPage", scale: float) -> Grey | None:
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
    bitmap = only.get_bitmap()
    grey = bitmap.to_numpy() if bitmap.n_channels == 1 else np.asarray(bitmap.to_pil().convert("L"))
    return np.array(grey, np.uint8) if wide < _TOO_FINE * wanted[0] else _shrunk(grey, wanted)


def _shrunk(grey: Grey, size: tuple[int, int]) -> Grey:
    """The rows at another width and height: halved as often as may be, then drawn between pixels.

    From half the size on that reads as well as the mean of the area, in a sixth of its time.
    """
    while grey.shape[1] >= 2 * size[0] and grey.shape[0] >= 2 * size[1]:
        even = grey[: grey.shape[0] // 2 * 2, : grey.shape[1] // 2 * 2]
        grey = np.asarray(cv2.resize(even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_LINEAR), np.uint8)
