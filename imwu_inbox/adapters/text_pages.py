"""Plain text and HTML files as pages of words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

from imwu_inbox.domain.typed_file import TypedFile, typed_file

_SILENT = ("script", "style", "head", "title")
_BREAKS = ("p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "table")
_PASTED = re.compile(r"\bsrc\s*=\s*[\"']?\s*data:", re.IGNORECASE)
_CODED = re.compile(
    r"^begin(?:-base64)? [0-7]{3,4} \S|^=ybegin |^\(This file must be converted with BinHex"
    r"|(?:^[ \t]?[A-Za-z0-9+/=]{56,}[ \t\r]*\n){20}|[A-Za-z0-9+/]{2000}",
    re.MULTILINE,
)
"""A file written down in letters: uuencode, yEnc, BinHex, base64 in lines or in one."""


class TextPages:
    """Opens text files of at most `text_bytes` octets; satisfies `ports.page_source.PageSource`."""

    def __init__(self, *, text_bytes: int) -> None:
        """Set the limit. Units: octets."""
        self._text_bytes = text_bytes

    def accepts(self, media_type: str) -> bool:
        """Plain text and HTML."""
        return media_type in ("text/plain", "text/html")

    @contextmanager
    def open(self, content: bytes) -> Iterator[TypedFile]:
        """Decode the text, without its tags when it is HTML."""
        text = _decoded(content[: self._text_bytes])
        head = text[:2000].lower()
        is_html = "<html" in head or "<body" in head or "<p" in head
        holds_a_file = _CODED.search(text) or (is_html and _PASTED.search(text))
        is_all = len(content) <= self._text_bytes and not holds_a_file
        yield typed_file(_without_tags(text) if is_html else text, is_all=is_all)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


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
