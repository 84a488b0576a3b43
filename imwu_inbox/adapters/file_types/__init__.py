"""What a file is, told from its bytes and never from its name."""

import zipfile
from io import BytesIO

from imwu_inbox.adapters.file_types.ole import OLE_MARK, ole_type
from imwu_inbox.domain.containers import MESSAGE_TYPE, begins_like_a_message
from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.hindrances import Hindrance

_HEAD_BYTES = 1024
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"BM", "image/bmp"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypheim", "image/heic"),
    (4, b"ftyphevc", "image/heic"),
    (4, b"ftypmsf1", "image/heic"),
    (4, b"ftyphevx", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypavis", "image/avif"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"-----BEGIN PKCS7-----", "application/pkcs7-mime"),
    (4, b"ftyp", "video/mp4"),
)
_WRAPPERS = (OLE_MARK, b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x78\x9f\x3e\x22", b"PK\x03\x04")
"""A file that begins so may hold a PDF near its beginning, and is none."""

_OFFICE_FOLDERS = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<meta", b"<div", b"<p>", b"<table")
_MACRO_NAMES = ("vbaproject.bin", "scripts/python", "basic/script-lb.xml")
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def media_type_of(content: bytes) -> str:
    """The type that the first bytes show; `application/octet-stream` when they show none."""
    head = content[:_HEAD_BYTES]
    if b"%PDF-" in head and not head.startswith(_WRAPPERS):
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(content)
    if head.startswith(OLE_MARK):
        return ole_type(content)
    for offset, magic, media_type in _MAGIC:
        if head[offset : offset + len(magic)] == magic:
            return media_type
    return MESSAGE_TYPE if begins_like_a_message(content) else _text_type(head)


def has_macros(content: bytes) -> bool:
    """Whether an office file carries programs of its own."""
    if content.startswith(b"PK\x03\x04"):
        return any(name.lower().endswith(_MACRO_NAMES) for name in _zip_names(content))
    return content.startswith(OLE_MARK) and _OLE_MACROS in content


def _zip_names(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []


def _zip_type(content: bytes) -> str:
    names = _zip_names(content)
    if "mimetype" in names:
        return "application/vnd.oasis.opendocument.text" if "content.xml" in names else "application/zip"
    for folder, media_type in _OFFICE_FOLDERS:
        if any(name.startswith(folder) for name in names):
            return media_type
    return "application/zip"


def _text_type(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_HTML_STARTS):
        return "text/html"
    if start.startswith(b"<?xml"):
        return "text/html" if b"<html" in start else "application/xml"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text/plain"
    strange = sum(octet < 9 or 13 < octet < 32 or octet == 127 for octet in head)
    return "text/plain" if head and strange == 0 else "application/octet-stream"


def why_unsupported(media_type: str, content: bytes) -> tuple[Opened, Hindrance]:
    """What keeps a file that no reader opens from being read."""
    locked_archive = media_type == "application/zip" and _is_locked_archive(content)
    if locked_archive or (content.startswith(OLE_MARK) and _OLE_LOCKED in content):
        return Opened.ENCRYPTED, Hindrance.LOCKED
    return Opened.UNSUPPORTED, _WHY.get(media_type, Hindrance.KIND_NOT_READ)


def _is_locked_archive(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return any(one.flag_bits & 1 for one in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


_OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WHY = {
    "application/zip": Hindrance.FILES_LEFT_INSIDE,
    "application/vnd.rar": Hindrance.FILES_LEFT_INSIDE,
    "application/x-7z-compressed": Hindrance.FILES_LEFT_INSIDE,
    "application/gzip": Hindrance.FILES_LEFT_INSIDE,
    "application/ms-tnef": Hindrance.FILES_LEFT_INSIDE,
    "application/vnd.ms-outlook": Hindrance.FILES_LEFT_INSIDE,
    "application/pkcs7-mime": Hindrance.SEALED,
}
"""Containers whose files were not all taken out; whatever else no reader opens is of a kind that is not read."""
