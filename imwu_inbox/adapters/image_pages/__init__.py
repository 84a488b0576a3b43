"""Picture files by Pillow: photos upright and their page laid flat, pages of a TIFF, all within a limit of pixels."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import numpy as np
from PIL import ExifTags, Image, UnidentifiedImageError, features

from imwu_inbox.adapters.image_pages.photographed_page import PageInPhoto, page_in_photo
from imwu_inbox.adapters.image_pages.pixel_shape import in_shape, stretch_of
from imwu_inbox.domain.documents import Opened, Page, PageImage, PagePicture, TextSource
from imwu_inbox.domain.hindrances import Hindrance

_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/bmp": "BMP",
    "image/avif": "AVIF",
    "image/heic": "HEIF",
}
_BEYOND_PILLOW = frozenset(("image/heic",))
_NOT_BUILT_IN = frozenset(() if features.check("avif") else ("image/avif",))
_LAID_OUT_OFTEN = {"WEBP": 4, "AVIF": 2, "HEIF": 2}
"""Kinds whose decoders keep whole pictures of their own beside Pillow's, and by how much fewer pixels they may have."""
_LONGEST_SIDE_PX = 3400
_SMALL_PX = 1600
_MOST_FRAMES = 60
_ON_ITS_SIDE = (5, 6, 7, 8)
"""Orientations of a photo whose rows run from top to bottom. Source: Exif 2.32, 0x0112."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LETTER_LONG_SIDE_IN = 11.0
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    OverflowError,
    Image.DecompressionBombError,
)
"""What Pillow raises on pixels that cannot be taken out."""


class PictureFile:
    """An open picture; satisfies `ports.page_source.OpenFile`."""

    def __init__(
        self, picture: Image.Image | None, *, opened: Opened, why: Hindrance | None = None, pixels: int = 0
    ) -> None:
        """Keep the picture, or the reason why there is none. Units: `pixels` that one frame may have."""
        self._picture = picture
        self._pixels = pixels
        self._lying: dict[int, PageInPhoto | None] = {}
        self._seen: tuple[tuple[int, int], PageImage | None] = ((0, 0), None)
        self.opened = opened
        self.why = why
        self.page_count = _frames_of(picture) if picture is not None else 0

    def page(self, number: int) -> Page:
        """A picture has no text of its own."""
        return Page(number=number, source=TextSource.NONE)

    def picture_share(self, number: int) -> float:
        """All of it is a picture."""
        return 1.0 if number <= self.page_count else 0.0

    def image(self, number: int, *, dpi: int) -> PageImage | None:
        """The frame upright and grey, of a photo the page laid flat, at most at the asked resolution of a letter."""
        longest = min(_LONGEST_SIDE_PX, round(dpi * _LETTER_LONG_SIDE_IN * 1.2))
        if self._seen[0] != (number, longest):  # a passport's page is asked for once more, for what it prints
            self._seen = ((number, longest), self._grey(number, longest))
        return self._seen[1]

    def _grey(self, number: int, longest_px: int) -> PageImage | None:
        grey = self._laid_flat(number, "L", longest_px)
        if grey is None:
            return None
        shown_dpi = max(50, round(max(grey.size) / _LETTER_LONG_SIDE_IN))
        return PageImage(width_px=grey.width, height_px=grey.height, dpi=shown_dpi, grey=grey.tobytes())

    def aspect(self, number: int) -> float | None:
        """That of the frame, upright, or of the page in it."""
        if self._picture is None or number > min(self.page_count, _MOST_FRAMES):
            return None
        try:
            self._picture.seek(number - 1)
            on_its_side = self._picture.getexif().get(ExifTags.Base.Orientation) in _ON_ITS_SIDE
            stretch = stretch_of(self._picture)
        except _BROKEN:
            return None
        size = (round(self._picture.width * stretch[0]), round(self._picture.height * stretch[1]))
        wide, high = reversed(size) if on_its_side else size
        lying = self._page_in_photo(number)
        if lying is not None:
            wide, high = lying.size(wide, high)
        return wide / high

    def picture(self, number: int, *, longest_px: int) -> PagePicture | None:
        """The frame upright and in colour, or the page in it laid flat, shrunk where it is larger."""
        colour = self._laid_flat(number, "RGB", longest_px)
        if colour is None:
            return None
        return PagePicture(width_px=colour.width, height_px=colour.height, rgb=colour.tobytes())

    def _laid_flat(self, number: int, mode: str, longest_px: int) -> Image.Image | None:
        """The frame, or the page in it."""
        frame, lying = self._frame(number, mode, longest_px), self._page_in_photo(number)
        if frame is None or lying is None:
            return frame
        return Image.fromarray(lying.flat(np.asarray(frame)))

    def _page_in_photo(self, number: int) -> PageInPhoto | None:
        """Where the page lies in a frame that is a photo; looked for once, in a small copy of it."""
        if number not in self._lying:
            small = self._frame(number, "L", _SMALL_PX)
            self._lying[number] = page_in_photo(np.asarray(small)) if small is not None else None
        return self._lying[number]

    def _frame(self, number: int, mode: str, longest_px: int) -> Image.Image | None:
        """A frame upright on white paper; None when it cannot be decoded or is too large."""
        if self._picture is None or number > _MOST_FRAMES:
            return None
        try:
            self._picture.seek(number - 1)
            if self._is_too_large():
                return None
            stretch = stretch_of(self._picture)
            likeness = in_shape(_on_white(self._picture, mode, longest_px), stretch)
            return _upright(_shrunk(likeness, longest_px), self._picture)
        except _BROKEN:
            return None

    def _is_too_large(self) -> bool:
        """Whether the frame that stands next is a bomb; that of the file is told by its first."""
        return self._picture is None or self._picture.width * self._picture.height > self._pixels


class ImagePages:
    """Opens picture files of at most `pixels` pixels a frame; satisfies `ports.page_source.PageSource`."""

    def __init__(self, *, pixels: int, more_types: frozenset[str] = frozenset()) -> None:
        """Set the limit, and the types that Pillow was taught beyond its own. Units: pixels of one frame."""
        self._pixels = pixels
        self._types = frozenset(_FORMATS) - (_BEYOND_PILLOW - more_types) - _NOT_BUILT_IN

    def accepts(self, media_type: str) -> bool:
        """JPEG, PNG, TIFF, WebP, GIF, BMP, AVIF, and HEIC where Pillow was taught it."""
        return media_type in self._types

    @contextmanager
    def open(self, content: bytes) -> Iterator[PictureFile]:
        """Open the picture without decoding it yet."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                picture = Image.open(BytesIO(content), formats=[_FORMATS[one] for one in self._types])
            except Image.DecompressionBombError:
                yield PictureFile(None, opened=Opened.TOO_LARGE, why=Hindrance.PIXELS)
                return
            except (UnidentifiedImageError, *_BROKEN):
                yield PictureFile(None, opened=Opened.DAMAGED, why=Hindrance.DAMAGED)
                return
            with picture:
                if self._is_too_large(picture):
                    yield PictureFile(None, opened=Opened.TOO_LARGE, why=Hindrance.PIXELS)
                elif not _decodes(picture):
                    yield PictureFile(None, opened=Opened.DAMAGED, why=Hindrance.DAMAGED)
                else:
                    yield PictureFile(picture, opened=Opened.OK, pixels=self._pixels)

    def _is_too_large(self, picture: Image.Image) -> bool:
        return picture.width * picture.height * _LAID_OUT_OFTEN.get(str(picture.format), 1) > self._pixels


def _decodes(picture: Image.Image) -> bool:
    """Whether the first frame can be read to its end."""
    try:
        if picture.format == "JPEG":
            picture.draft("L", (_LONGEST_SIDE_PX, _LONGEST_SIDE_PX))
        picture.load()
        _frames_of(picture)
    except _BROKEN:
        return False
    return True


def _frames_of(picture: Image.Image) -> int:
    """How many pages it has; the pictures of an animation are one. Raises: one of _BROKEN."""
    return 1 if picture.format == "GIF" else int(getattr(picture, "n_frames", 1))


def _on_white(picture: Image.Image, mode: str, longest_px: int) -> Image.Image:
    """The picture in grey or colour, what shows through taken as white paper, shrunk as soon as can be.

    A large picture stands in memory once, beside its smaller likeness.
    """
    if picture.mode.startswith("I;16"):
        return _shrunk(picture.point(lambda level: level / 256).convert("L"), longest_px).convert(mode)
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return _shrunk(picture.convert(mode), longest_px)
    clear = picture if picture.mode in ("RGBA", "LA") else picture.convert("RGBA")
    shown = _shrunk(clear.convert(mode), longest_px)
    paper = Image.new(mode, shown.size, "white")
    paper.paste(shown, mask=_shrunk(clear.getchannel("A"), longest_px))
    return paper


def _shrunk(picture: Image.Image, longest_px: int) -> Image.Image:
    """The picture itself, made smaller where it is larger."""
    if max(picture.size) > longest_px:
        way = Image.Resampling.BOX if max(picture.size) > 2 * longest_px else Image.Resampling.LANCZOS
        picture.thumbnail((longest_px, longest_px), way)
    return picture


def _upright(likeness: Image.Image, picture: Image.Image) -> Image.Image:
    """The likeness turned as the camera that took the picture was held."""
    turn = _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    return likeness if turn is None else likeness.transpose(turn)
