"""Rich text and spreadsheets as pages of words, their pictures as pages after them."""

import io
import zipfile

import pytest
from PIL import Image

from fixtures.makers.office_files import rich_text, spreadsheet
from imwu_inbox.adapters.office_pages import OfficePages
from imwu_inbox.domain.documents import Opened

PAGES = OfficePages(text_bytes=20_000)


def jpeg() -> bytes:
    """A grey picture."""
    out = io.BytesIO()
    Image.new("L", (300, 200), 90).save(out, "JPEG")
    return out.getvalue()


def test_rich_text_keeps_its_lines_and_accents() -> None:
    """Whatever program wrote it."""
    with PAGES.open(rich_text(["Chère Madame,", "Nous engageons l’artiste à Halifax."])) as file:
        assert file.page(1).text.splitlines() == ["Chère Madame,", "Nous engageons l’artiste à Halifax."]
        assert file.image(1, dpi=200) is None


def test_a_picture_in_rich_text_is_a_page() -> None:
    """Somebody's passport may be pasted there."""
    with PAGES.open(rich_text(["Passport:"], [jpeg()])) as file:
        image = file.image(2, dpi=200)
        assert (file.page_count, file.picture_share(2)) == (2, 1.0)
    assert image is not None
    assert (image.width_px, image.grey[0]) == (300, 90)


def test_a_picture_of_another_kind_is_a_page_without_pixels() -> None:
    """It is told as unread, and never as absent."""
    with PAGES.open(rb"{\rtf1 Passport: {\pict\wmetafile8 0102}\par}") as file:
        assert (file.page_count, file.image(2, dpi=200)) == (2, None)


def test_a_spreadsheet_is_read_row_by_row() -> None:
    """Shared texts and numbers, each in its place."""
    with PAGES.open(spreadsheet([["Worker", "Days"], ["Ana Belo", "12"]])) as file:
        assert file.page(1).text.splitlines() == ["Worker  Days", "Ana Belo  12"]


def test_a_picture_in_a_spreadsheet_is_a_page() -> None:
    """As in a text."""
    with PAGES.open(spreadsheet([["Passport"]], [jpeg()])) as file:
        assert (file.page_count, file.picture_share(2)) == (2, 1.0)
        assert file.image(2, dpi=200) is not None


def sheet(part: bytes) -> bytes:
    """A spreadsheet with this sheet and nothing else."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("xl/worksheets/sheet1.xml", part)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "opened"),
    [
        (sheet(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), Opened.DAMAGED),
        (sheet(b"<a>" + b" " * 300_000 + b"</a>"), Opened.TOO_LARGE),
        (sheet(b"<a><row><c t='s'><v>7</v></c></row></a>"), Opened.EMPTY),
        (b"{\\rtf1 " + b"a" * 300_000 + b"}", Opened.TOO_LARGE),
        (b"{\\rtf1\\ansi }", Opened.EMPTY),
    ],
)
def test_what_cannot_be_read_says_so(content: bytes, opened: Opened) -> None:
    """Reaching out, swelling, pointing at nothing, or empty: an officer learns why."""
    with PAGES.open(content) as file:
        assert (file.opened, file.page_count) == (opened, 0)
        assert file.why is not None
