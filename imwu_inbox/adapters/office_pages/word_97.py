"""The words and pictures of a text of Word 97 to 2003 (.doc). Source: [MS-DOC] 2.4.1, 2.5.1, 2.8.35, 2.9.73."""

import re
import struct
from collections.abc import Iterator
from io import BytesIO

import olefile

BROKEN_OLE = (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error, RecursionError)
"""What olefile and a bent header raise."""

_WORD, _FLAGS_AT, _PIECES_AT = 0xA5EC, 0x0A, 0x1A2
_LOCKED, _TABLE_IS_1, _ONE_OCTET = 0x0100, 0x0200, 1 << 30
_SKIPPED, _PIECE_TABLE = 1, 2
_MOST_BYTES = 16_000_000
_COMMANDS = re.compile("\x13[^\x13\x14\x15]*\x14?")
_SHOWN = re.compile("[\x01\x08]")
_LINE_ENDS = str.maketrans({"\r": "\n", "\x07": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-"})
_SILENT = re.compile("[\x00-\x08\x0f-\x1f]")
_PICTURE_STARTS = re.compile(rb"\xff\xd8\xff[\xe0-\xef\xdb]|\x89PNG\r\n\x1a\n")


class LockedText(Exception):
    """The text asks for a password."""


def word_97_parts(content: bytes) -> tuple[str, list[bytes]]:
    """The words, and what is shown among them; nothing in the place of a picture that was not found.

    Raises: LockedText; one of BROKEN_OLE.
    """
    with olefile.OleFileIO(BytesIO(content)) as ole:
        main = _stream(ole, "WordDocument")
        mark, flags = struct.unpack_from("<H", main, 0)[0], struct.unpack_from("<H", main, _FLAGS_AT)[0]
        if mark != _WORD:
            raise ValueError("this is no text of Word")
        if flags & _LOCKED:
            raise LockedText
        table = _stream(ole, "1Table" if flags & _TABLE_IS_1 else "0Table")
        at, size = struct.unpack_from("<II", main, _PIECES_AT)
        text = "".join(_pieces(main, table[at : at + size]))
        data = _stream(ole, "Data") if ole.exists("Data") else b""
    pictures = list(_pictures(data + main))
    missing = len(_SHOWN.findall(text)) - len(pictures)
    return _plain(text), pictures + [b""] * missing


def _stream(ole: olefile.OleFileIO, name: str) -> bytes:
    return bytes(ole.openstream(name).read(_MOST_BYTES))


def _pieces(main: bytes, table: bytes) -> Iterator[str]:
    """The pieces of the text in their order, as the piece table lists them."""
    at = 0
    while table[at] == _SKIPPED:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if table[at] != _PIECE_TABLE:
        raise ValueError("the table of pieces is not where it should be")
    size = struct.unpack_from("<I", table, at + 1)[0]
    listed = table[at + 5 : at + 5 + size]
    count = (len(listed) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", listed, 0)
    for number in range(count):
        place = struct.unpack_from("<I", listed, 4 * (count + 1) + 8 * number + 2)[0]
        letters = max(0, ends[number + 1] - ends[number])
        if place & _ONE_OCTET:
            start = (place & ~_ONE_OCTET) // 2
            yield main[start : start + letters].decode("cp1252", errors="replace")
        else:
            yield main[place : place + 2 * letters].decode("utf-16-le", errors="replace")


def _plain(text: str) -> str:
    """The text without the commands of its fields, a new line where a paragraph, a cell or a page ends."""
    return _SILENT.sub("", _COMMANDS.sub("", text).translate(_LINE_ENDS))


def _pictures(data: bytes) -> Iterator[bytes]:
    """JPEG and PNG files that lie in the streams as they are; what follows one does no harm to its reading."""
    for found in _PICTURE_STARTS.finditer(data):
        yield data[found.start() :]
