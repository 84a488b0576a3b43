"""A file to its pages: text layer where there is one, pixels where there is none."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from imwu_inbox.domain.documents import Opened, Page, PageImage


class OpenFile(Protocol):
    """A file opened for reading; valid until its context ends."""

    @property
    def opened(self) -> Opened:
        """How far we came."""
        ...

    @property
    def note(self) -> str:
        """Why not further, for an officer."""
        ...

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        ...

    @property
    def xfa_fields(self) -> Mapping[str, str]:
        """Leaf name to value of the XFA datasets; empty when there are none."""
        ...

    @property
    def acroform_fields(self) -> Sequence[tuple[str, str, str]]:
        """(name, label, value) of each AcroForm field; empty when there are none."""
        ...

    def page(self, number: int) -> Page:
        """The page's text layer. Units: number from 1."""
        ...

    def image(self, number: int, *, dpi: int) -> PageImage:
        """The page's pixels at about this resolution, bounded. Units: number from 1."""
        ...


class PageSource(Protocol):
    """Opens files of some types."""

    def accepts(self, content: bytes) -> bool:
        """Whether the file's content (never its name) is of a type it opens."""
        ...

    def open(self, content: bytes) -> AbstractContextManager[OpenFile]:
        """Open the file; an unopenable one gives an OpenFile that says why."""
        ...
