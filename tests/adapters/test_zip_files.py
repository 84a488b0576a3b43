"""Archives as real programs pack them, and as nobody honest does."""

import struct
import zipfile
from io import BytesIO

import pytest

from imwu_inbox.adapters.zip_files import open_zip
from imwu_inbox.domain.containers import Allowance, LeftInside, Unpacked
from tests.adapters.mail_bytes import PDF, zipped

ALL = Allowance()


def opened(content: bytes, most: Allowance = ALL) -> Unpacked:
    """What is taken out of this archive."""
    unpacked = open_zip(content, most=most)
    assert unpacked is not None
    return unpacked


def test_folders_are_dropped_and_no_name_leads_anywhere() -> None:
    """A name is a name; where it pointed does not matter."""
    packed = zipped({"../../evil.pdf": PDF, "C:\\Users\\x\\passport.pdf": PDF, "a/..": PDF})
    assert [file.name for file in opened(packed).files] == ["evil.pdf", "passport.pdf", "file-3"]


def test_a_file_without_a_name_gets_one() -> None:
    """The name may be empty; some readers stumble over it."""
    named = zipped({"x": PDF})
    at, end = named.index(b"PK\x01\x02"), named.index(b"PK\x05\x06")
    local = named[:26] + b"\x00\x00" + named[28:30] + named[31:at]
    listed = named[at : at + 28] + b"\x00\x00" + named[at + 30 : at + 46] + named[at + 47 : end]
    lengths = struct.pack("<II", len(listed), len(local))
    nameless = local + listed + named[end : end + 12] + lengths + named[end + 20 :]
    assert [(file.name, file.content) for file in opened(nameless).files] == [("file-1", PDF)]


def test_what_desktops_leave_behind_is_no_file() -> None:
    """Nobody sent it; it must not count as a paper that cannot be opened."""
    packed = zipped({"papers/": b"", "passport.pdf": PDF, "__MACOSX/._passport.pdf": b"x", "papers/.DS_Store": b"x"})
    unpacked = opened(packed)
    assert [file.name for file in unpacked.files] == ["passport.pdf"]
    assert unpacked.left_inside == ()


@pytest.mark.parametrize("alphabet", ["utf-8", "cp850"])
def test_french_names_survive_without_the_mark_of_their_alphabet(alphabet: str) -> None:
    """The archivers of macOS and of Windows leave the mark out."""
    octets = "Passeport À Côté.pdf".encode(alphabet)
    unmarked = zipped({"x" * len(octets): PDF}).replace(b"x" * len(octets), octets)
    assert [file.name for file in opened(unmarked).files] == ["Passeport À Côté.pdf"]


def test_a_locked_file_is_said_and_the_open_ones_are_taken() -> None:
    """The flag of the lock stands in the list at the end."""
    packed = bytearray(zipped({"open.pdf": PDF, "locked.pdf": PDF}))
    at = packed.rindex(b"PK\x01\x02")
    packed[at + 8] |= 1
    unpacked = opened(bytes(packed))
    assert [file.name for file in unpacked.files] == ["open.pdf"]
    assert unpacked.left_inside == (LeftInside.LOCKED,)


def test_each_bound_has_its_own_name() -> None:
    """Number of files, octets in all, and octets out for octets in."""
    two = zipped({"a.pdf": PDF, "b.pdf": PDF})
    assert opened(two, Allowance(files=1)).left_inside == (LeftInside.TOO_MANY,)
    assert opened(two, Allowance(total_bytes=len(PDF))).left_inside == (LeftInside.TOO_LARGE,)
    assert opened(zipped({"a.pdf": bytes(2_000_000)})).left_inside == (LeftInside.TOO_DENSE,)


def test_a_damaged_file_leaves_the_others_readable() -> None:
    """Its check sum tells."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("broken.pdf", PDF)
        archive.writestr("whole.pdf", PDF[::-1])
    unpacked = opened(packed.getvalue().replace(PDF, PDF.upper()))
    assert [file.name for file in unpacked.files] == ["whole.pdf"]
    assert unpacked.left_inside == (LeftInside.NOT_READ,)


def test_a_cut_off_archive_is_said() -> None:
    """Its list stands at its end."""
    assert opened(zipped({"a.pdf": PDF})[:-30]).left_inside == (LeftInside.DAMAGED,)


def test_an_office_document_is_no_archive() -> None:
    """It is one paper."""
    assert open_zip(zipped({"[Content_Types].xml": b"x", "word/document.xml": b"y"}), most=ALL) is None
