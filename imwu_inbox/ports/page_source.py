"""A file to its pages: text layer where there is one, pixels where there is none."""

from contextlib import AbstractContextManager
from typing import Protocol

from imwu_inbox.domain.documents import Opened, Page, PageImage, PagePicture
from imwu_inbox.domain.hindrances import Hindrance


class OpenFile(Protocol):
    """A file opened for reading; valid until its context ends."""

    @property
    def opened(self) -> Opened:
        """How far we came."""
        ...

    @property
    def why(self) -> Hindrance | None:
        """What kept it from being opened; None when nothing did."""
        ...

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        ...

    def page(self, number: int) -> Page:
        """The page's text layer, empty for a picture. Units: number from 1."""
        ...

    def picture_share(self, number: int) -> float:
        """How much of the page pictures cover, 0..1; 1 for a picture file. Units: number from 1."""
        ...

    def image(self, number: int, *, dpi: int) -> PageImage | None:
        """The page's pixels at about this resolution, bounded; None when it has none. Units: number from 1."""
        ...

    def aspect(self, number: int) -> float | None:
        """Width over height of the page as shown; None when it has no pixels. Units: number from 1."""
        ...

    def picture(self, number: int, *, longest_px: int) -> PagePicture | None:
        """The page in colour, its longest side at about this many pixels; None when it has none."""
        ...


class PageSource(Protocol):
    """Opens files of some types."""

    def accepts(self, media_type: str) -> bool:
        """Whether it opens files of this type (told by content, never by name)."""
        ...

    def open(self, content: bytes) -> AbstractContextManager[OpenFile]:
        """Open the file; an unopenable one gives an OpenFile that says why."""
        ...
