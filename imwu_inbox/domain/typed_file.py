"""A file of typed text laid out in lines and pages, as it would come from a printer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from imwu_inbox.domain.documents import Opened, Page, PageImage, PagePicture, TextSource, Word
from imwu_inbox.domain.hindrances import Hindrance

_LINES_ON_A_PAGE, _COLUMNS_ON_A_PAGE = 66, 100
_LINE_SHARE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedFile:
    """Pages of words without pixels; satisfies `ports.page_source.OpenFile`."""

    pages: tuple[Page, ...] = ()
    opened: Opened = Opened.OK
    why: Hindrance | None = None

    @property
    def page_count(self) -> int:
        """How many pages it fills."""
        return len(self.pages)

    def page(self, number: int) -> Page:
        """The page's words, each in its place. Units: number from 1."""
        return self.pages[number - 1]

    def picture_share(self, number: int) -> float:
        """There are no pictures."""
        return 0.0 * number

    def image(self, number: int, *, dpi: int) -> PageImage | None:
        """There are no pixels."""
        del number, dpi
        return None

    def aspect(self, number: int) -> float | None:
        """There are no pixels."""
        del number
        return None

    def picture(self, number: int, *, longest_px: int) -> PagePicture | None:
        """There are no pixels."""
        del number, longest_px
        return None


def typed_file(text: str, *, is_all: bool = True) -> TypedFile:
    """The text as an open file; one that says nothing is empty, and one that is not all has a last page unread."""
    pages = typed_pages(text.splitlines()) if text.strip() else ()
    if not is_all:
        pages = (*pages, Page(number=len(pages) + 1, source=TextSource.NONE))
    if not pages:
        return TypedFile(opened=Opened.EMPTY, why=Hindrance.EMPTY)
    return TypedFile(pages=pages)


def typed_pages(lines: list[str]) -> tuple[Page, ...]:
    """Lines of text as pages, from the top down."""
    sheets = [lines[at : at + _LINES_ON_A_PAGE] for at in range(0, len(lines), _LINES_ON_A_PAGE)]
    return tuple(
        Page(
            number=number,
            source=TextSource.TEXT_LAYER,
            words=tuple(word for row, line in enumerate(sheet) for word in _words(row, line)),
            text="\n".join(sheet),
        )
        for number, sheet in enumerate(sheets, start=1)
    )


def _words(row: int, line: str) -> Iterator[Word]:
    top = row / _LINES_ON_A_PAGE
    for found in re.finditer(r"\S+", line):
        left, right = (min(place / _COLUMNS_ON_A_PAGE, 1.0) for place in found.span())
        yield Word(text=found[0], box=(left, top, right, top + _LINE_SHARE / _LINES_ON_A_PAGE))
