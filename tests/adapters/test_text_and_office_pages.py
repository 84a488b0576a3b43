"""Texts of editors and office programs as pages of words."""

import io
import zipfile
from base64 import b64encode, encodebytes
from binascii import b2a_uu

import pytest
from PIL import Image

from imwu_inbox.adapters.office_pages import OfficePages
from imwu_inbox.adapters.text_pages import TextPages
from imwu_inbox.domain.documents import Opened, TextSource

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


SHOWN = (
    "word/media/a.wdp",
    "word/embeddings/a.bin",
    "word/afchunk1.mht",
    "Object 1",
    "Object 2/Pictures/a.jpg",
    "a.pdf",
)
SILENT = (
    "docProps/thumbnail.jpeg", "Thumbnails/thumbnail.png", "ObjectReplacements/Object 1", "word/fonts/a.odttf",
    "word/vbaProject.bin", "word/printerSettings1.bin", "customXml/item1.xml", "word/media/a.xml",
)  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_whatever_lies_in_an_office_text_and_may_be_a_paper_is_a_page(name: str) -> None:
    """What is not understood is a page that could not be read: nothing is missing for it."""
    with OfficePages(text_bytes=10_000).open(office({WORD: DOCX, name: b"?"})) as file:
        assert (file.page_count, file.picture_share(2), file.image(2, dpi=200)) == (2, 1.0, None)


def test_what_every_office_text_holds_is_no_page() -> None:
    """Else each of them would be a doubt."""
    with OfficePages(text_bytes=10_000).open(office({WORD: DOCX} | dict.fromkeys(SILENT, b"?"))) as file:
        assert file.page_count == 1


PICTURE = bytes(range(256)) * 20
CODED = {
    "uuencode": b"begin 644 passport.jpg\n" + b"".join(b2a_uu(PICTURE[at : at + 45]) for at in range(0, 4000, 45)),
    "base64 in lines": encodebytes(PICTURE),
    "base64 in one line": b"ATTACH;ENCODING=BASE64:" + b64encode(PICTURE),
    "BinHex": b"(This file must be converted with BinHex 4.0)\n\n:$f*TEQKPH\n",
    "yEnc": b"=ybegin line=128 size=5 name=passport.jpg\n",
}


@pytest.mark.parametrize("coded", CODED.values(), ids=CODED)
def test_a_file_written_down_in_letters_is_a_page_that_was_not_read(coded: bytes) -> None:
    """It may be the passport."""
    with TextPages(text_bytes=100_000).open(b"Dear Officer,\n\n" + coded) as file:
        assert file.page(file.page_count).source is TextSource.NONE
    with TextPages(text_bytes=100_000).open(b"Dear Officer,\nlet us begin 644 days from now.\n" * 50) as file:
        assert file.page(file.page_count).source is TextSource.TEXT_LAYER
