"""A file is what its bytes show."""

import io
import zipfile

import pytest

from imwu_inbox.adapters.file_types import has_macros, media_type_of, why_unsupported
from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.hindrances import WORDINGS, Hindrance


def archive(*names: str) -> bytes:
    """A zip archive with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for name in names:
            whole.writestr(name, "SPECIMEN")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"Rar!\x1a\x07\x01\x00 passport.pdf %PDF-1.7", "application/vnd.rar"),
        (b"junk before\n%PDF-1.4", "application/pdf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
        (b"  <!DOCTYPE HTML><p>", "text/html"),
        ("Bonjour à tous".encode(), "text/plain"),
        (b"\x00\x01\x02", "application/octet-stream"),
        (archive("a.pdf"), "application/zip"),
        (archive("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (archive("mimetype", "content.xml"), "application/vnd.oasis.opendocument.text"),
    ],
)
def test_the_bytes_tell_the_type(content: bytes, media_type: str) -> None:
    """Whatever its name says."""
    assert media_type_of(content) == media_type


def test_macros_are_seen_in_new_and_old_office_files() -> None:
    """By the parts that hold programs."""
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le")
    assert has_macros(archive("word/document.xml", "word/vbaProject.bin"))
    assert has_macros(old)
    assert not has_macros(archive("word/document.xml"))


def test_an_unread_file_says_what_to_do() -> None:
    """An officer learns what it is."""
    assert why_unsupported("image/heic", b"") == (Opened.UNSUPPORTED, Hindrance.KIND_NOT_READ)
    assert why_unsupported("application/vnd.rar", b"") == (Opened.UNSUPPORTED, Hindrance.FILES_LEFT_INSIDE)
    assert "by hand" in WORDINGS[Hindrance.KIND_NOT_READ].do_en


def test_a_locked_archive_is_told_from_an_open_one() -> None:
    """By the flag of its members."""
    locked = bytearray(archive("a.pdf"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    assert why_unsupported("application/zip", bytes(locked))[0] is Opened.ENCRYPTED
    assert why_unsupported("application/zip", archive("a.pdf"))[0] is Opened.UNSUPPORTED
