"""The files in a zip archive; bounded by what comes out, as an archive may lie about its sizes."""

import struct
import zipfile
import zlib
from io import BytesIO
from lzma import LZMAError

from imwu_inbox.domain.containers import Allowance, Inner, LeftInside, Unpacked, bare_name

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")
_OFFICE_MARKS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_LITTER_FOLDER = "__MACOSX/"
_NEVER_DENSE_BYTES = 1_048_576
_IS_LOCKED, _IS_UTF_8 = 0x1, 0x800
_PACKING_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    LZMAError,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    RuntimeError,
)


def open_zip(content: bytes, *, most: Allowance) -> Unpacked | None:
    """The files of an archive, folders dropped; None for anything else, and for an office document: it is one paper."""
    if not content.startswith(_SIGNATURES):
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if any(entry.filename in _OFFICE_MARKS for entry in entries):
                return None
            return _taken(archive, [entry for entry in entries if not _is_litter(entry)], len(content), most)
    except _PACKING_FAULTS:
        return Unpacked(left_inside=(LeftInside.DAMAGED,))


def _is_litter(entry: zipfile.ZipInfo) -> bool:
    """Folders, and what desktops leave behind: none of it is a file that somebody sent."""
    name = entry.filename
    return name.endswith("/") or name.startswith(_LITTER_FOLDER) or bare_name(name) in _LITTER


def _taken(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed_bytes: int, most: Allowance) -> Unpacked:
    """What may be taken: so many files, so many octets, and so many for each that was packed."""
    files: list[Inner] = []
    left_inside = [LeftInside.TOO_MANY] if len(entries) > most.files else []
    dense_bytes = max(_NEVER_DENSE_BYTES, most.ratio * packed_bytes)
    left_bytes = min(most.total_bytes, dense_bytes)
    for number, entry in enumerate(entries[: most.files], start=1):
        if entry.flag_bits & _IS_LOCKED:
            left_inside.append(LeftInside.LOCKED)
            continue
        taken = _content(archive, entry, left_bytes)
        if taken is None:
            left_inside.append(LeftInside.NOT_READ)
        elif len(taken) > left_bytes:
            left_inside.append(LeftInside.TOO_DENSE if dense_bytes < most.total_bytes else LeftInside.TOO_LARGE)
        else:
            left_bytes -= len(taken)
            files.append(Inner(name=bare_name(_name(entry)) or f"file-{number}", content=taken))
    return Unpacked(files=tuple(files), left_inside=tuple(dict.fromkeys(left_inside)))


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most_bytes: int) -> bytes | None:
    """The octets of one file, one more than allowed at most; None when it is packed in a way nobody can undo."""
    try:
        with archive.open(entry) as packed:
            return packed.read(most_bytes + 1)
    except _PACKING_FAULTS:
        return None


def _name(entry: zipfile.ZipInfo) -> str:
    """A name that is not marked as UTF-8 mostly is UTF-8 all the same (macOS), or of western DOS (Windows)."""
    if entry.flag_bits & _IS_UTF_8:
        return entry.filename
    octets = entry.filename.encode("cp437", "replace")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("cp850")
