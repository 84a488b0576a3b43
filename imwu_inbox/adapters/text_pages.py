"""Plain text and HTML files as pages of words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

from imwu_inbox.domain.documents import Opened, Page, PageImage, TextSource, Word

_SILENT = ("script", "style", "head", "title")
_BREAKS = ("p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "table")
_PASTED = re.compile(r"\bsrc\s*=\s*[\"']?\s*data:", re.IGNORECASE)
_LINES_ON_A_PAGE = 66
_COLUMNS_ON_A_PAGE = 100


class TextFile:
    """A text laid out in lines as on paper; satisfies `ports.page_source.OpenFile`."""

    def __init__(self, text: str, *, is_all: bool = True) -> None:
        """Cut the text into pages; what `is_all` False leaves out, a pasted picture or the rest, is a page unread."""
        lines = text.splitlines()
        self._pages = [lines[at : at + _LINES_ON_A_PAGE] for at in range(0, len(lines), _LINES_ON_A_PAGE)]
        is_empty = is_all and not text.strip()
        self.opened = Opened.EMPTY if is_empty else Opened.OK
        self.note = "the file holds no text" if is_empty else ""
        self.page_count = 0 if is_empty else len(self._pages) + (not is_all)

    def page(self, number: int) -> Page:
        """The page's words, each in its place. Units: number from 1."""
        if number > len(self._pages):
            return Page(number=number, source=TextSource.NONE)
        lines = self._pages[number - 1]
        words = tuple(word for row, line in enumerate(lines) for word in _words(row, line))
        return Page(number=number, source=TextSource.TEXT_LAYER, words=words, text="\n".join(lines))

    def picture_share(self, number: int) -> float:
        """There are no pictures."""
        return 0.0 * number

    def image(self, number: int, *, dpi: int) -> PageImage | None:
        """There are no pixels."""
        del number, dpi
        return None


class TextPages:
    """Opens text files of at most `text_bytes` octets; satisfies `ports.page_source.PageSource`."""

    def __init__(self, *, text_bytes: int) -> None:
        """Set the limit. Units: octets."""
        self._text_bytes = text_bytes

    def accepts(self, media_type: str) -> bool:
        """Plain text and HTML."""
        return media_type in ("text/plain", "text/html")

    @contextmanager
    def open(self, content: bytes) -> Iterator[TextFile]:
        """Decode the text, without its tags when it is HTML."""
        text = _decoded(content[: self._text_bytes])
        head = text[:2000].lower()
        is_html = "<html" in head or "<body" in head or "<p" in head
        is_all = len(content) <= self._text_bytes and not (is_html and _PASTED.search(text))
        yield TextFile(_without_tags(text) if is_html else text, is_all=is_all)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _words(row: int, line: str) -> Iterator[Word]:
    for found in re.finditer(r"\S+", line):
        left, right = min(found.start(), _COLUMNS_ON_A_PAGE) / _COLUMNS_ON_A_PAGE, found.end() / _COLUMNS_ON_A_PAGE
        top = row / _LINES_ON_A_PAGE
        yield Word(text=found[0], box=(left, top, min(1.0, right), top + 0.8 / _LINES_ON_A_PAGE))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._silent += tag in _SILENT
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def _without_tags(markup: str) -> str:
    parser = _Text()
    parser.feed(markup)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).splitlines())
    return "\n".join(line for line in lines if line)
