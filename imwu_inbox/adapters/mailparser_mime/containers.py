"""The files inside a file: zip, winmail.dat, uuencoded text, pictures pasted into HTML; bounded in number and size."""

import binascii
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from imwu_inbox.adapters.mailparser_mime import tnef

MAX_FILES = 100
MAX_UNPACKED_BYTES = 33_554_432
"""An archive grows to 32 MiB at most: an honest request is a tenth of that. Units: octets."""

_UU_BEGIN = re.compile(r"begin [0-7]{3,4} (?P<name>\S.*)")
_PASTED = re.compile(r"data:(?P<type>image/(?:jpeg|png|gif|tiff|webp|bmp));base64,(?P<octets>[A-Za-z0-9+/=%\s]+)")
_OFFICE_MARKS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A file taken out of a container."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """What a container held. `is_whole` False: something in it was over a bound, protected or broken."""

    files: tuple[Inner, ...] = ()
    is_whole: bool = True


def unpack(content: bytes) -> Unpacked:
    """The files of a zip or winmail.dat, told by its first bytes; nothing for any other file."""
    if content.startswith(b"PK\x03\x04"):
        return _unzip(content)
    if content.startswith(tnef.SIGNATURE):
        files = tnef.files_of(content)
        inner = tuple(Inner(name=file.name, media_type=file.media_type, content=file.content) for file in files)
        return Unpacked(files=inner[:MAX_FILES], is_whole=len(inner) <= MAX_FILES)
    return Unpacked()


def _unzip(content: bytes) -> Unpacked:
    """The files of an archive; an office document is a zip too, but one paper."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if any(entry.filename in _OFFICE_MARKS for entry in entries):
                return Unpacked()
            files = tuple(_bounded(archive, entries[:MAX_FILES]))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Unpacked(is_whole=False)
    return Unpacked(files=files, is_whole=len(files) == len(entries))


def _bounded(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[Inner]:
    """The files that can be read while all together stay below the bound."""
    left = MAX_UNPACKED_BYTES
    for entry in entries:
        file = _entry(archive, entry, left)
        if file is not None:
            left -= len(file.content)
            yield file


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most_bytes: int) -> Inner | None:
    """One file of an archive; its stated size may lie, so only the octets read count."""
    try:
        with archive.open(entry) as packed:
            content = packed.read(most_bytes + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        return None
    if len(content) > most_bytes:
        return None
    return Inner(name=entry.filename.replace("\\", "/").rpartition("/")[2], media_type="", content=content)


def split_uuencoded(text: str) -> tuple[str, tuple[Inner, ...]]:
    """A text without its uuencoded files, and these files; one that never ends stays text."""
    if "begin " not in text:
        return text, ()
    own: list[str] = []
    files: list[Inner] = []
    began: int | None = None
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if began is None and _UU_BEGIN.fullmatch(line.rstrip()) and len(files) < MAX_FILES:
            began = number
        elif began is None:
            own.append(line)
        elif line.rstrip() == "end":
            name = lines[began].split(maxsplit=2)[2].strip()
            files.append(Inner(name=name, media_type="", content=b"".join(map(_uu_line, lines[began + 1 : number]))))
            began = None
    return "\n".join(own if began is None else [*own, *lines[began:]]), tuple(files)


def _uu_line(line: str) -> bytes:
    """The octets of a line; some encoders leave stray letters at its end, and its first letter tells what counts."""
    counted = (((ord(line[0]) - 32) & 63) * 4 + 5) // 3 if line else 0
    for candidate in (line, line[:counted]):
        try:
            return binascii.a2b_uu(candidate)
        except ValueError:
            continue
    return b""


def pasted_pictures(html: str) -> Iterator[tuple[str, str]]:
    """Type and base64 text of each picture that stands in the HTML itself."""
    for match in list(_PASTED.finditer(html))[:MAX_FILES]:
        yield match["type"], match["octets"].replace("%2B", "+").replace("%2F", "/").replace("%3D", "=")
