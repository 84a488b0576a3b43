"""Texts of editors and office programs as pages of words."""

import io
import zipfile

import pytest
from PIL import Image

from imwu_inbox.adapters.office_pages import OfficePages
from imwu_inbox.adapters.text_pages import TextPages
from imwu_inbox.domain.documents import Opened

WORD = "word/document.xml"
DOCX = (
    b'<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Dear</w:t></w:r>'
    b'<w:r><w:t xml:space="preserve"> Officer,</w:t></w:r>'
    b"</w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>In a table</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)
ODT = b'<o:t xmlns:o="o" xmlns:text="t"><text:p>Madame, <text:span>Monsieur</text:span>,</text:p></o:t>'


def office(parts: dict[str, bytes]) -> bytes:
    """An office file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for name, content in parts.items():
            whole.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"Dear Officer,\nWe write.", "Dear Officer,\nWe write."),
        ("À qui de droit".encode("cp1252"), "À qui de droit"),
        ("Bonjour".encode("utf-16"), "Bonjour"),
        (
            b"<html><style>p{}</style><body><p>Dear&nbsp;Officer</p><p>We write</p></body></html>",
            "Dear Officer\nWe write",
        ),
    ],
)
def test_text_comes_out_of_any_encoding_and_markup(content: bytes, text: str) -> None:
    """Without styles and scripts."""
    with TextPages(text_bytes=10_000).open(content) as file:
        assert file.page(1).text == text
        assert file.image(1, dpi=200) is None


def test_a_long_text_has_pages() -> None:
    """As on paper."""
    with TextPages(text_bytes=100_000).open(b"line\n" * 100) as file:
        assert file.page_count == 2


def test_words_in_paragraphs_and_tables_are_read() -> None:
    """Of both kinds of office file."""
    with OfficePages(text_bytes=10_000).open(office({WORD: DOCX})) as file:
        assert file.page(1).text.splitlines() == ["Dear Officer,", "In a table"]
    with OfficePages(text_bytes=10_000).open(office({"content.xml": ODT})) as file:
        assert file.page(1).text == "Madame, Monsieur,"


def test_a_picture_in_an_office_file_is_a_page() -> None:
    """Somebody's passport may be pasted there."""
    picture = io.BytesIO()
    Image.new("L", (400, 300), 9).save(picture, "PNG")
    with OfficePages(text_bytes=10_000).open(office({WORD: DOCX, "word/media/image1.png": picture.getvalue()})) as file:
        image = file.image(2, dpi=200)
        assert (file.page_count, file.picture_share(2), file.picture_share(1)) == (2, 1.0, 0.0)
    assert image is not None
    assert (image.width_px, image.grey[0]) == (400, 9)


@pytest.mark.parametrize(
    ("content", "opened"),
    [
        (b"PK\x03\x04 broken", Opened.DAMAGED),
        (office({"word/other.xml": b""}), Opened.DAMAGED),
        (office({WORD: b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), Opened.DAMAGED),
        (office({WORD: b"<a>" + b" " * 200_000 + b"</a>"}), Opened.TOO_LARGE),
        (office({WORD: b"<a/>"}), Opened.EMPTY),
    ],
)
def test_office_files_that_cannot_be_read_say_so(content: bytes, opened: Opened) -> None:
    """Broken, reaching out, swelling, or empty."""
    with OfficePages(text_bytes=10_000).open(content) as file:
        assert (file.opened, file.page_count) == (opened, 0)
