"""Pages as WebP pictures, turned as they read, cut and shrunk, at about the weight that is asked for."""

from io import BytesIO

from PIL import Image

from imwu_inbox.domain.documents import Box, PagePicture
from imwu_inbox.domain.page_pictures import CROP_HEIGHT_PX, CROP_WIDTH_PX, PictureWanted, ShownPage

_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
_PAPER = (255, 255, 255)
_QUALITIES = (70, 50, 35, 22, 12)
"""Tried one after the other until the picture is light enough; the last one stands whatever it weighs."""
_TOLERANCE = 1.1
_TALLEST = 3.0
"""A page this many times as high as wide is shown smaller: a till roll is no passport."""


class WebpPictures:
    """The pictures of one page, made from one drawing of it."""

    def __init__(self, picture: PagePicture, *, turned_degrees: int, straightened_degrees: float) -> None:
        """Turn the page as it reads. Units: degrees, as in `domain.page_frame.PageFrame`."""
        page = Image.frombytes("RGB", (picture.width_px, picture.height_px), picture.rgb)
        page = page.transpose(_TURNS[turned_degrees]) if turned_degrees in _TURNS else page
        if straightened_degrees:
            page = page.rotate(straightened_degrees, Image.Resampling.BICUBIC, fillcolor=_PAPER)
        self._page = page

    def __call__(self, wanted: PictureWanted) -> ShownPage:
        """The page, or the window of it."""
        shown = self._page if wanted.window is None else self._cut(wanted.window)
        if wanted.window is None:
            width = min(wanted.width_px, round(_TALLEST * wanted.width_px * shown.width / shown.height), shown.width)
            size = (max(1, width), max(1, round(width * shown.height / shown.width)))
        else:
            size = (CROP_WIDTH_PX, CROP_HEIGHT_PX)
        shown = shown.resize(size, Image.Resampling.LANCZOS)
        return ShownPage(webp=_light(shown, wanted.most_bytes), width_px=size[0], height_px=size[1])

    def _cut(self, window: Box) -> Image.Image:
        """A window; what lies beyond the page is white paper."""
        wide, high = self._page.size
        left, top, right, bottom = (
            round(edge * side) for edge, side in zip(window, (wide, high, wide, high), strict=True)
        )
        paper = Image.new("RGB", (max(1, right - left), max(1, bottom - top)), _PAPER)
        part = self._page.crop((max(0, left), max(0, top), min(wide, right), min(high, bottom)))
        paper.paste(part, (max(0, -left), max(0, -top)))
        return paper


def _light(picture: Image.Image, most_bytes: int) -> bytes:
    """The best quality that weighs about what it may. Units: octets."""
    content = b""
    for quality in _QUALITIES:
        out = BytesIO()
        picture.save(out, "WEBP", quality=quality, method=4)
        content = out.getvalue()
        if len(content) <= _TOLERANCE * most_bytes:
            break
    return content
