"""The files in a message that Outlook saved as .msg. Source: [MS-OXMSG] 2.1 to 2.4, [MS-OXCMSG] 2.2.2."""

import codecs
import struct
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import olefile

from imwu_inbox.domain.containers import Allowance, Inner, LeftInside, Unpacked, bare_name

_PROPERTIES = "__properties_version1.0"
_ATTACHMENT = "__attach_version1.0_#"
_VALUE = "__substg1.0_"
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _MIME_TYPE, _CONTENT_ID = "3707", "3704", "3001", "370E", "3712"
_SUBJECT = "0037"
_DATA, _OBJECT = f"{_VALUE}37010102", f"{_VALUE}3701000D"
_CODEPAGE = 0x3FFD0003
_HEADER_BYTES, _ENTRY_BYTES = 32, 16
_DEEPEST = 4
_Path = tuple[str, ...]


class _Gathering:
    """What is taken out of one .msg while the allowance lasts."""

    def __init__(self, ole: olefile.OleFileIO, most: Allowance) -> None:
        """Look at what the file lists; nothing is read yet."""
        self._ole = ole
        self._paths: list[_Path] = [tuple(path) for path in ole.listdir(streams=True, storages=True)]
        self._known = set(self._paths)
        self._files_left, self._bytes_left = most.files, most.total_bytes
        self._codepage = _codepage(self._octets((_PROPERTIES,)) or b"")
        self.left_inside: list[LeftInside] = []

    def files(self, message: _Path = (), within: str = "") -> Iterator[Inner]:
        """The files of a message, then those of the messages attached to it."""
        for place in self._paths:
            if len(place) == len(message) + 1 and place[:-1] == message and place[-1].startswith(_ATTACHMENT):
                yield from self._attachment(place, within)

    def _attachment(self, place: _Path, within: str) -> Iterator[Inner]:
        name = bare_name(self._text(place, _LONG_NAME) or self._text(place, _SHORT_NAME))
        name = name or bare_name(self._text(place, _DISPLAY_NAME)) or f"file-{place[-1][-8:].lstrip('0') or '0'}"
        if (*place, _DATA) in self._known:
            if (file := self._file(place, name)) is not None:
                yield replace(file, within=within)
        elif (*place, _OBJECT, _PROPERTIES) in self._known and len(place) < _DEEPEST:
            title = self._text((*place, _OBJECT), _SUBJECT).replace("/", " ").replace("!", " ").strip() or name
            yield from self.files((*place, _OBJECT), f"{within}!{title}" if within else title)
        else:
            self.left_inside.append(LeftInside.NOT_READ)

    def _file(self, place: _Path, name: str) -> Inner | None:
        size_bytes = self._ole.get_size([*place, _DATA])
        if self._files_left <= 0 or size_bytes > self._bytes_left:
            self.left_inside.append(LeftInside.TOO_LARGE if self._files_left > 0 else LeftInside.TOO_MANY)
            return None
        content = self._octets((*place, _DATA))
        if content is None:
            self.left_inside.append(LeftInside.DAMAGED)
            return None
        self._files_left -= 1
        self._bytes_left -= len(content)
        media_type = self._text(place, _MIME_TYPE).lower()
        is_shown = media_type.startswith("image/") and bool(self._text(place, _CONTENT_ID))
        return Inner(name=name, content=content, media_type=media_type, is_shown=is_shown)

    def _text(self, place: _Path, identifier: str) -> str:
        """A text as UTF-16, or in the codepage that the message names."""
        for kind, encoding in (("001F", "utf-16-le"), ("001E", self._codepage)):
            octets = self._octets((*place, f"{_VALUE}{identifier}{kind}"))
            if octets:
                return octets.decode(encoding, "replace").partition("\x00")[0].strip()
        return ""

    def _octets(self, place: _Path) -> bytes | None:
        """A stream's octets; None when it is not there or its sectors lead nowhere."""
        if place not in self._known:
            return None
        try:
            with self._ole.openstream(list(place)) as stream:
                return bytes(stream.read())
        except (OSError, ValueError, IndexError, struct.error):
            return None


def open_outlook_message(content: bytes, *, most: Allowance) -> Unpacked | None:
    """The files of a .msg and of the messages within it; None for anything else."""
    if not content.startswith(olefile.MAGIC) or _PROPERTIES.encode("utf-16-le") not in content:
        return None
    try:
        with olefile.OleFileIO(BytesIO(content)) as ole:
            gathering = _Gathering(ole, most)
            files = tuple(gathering.files())
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error, RecursionError):
        return Unpacked(left_inside=(LeftInside.DAMAGED,))
    return Unpacked(files=files, left_inside=tuple(dict.fromkeys(gathering.left_inside)))


def _codepage(properties: bytes) -> str:
    """The codepage of the message's 8-bit texts."""
    for start in range(_HEADER_BYTES, len(properties) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        tag, _, number = struct.unpack_from("<III", properties, start)
        if tag == _CODEPAGE:
            try:
                return codecs.lookup(f"cp{number}").name
            except LookupError:
                break
    return "cp1252"
