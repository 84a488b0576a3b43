"""The files inside a winmail.dat, as Outlook wraps them. Source: [MS-OXTNEF], [MS-OXCDATA] 2.11."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from imwu_inbox.domain.containers import Allowance, Inner, LeftInside, Unpacked, bare_name

_SIGNATURE = b"\x78\x9f\x3e\x22"
_HEADER_BYTES, _ATTRIBUTE_BYTES, _CHECKSUM_BYTES = 6, 9, 2
_OEM_CODEPAGE, _RENDERING, _TITLE, _DATA, _PROPERTIES = 0x00069007, 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_LONG_NAME, _MIME_TYPE, _CONTENT_ID, _DATA_PROPERTY = 0x3707, 0x370E, 0x3712, 0x3701
_TEXT_UTF_16, _BINARY, _OBJECT = 0x001F, 0x0102, 0x000D
_INTERFACE_BYTES = 16
_SIZES = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8,
          0x0040: 8, 0x0048: 16}  # fmt: skip
_MULTIPLE = 0x1000
_NAMED = 0x8000


@dataclass(slots=True)
class _TnefFile:
    """One file being gathered: its parts lie apart. `content` stays None where only a hint at a file is kept."""

    name: str = ""
    media_type: str = ""
    content: bytes | None = None
    is_shown: bool = False


def open_tnef(content: bytes, *, most: Allowance) -> Unpacked | None:
    """The files, in their order; an attached message comes as a winmail.dat of its own. None for anything else."""
    if not content.startswith(_SIGNATURE):
        return None
    found, is_whole = _gather(content)
    left_inside = [] if is_whole else [LeftInside.DAMAGED]
    files: list[Inner] = []
    left_bytes = most.total_bytes
    for number, file in enumerate(found, start=1):
        if file.content is None:
            left_inside.append(LeftInside.NOT_READ)
        elif len(files) >= most.files or len(file.content) > left_bytes:
            left_inside.append(LeftInside.TOO_MANY if len(files) >= most.files else LeftInside.TOO_LARGE)
        else:
            left_bytes -= len(file.content)
            files.append(_inner(file, file.content, number))
    return Unpacked(files=tuple(files), left_inside=tuple(dict.fromkeys(left_inside)))


def _inner(file: _TnefFile, content: bytes, number: int) -> Inner:
    media_type = "application/ms-tnef" if content.startswith(_SIGNATURE) else file.media_type.lower()
    is_shown = file.is_shown and media_type.startswith("image/")
    name = bare_name(file.name) or f"file-{number}"
    return Inner(name=name, content=content, media_type=media_type, is_shown=is_shown)


def _gather(tnef: bytes) -> tuple[list[_TnefFile], bool]:
    """The files, and whether the end is there."""
    found: list[_TnefFile] = []
    codepage = "cp1252"
    position = _HEADER_BYTES
    while position + _ATTRIBUTE_BYTES <= len(tnef):
        attribute, length = struct.unpack_from("<II", tnef, position + 1)
        start = position + _ATTRIBUTE_BYTES
        if start + length > len(tnef):
            break
        if attribute == _OEM_CODEPAGE and length >= 4:
            codepage = f"cp{struct.unpack_from('<I', tnef, start)[0]}"
        elif attribute == _RENDERING:
            found.append(_TnefFile())
        elif found:
            _take(found[-1], attribute, tnef[start : start + length], codepage)
        position = start + length + _CHECKSUM_BYTES
    return found, position <= len(tnef) and not tnef[position:].strip(b"\x00\r\n")


def _take(file: _TnefFile, attribute: int, data: bytes, codepage: str) -> None:
    if attribute == _TITLE:
        file.name = file.name or _text(data, codepage)
    elif attribute == _DATA:
        file.content = data
    elif attribute == _PROPERTIES:
        _take_properties(file, data, codepage)


def _take_properties(file: _TnefFile, data: bytes, codepage: str) -> None:
    """The long name is better than the title, which may be cut to eight letters and three."""
    try:
        for identifier, kind, value in _properties(data):
            encoding = "utf-16-le" if kind == _TEXT_UTF_16 else codepage
            if identifier == _LONG_NAME:
                file.name = _text(value, encoding) or file.name
            elif identifier == _MIME_TYPE:
                file.media_type = _text(value, encoding)
            elif identifier == _CONTENT_ID:
                file.is_shown = bool(value.strip(b"\x00"))
            elif identifier == _DATA_PROPERTY and kind in (_BINARY, _OBJECT) and not file.content:
                file.content = value[_INTERFACE_BYTES:] if kind == _OBJECT else value
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
