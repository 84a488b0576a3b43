"""Texts and sheets of office programs as pages of words; the pictures in them are pages after these."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from PIL import Image

from imwu_inbox.adapters.office_pages.rtf import BROKEN, rtf_pictures, rtf_text
from imwu_inbox.adapters.office_pages.sheets import sheet_parts, sheet_text
from imwu_inbox.adapters.office_pages.word_97 import BROKEN_OLE, LockedText, word_97_parts
from imwu_inbox.domain.documents import Opened, Page, PageImage, PagePicture, TextSource
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.typed_file import typed_pages

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RTF, _WORD_97 = "application/rtf", "application/msword"
_RTF_MARK, _ZIP_MARK = b"{\\rtf", b"PK"
_MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word/document.xml",
    "application/vnd.oasis.opendocument.text": "content.xml",
}
_SHOWN = re.compile(
    r"^(?!docProps/|Thumbnails/|ObjectReplacements/)(?:.*/)?(?:"
    r"(?:media|embeddings|Pictures|Object [^/]*)/[^/]+\.(?!xml$|rels$|rdf$)[^./]+"
    r"|Object [^/.]+"
    r"|[^/]+\.(?:jpe?g|png|gif|bmp|tiff?|heic|webp|[ew]mf|svg|pdf|docx?|odt|rtf|html?|mht(?:ml)?|txt))$",
    re.IGNORECASE,
)
"""The pictures and the files within a text, of whatever kind: one that is not understood may be the passport."""
_PARAGRAPH_ENDS = ("p", "h", "tab", "br", "line-break")
_MOST_PICTURES = 20
_BROKEN_PICTURE = (
    OSError, ValueError, SyntaxError, TypeError, EOFError, RuntimeError, Image.DecompressionBombError
)  # fmt: skip
_BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, struct.error, KeyError, ValueError, EOFError, OSError, RuntimeError,
    NotImplementedError,
)  # fmt: skip
_LONGEST_SIDE_PX, _LETTER_LONG_SIDE_IN = 3400, 11.0
_THUMBNAIL_PX = 400


class OfficeFile:
    """A text of an office program; satisfies `ports.page_source.OpenFile`."""

    def __init__(
        self, text: str, pictures: Sequence[bytes] = (), *, opened: Opened, why: Hindrance | None = None
    ) -> None:
        """Cut the text into pages."""
        self._pages = typed_pages([line for line in text.splitlines() if line.strip()])
        self.opened = opened
        self.why = why
        self._pictures = pictures
        self.page_count = len(self._pages) + len(pictures)

    def page(self, number: int) -> Page:
        """The page's words, each in its place; none for a picture. Units: number from 1."""
        if number > len(self._pages):
            return Page(number=number, source=TextSource.NONE)
        return self._pages[number - 1]

    def picture_share(self, number: int) -> float:
        """All of a picture, nothing of a text."""
        return 1.0 if number > len(self._pages) else 0.0

    def image(self, number: int, *, dpi: int) -> PageImage | None:
        """A picture in grey, at the asked resolution of a letter-size page; None for what is no picture."""
        grey = self._shrunk(number, "L", min(_LONGEST_SIDE_PX, round(dpi * _LETTER_LONG_SIDE_IN * 1.2)))
        if grey is None:
            return None
        shown_dpi = max(50, round(max(grey.size) / _LETTER_LONG_SIDE_IN))
        return PageImage(width_px=grey.width, height_px=grey.height, dpi=shown_dpi, grey=grey.tobytes())

    def aspect(self, number: int) -> float | None:
        """That of a picture; None for a text."""
        small = self._shrunk(number, "L", _THUMBNAIL_PX)
        return small.width / small.height if small is not None else None

    def picture(self, number: int, *, longest_px: int) -> PagePicture | None:
        """A picture in colour, shrunk where it is larger; None for what is no picture."""
        colour = self._shrunk(number, "RGB", longest_px)
        if colour is None:
            return None
        return PagePicture(width_px=colour.width, height_px=colour.height, rgb=colour.tobytes())

    def _shrunk(self, number: int, mode: str, longest_px: int) -> Image.Image | None:
        at = number - len(self._pages) - 1
        if not 0 <= at < _MOST_PICTURES:
            return None
        try:
            with Image.open(BytesIO(self._pictures[at])) as picture:
                shown = picture.convert(mode)
        except _BROKEN_PICTURE:
            return None
        shown.thumbnail((longest_px, longest_px))
        return shown


class OfficePages:
    """Opens texts of at most `text_bytes` octets of XML; satisfies `ports.page_source.PageSource`."""

    def __init__(self, *, text_bytes: int) -> None:
        """Set the limit. Units: octets of the main part, unpacked; markup is some ten times its text."""
        self._part_bytes = 10 * text_bytes

    def accepts(self, media_type: str) -> bool:
        """DOCX, ODT, XLSX, RTF, and DOC of Word 97 to 2003."""
        return media_type in (*_MAIN_PARTS, _SHEET, _RTF, _WORD_97)

    @contextmanager
    def open(self, content: bytes) -> Iterator[OfficeFile]:
        """Unpack and read the words, and take out the pictures."""
        if content.startswith(_RTF_MARK):
            yield self._rtf(content)
            return
        if not content.startswith(_ZIP_MARK):
            yield _word_97(content)
            return
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                names = archive.namelist()
                main = next((name for name in _MAIN_PARTS.values() if name in names), None)
                parts = [main] if main is not None else sheet_parts(names)
                if not parts:
                    yield OfficeFile("", opened=Opened.DAMAGED, why=Hindrance.DAMAGED)
                    return
                if sum(archive.getinfo(part).file_size for part in parts) > self._part_bytes:
                    yield OfficeFile("", opened=Opened.TOO_LARGE, why=Hindrance.SIZE_INSIDE)
                    return
                text = _text(archive.read(main)) if main is not None else sheet_text(archive)
                pictures = list(self._shown(archive))
        except _BROKEN_ZIP:
            yield OfficeFile("", opened=Opened.DAMAGED, why=Hindrance.DAMAGED)
            return
        except (ElementTree.ParseError, DefusedXmlException):
            yield OfficeFile("", opened=Opened.DAMAGED, why=Hindrance.DAMAGED)
            return
        yield _office_file(text, pictures)

    def _rtf(self, content: bytes) -> OfficeFile:
        if len(content) > self._part_bytes:
            return OfficeFile("", opened=Opened.TOO_LARGE, why=Hindrance.SIZE_INSIDE)
        try:
            return _office_file(rtf_text(content), rtf_pictures(content))
        except BROKEN:
            return OfficeFile("", opened=Opened.DAMAGED, why=Hindrance.DAMAGED)

    def _shown(self, archive: zipfile.ZipFile) -> Iterator[bytes]:
        """The pictures and embedded files; nothing in the place of one that is too large or too many."""
        shown = [one for one in archive.infolist() if _SHOWN.search(one.filename)]
        for at, one in enumerate(shown):
            yield archive.read(one) if at < _MOST_PICTURES and one.file_size <= self._part_bytes else b""


def _word_97(content: bytes) -> OfficeFile:
    try:
        return _office_file(*word_97_parts(content))
    except LockedText:
        return OfficeFile("", opened=Opened.ENCRYPTED, why=Hindrance.LOCKED)
    except BROKEN_OLE:
        return OfficeFile("", opened=Opened.DAMAGED, why=Hindrance.DAMAGED)


def _office_file(text: str, pictures: Sequence[bytes]) -> OfficeFile:
    if text.strip() or pictures:
        return OfficeFile(text, pictures, opened=Opened.OK)
    return OfficeFile("", opened=Opened.EMPTY, why=Hindrance.EMPTY)


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
