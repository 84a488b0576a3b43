"""The files inside a winmail.dat, as Outlook wraps them. Source: [MS-OXTNEF], [MS-OXCDATA] 2.11."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"\x78\x9f\x3e\x22"
_HEADER_BYTES = 6
_OEM_CODEPAGE, _RENDERING, _TITLE, _DATA, _PROPERTIES = 0x00069007, 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_LONG_NAME, _MIME_TYPE, _DATA_PROPERTY = 0x3707, 0x370E, 0x3701
_TEXT_8_BIT, _TEXT_UTF_16, _BINARY, _OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
_SIZES = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8,
          0x0040: 8, 0x0048: 16}  # fmt: skip
_MULTIPLE = 0x1000
_NAMED = 0x8000


@dataclass(slots=True)
class TnefFile:
    """One file being gathered: its parts lie apart."""

    name: str = ""
    media_type: str = ""
    content: bytes = b""


def files_of(tnef: bytes) -> list[TnefFile]:
    """The files, in their order; what a broken end cuts off is left out."""
    found: list[TnefFile] = []
    codepage = "cp1252"
    for attribute, data in _attributes(tnef):
        if attribute == _OEM_CODEPAGE and len(data) >= 4:
            codepage = f"cp{struct.unpack_from('<I', data)[0]}"
        elif attribute == _RENDERING:
            found.append(TnefFile())
        elif found and attribute == _TITLE:
            found[-1].name = found[-1].name or _text(data, codepage)
        elif found and attribute == _DATA:
            found[-1].content = data
        elif found and attribute == _PROPERTIES:
            _take_properties(found[-1], data, codepage)
    return [file for file in found if file.content]


def _attributes(tnef: bytes) -> Iterator[tuple[int, bytes]]:
    position = _HEADER_BYTES
    while position + 9 <= len(tnef):
        attribute, length = struct.unpack_from("<II", tnef, position + 1)
        end = position + 9 + length
        if end > len(tnef):
            return
        yield attribute, tnef[position + 9 : end]
        position = end + 2


def _take_properties(file: TnefFile, data: bytes, codepage: str) -> None:
    """The long name is better than the title, which may be cut to eight letters and three."""
    try:
        for identifier, kind, value in _properties(data):
            if identifier == _LONG_NAME:
                file.name = _text(value, "utf-16-le" if kind == _TEXT_UTF_16 else codepage) or file.name
            elif identifier == _MIME_TYPE:
                file.media_type = _text(value, "utf-16-le" if kind == _TEXT_UTF_16 else codepage)
            elif identifier == _DATA_PROPERTY and kind == _BINARY and not file.content:
                file.content = value
    except struct.error:
        return


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Identifier, type and first value of each property. Raises: struct.error where the list is cut off."""
    (count,) = struct.unpack_from("<I", data)
    position = 4
    for _ in range(min(count, 1000)):
        kind, identifier = struct.unpack_from("<HH", data, position)
        position += 4
        if identifier >= _NAMED:
            position = _past_name(data, position)
        single = kind & ~_MULTIPLE
        values = 1
        if kind & _MULTIPLE or single not in _SIZES:
            (values,) = struct.unpack_from("<I", data, position)
            position += 4
        first = b""
        for number in range(min(values, 1000)):
            value, position = _value(data, position, single)
            first = value if number == 0 else first
        yield identifier, single, first


def _past_name(data: bytes, position: int) -> int:
    (by_text,) = struct.unpack_from("<I", data, position + 16)
    if not by_text:
        return position + 24
    (length,) = struct.unpack_from("<I", data, position + 20)
    return position + 24 + _padded(length)


def _value(data: bytes, position: int, kind: int) -> tuple[bytes, int]:
    size = _SIZES.get(kind)
    if size is None:
        (size,) = struct.unpack_from("<I", data, position)
        position += 4
    return data[position : position + size], position + _padded(size)


def _padded(length: int) -> int:
    return -(-length // 4) * 4


def _text(data: bytes, codepage: str) -> str:
    try:
        text = data.decode(codepage, "replace")
    except LookupError:
        text = data.decode("cp1252", "replace")
    return text.partition("\x00")[0].strip()
