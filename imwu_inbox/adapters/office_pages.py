"""Word and OpenDocument texts as pages of words, read straight from their XML; their pictures are pages after it."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from PIL import Image

from imwu_inbox.domain.documents import Opened, Page, PageImage, TextSource, Word

_MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word/document.xml",
    "application/vnd.oasis.opendocument.text": "content.xml",
}
_SHOWN = re.compile(
    r"(?:word/(?:media|embeddings)|Pictures|Object [^/]*)/[^/]+\.(?!xml$|rels$|rdf$)[^./]+$", re.IGNORECASE
)
"""The pictures and embedded files of a text, of whatever kind: one that is not understood may be the passport."""
_PARAGRAPH_ENDS = ("p", "h", "tab", "br", "line-break")
_LINES_ON_A_PAGE, _COLUMNS_ON_A_PAGE = 66, 100
_MOST_PICTURES = 20
_LONGEST_SIDE_PX, _LETTER_LONG_SIDE_IN = 3400, 11.0


class OfficeFile:
    """A text of an office program; satisfies `ports.page_source.OpenFile`."""

    def __init__(self, text: str, pictures: Sequence[bytes] = (), *, opened: Opened, note: str = "") -> None:
        """Cut the text into pages."""
        lines = [line for line in text.splitlines() if line.strip()]
        self._pages = [lines[at : at + _LINES_ON_A_PAGE] for at in range(0, len(lines), _LINES_ON_A_PAGE)]
        self.opened = opened
        self.note = note
        self._pictures = pictures
        self.page_count = len(self._pages) + len(pictures)

    def page(self, number: int) -> Page:
        """The page's words, each in its place; none for a picture. Units: number from 1."""
        if number > len(self._pages):
            return Page(number=number, source=TextSource.NONE)
        lines = self._pages[number - 1]
        words = tuple(word for row, line in enumerate(lines) for word in _words(row, line))
        return Page(number=number, source=TextSource.TEXT_LAYER, words=words, text="\n".join(lines))

    def picture_share(self, number: int) -> float:
        """All of a picture, nothing of a text."""
        return 1.0 if number > len(self._pages) else 0.0

    def image(self, number: int, *, dpi: int) -> PageImage | None:
        """A picture in grey, at the asked resolution of a letter-size page; None for what is no picture."""
        at = number - len(self._pages) - 1
        if not 0 <= at < _MOST_PICTURES:
            return None
        longest = min(_LONGEST_SIDE_PX, round(dpi * _LETTER_LONG_SIDE_IN * 1.2))
        try:
            with Image.open(BytesIO(self._pictures[at])) as picture:
                grey = picture.convert("L")
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return None
        grey.thumbnail((longest, longest))
        shown_dpi = max(50, round(max(grey.size) / _LETTER_LONG_SIDE_IN))
        return PageImage(width_px=grey.width, height_px=grey.height, dpi=shown_dpi, grey=grey.tobytes())


class OfficePages:
    """Opens texts of at most `text_bytes` octets of XML; satisfies `ports.page_source.PageSource`."""

    def __init__(self, *, text_bytes: int) -> None:
        """Set the limit. Units: octets of the main part, unpacked; markup is some ten times its text."""
        self._part_bytes = 10 * text_bytes

    def accepts(self, media_type: str) -> bool:
        """DOCX and ODT."""
        return media_type in _MAIN_PARTS

    @contextmanager
    def open(self, content: bytes) -> Iterator[OfficeFile]:
        """Unpack and read the main part; a file that shows pictures is only half read, and says so."""
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                names = archive.namelist()
                part = next(name for name in _MAIN_PARTS.values() if name in names)
                if archive.getinfo(part).file_size > self._part_bytes:
                    yield OfficeFile("", opened=Opened.TOO_LARGE, note="the office file unpacks to too much")
                    return
                text = _text(archive.read(part))
                shown = [one for one in archive.infolist() if _SHOWN.search(one.filename)]
                pictures = [self._read(archive, one) if at < _MOST_PICTURES else b"" for at, one in enumerate(shown)]
        except (zipfile.BadZipFile, StopIteration, KeyError, ValueError, OSError, RuntimeError, NotImplementedError):
            yield OfficeFile("", opened=Opened.DAMAGED, note="the office file is damaged or locked")
            return
        except (ElementTree.ParseError, DefusedXmlException):
            yield OfficeFile("", opened=Opened.DAMAGED, note="the office file is damaged")
            return
        yield OfficeFile(text, pictures, opened=Opened.OK if text.strip() or pictures else Opened.EMPTY)

    def _read(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
        """The member, or nothing of one that unpacks to too much: it stays a page that nobody could read."""
        return archive.read(member) if member.file_size <= self._part_bytes else b""


def _text(part: bytes) -> str:
    pieces: list[str] = []
    for event, element in ElementTree.iterparse(BytesIO(part), events=("start", "end")):
        name = str(element.tag).rpartition("}")[2]
        if event == "start" and element.text and name in ("t", "p", "h", "span", "a"):
            pieces.append("" if name == "t" else element.text)
        if event == "end":
            pieces.append(element.text if name == "t" and element.text else "")
            pieces.append("\n" if name in _PARAGRAPH_ENDS else "")
            pieces.append(element.tail if element.tail and name in ("span", "a", "s", "tab", "line-break") else "")
    return "".join(pieces)


def _words(row: int, line: str) -> Iterator[Word]:
    top = row / _LINES_ON_A_PAGE
    for found in re.finditer(r"\S+", line):
        left, right = min(found.start() / _COLUMNS_ON_A_PAGE, 1.0), min(found.end() / _COLUMNS_ON_A_PAGE, 1.0)
        yield Word(text=found[0], box=(left, top, right, top + 0.8 / _LINES_ON_A_PAGE))
