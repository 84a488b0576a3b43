"""A source of pages that are given to it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from imwu_inbox.domain.documents import Opened, Page, PageImage, PagePicture, TextSource
from imwu_inbox.domain.hindrances import Hindrance


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeFile:
    """Shape: `texts` is one text a page; `images` one picture a page, or none."""

    opened: Opened = Opened.OK
    why: Hindrance | None = None
    texts: Sequence[str] = ()
    images: Sequence[PageImage | None] = ()

    @property
    def page_count(self) -> int:
        """As many as there are texts."""
        return len(self.texts)

    def page(self, number: int) -> Page:
        """The page's text, without places."""
        text = self.texts[number - 1]
        return Page(number=number, source=TextSource.TEXT_LAYER if text else TextSource.NONE, text=text)

    def picture_share(self, number: int) -> float:
        """All or nothing."""
        return 1.0 if self.images and self.images[number - 1] is not None else 0.0

    def image(self, number: int, *, dpi: int) -> PageImage | None:
        """The page's picture, at whatever size it has."""
        del dpi
        return self.images[number - 1] if self.images else None

    def aspect(self, number: int) -> float | None:
        """The picture's own."""
        image = self.image(number, dpi=72)
        return image.width_px / image.height_px if image is not None else None

    def picture(self, number: int, *, longest_px: int) -> PagePicture | None:
        """The page's picture, at whatever size it has, grey as it is."""
        del longest_px
        image = self.image(number, dpi=72)
        if image is None:
            return None
        rgb = bytes(level for level in image.grey for _ in range(3))
        return PagePicture(width_px=image.width_px, height_px=image.height_px, rgb=rgb)


@dataclass(frozen=True, slots=True)
class FakePages:
    """Opens what it is given, whatever the bytes."""

    file: FakeFile = field(default_factory=FakeFile)

    def accepts(self, media_type: str) -> bool:
        """Plain text only."""
        return media_type == "text/plain"

    @contextmanager
    def open(self, content: bytes) -> Iterator[FakeFile]:
        """The file it was given; nothing of an empty one."""
        yield self.file if content else FakeFile(opened=Opened.EMPTY, why=Hindrance.EMPTY)
