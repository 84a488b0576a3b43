"""Photos that a telephone's program put into a PDF: the page in each of them laid flat, as in a photo by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from imwu_inbox.adapters.image_pages.photographed_page import PageInPhoto, page_in_photo
from imwu_inbox.domain.documents import Page, PageImage, PagePicture
from imwu_inbox.ports.page_source import OpenFile, PageSource

_DPI = 200
_ALL_PICTURE = 0.9
"""The least share of a page under its picture for it to be a photo or a scan."""


class LaidFlat:
    """An open file whose pages that are photos of a page are that page; satisfies `ports.page_source.OpenFile`."""

    def __init__(self, file: OpenFile) -> None:
        """Take the file as it came."""
        self._file = file
        self._lying: dict[int, tuple[PageInPhoto, tuple[int, int]] | None] = {}
        self._seen: tuple[int, PageImage | None] = (0, None)
        self.opened = file.opened
        self.why = file.why
        self.page_count = file.page_count

    def page(self, number: int) -> Page:
        """The page's text layer. Units: number from 1."""
        return self._file.page(number)

    def picture_share(self, number: int) -> float:
        """How much of the page pictures cover, 0..1. Units: number from 1."""
        return self._file.picture_share(number)

    def image(self, number: int, *, dpi: int) -> PageImage | None:
        """The page in grey; flat where it was found in a photo, which shows all of it. Units: number from 1."""
        lying = self._page_in_photo(number)
        image = self._as_it_came(number) if dpi == _DPI else self._file.image(number, dpi=dpi)
        if lying is None or image is None:
            return image
        flat = lying[0].flat(_grey(image))
        return PageImage(width_px=flat.shape[1], height_px=flat.shape[0], dpi=image.dpi, grey=flat.tobytes())

    def aspect(self, number: int) -> float | None:
        """That of the page once flat. Units: number from 1."""
        lying = self._page_in_photo(number)
        if lying is None:
            return self._file.aspect(number)
        wide, high = lying[0].size(*lying[1])
        return wide / high

    def picture(self, number: int, *, longest_px: int) -> PagePicture | None:
        """The page in colour, flat. Units: number from 1."""
        lying = self._page_in_photo(number)
        picture = self._file.picture(number, longest_px=longest_px)
        if lying is None or picture is None:
            return picture
        flat = lying[0].flat(np.frombuffer(picture.rgb, np.uint8).reshape(picture.height_px, picture.width_px, 3))
        return PagePicture(width_px=flat.shape[1], height_px=flat.shape[0], rgb=flat.tobytes())

    def _page_in_photo(self, number: int) -> tuple[PageInPhoto, tuple[int, int]] | None:
        """Where the page lies on one that is nothing but a picture, and that picture's width and height in pixels."""
        if number not in self._lying:
            self._lying[number] = self._looked_for(number)
        return self._lying[number]

    def _looked_for(self, number: int) -> tuple[PageInPhoto, tuple[int, int]] | None:
        if self._file.picture_share(number) < _ALL_PICTURE or self._file.page(number).words:
            return None  # words of a text layer lie where the picture shows them
        image = self._as_it_came(number)
        found = page_in_photo(_grey(image)) if image is not None else None
        return (found, (image.width_px, image.height_px)) if found is not None and image is not None else None

    def _as_it_came(self, number: int) -> PageImage | None:
        if self._seen[0] != number:
            self._seen = (number, self._file.image(number, dpi=_DPI))
        return self._seen[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotosLaidFlat:
    """Opens what its source opens; satisfies `ports.page_source.PageSource`."""

    source: PageSource

    def accepts(self, media_type: str) -> bool:
        """What the source does."""
        return self.source.accepts(media_type)

    @contextmanager
    def open(self, content: bytes) -> Iterator[LaidFlat]:
        """Open the file."""
        with self.source.open(content) as file:
            yield LaidFlat(file)


def _grey(image: PageImage) -> np.ndarray:
    return np.frombuffer(image.grey, np.uint8).reshape(image.height_px, image.width_px)
