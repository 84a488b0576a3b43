"""A renderer that shows files it knows by heart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from imwu_inbox.domain.page_pictures import CROP_HEIGHT_PX, NotShown, PictureWanted, ShownPage

_TINY_WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\r\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"


@dataclass(frozen=True, slots=True)
class FakePageRenderer:
    """Shape: `texts` maps the bytes of a file to its pages' words, "" for a page with pixels; `asked` keeps wishes."""

    texts: Mapping[bytes, Sequence[str]] = field(default_factory=dict)
    asked: list[tuple[PictureWanted, ...]] = field(default_factory=list)

    def show_pages(self, content: bytes, *, wanted: Sequence[PictureWanted]) -> Sequence[ShownPage]:
        """The smallest of pictures at the size that was asked for, or the words of a page."""
        self.asked.append(tuple(wanted))
        pages = self.texts.get(content)
        if pages is None:
            return [ShownPage(why=NotShown.NOT_OPENED) for _ in wanted]
        return [self._shown(pages, wish) for wish in wanted]

    def _shown(self, pages: Sequence[str], wish: PictureWanted) -> ShownPage:
        if not 1 <= wish.frame.number <= len(pages):
            return ShownPage(why=NotShown.NO_SUCH_PAGE)
        text = pages[wish.frame.number - 1]
        if text:
            return ShownPage(text=text)
        high = CROP_HEIGHT_PX if wish.window else round(wish.width_px / (wish.frame.aspect or 1.0))
        return ShownPage(webp=_TINY_WEBP, width_px=wish.width_px, height_px=high)
