"""Every source of pages, real or fake, keeps these promises."""

import io
import zipfile
from dataclasses import dataclass

import pytest
from PIL import Image

from fixtures.makers.form_page import form_pages
from imwu_inbox.adapters.image_pages import ImagePages
from imwu_inbox.adapters.office_pages import OfficePages
from imwu_inbox.adapters.pdfium_raster import PdfiumPages
from imwu_inbox.adapters.text_pages import TextPages
from imwu_inbox.domain.documents import Opened
from imwu_inbox.ports.page_source import PageSource
from tests.fakes.page_source import FakeFile, FakePages


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A source, a file it opens, its type, and bytes it cannot open."""

    source: PageSource
    content: bytes
    media_type: str
    broken: bytes


def picture() -> bytes:
    """A small PNG."""
    out = io.BytesIO()
    Image.new("L", (40, 30), 200).save(out, "PNG")
    return out.getvalue()


def docx() -> bytes:
    """A Word text of two words."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        whole.writestr("word/document.xml", "<d><p><t>Dear Officer</t></p></d>")
    return out.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CASES = {
    "fake": Case(
        source=FakePages(FakeFile(texts=("Dear Officer",))), content=b"x", media_type="text/plain", broken=b""
    ),
    "pdfium": Case(
        source=PdfiumPages(), content=form_pages("en", {}), media_type="application/pdf", broken=b"%PDF-1.7"
    ),
    "pictures": Case(source=ImagePages(pixels=10_000), content=picture(), media_type="image/png", broken=b"\x89PNG"),
    "texts": Case(source=TextPages(text_bytes=1000), content=b"Dear Officer", media_type="text/plain", broken=b" "),
    "office": Case(source=OfficePages(text_bytes=1000), content=docx(), media_type=WORD, broken=b"PK\x03\x04"),
}


@pytest.fixture(params=list(CASES))
def case(request: pytest.FixtureRequest) -> Case:
    """Each kind of source in turn."""
    return CASES[request.param]


def test_a_source_says_what_it_opens(case: Case) -> None:
    """By type, which the bytes told."""
    assert case.source.accepts(case.media_type)
    assert not case.source.accepts("video/mp4")


def test_every_page_has_words_or_pixels(case: Case) -> None:
    """Numbered from one; a picture covers all of its page."""
    with case.source.open(case.content) as file:
        assert (file.opened, file.why) == (Opened.OK, None)
        assert file.page_count >= 1
        for number in range(1, file.page_count + 1):
            page, image = file.page(number), file.image(number, dpi=72)
            assert page.number == number
            assert bool(page.text) != (file.picture_share(number) == 1.0)
            assert page.text or (image is not None and len(image.grey) == image.width_px * image.height_px)


def test_a_page_with_pixels_has_a_shape_and_a_picture_in_colour(case: Case) -> None:
    """A page of words has neither."""
    with case.source.open(case.content) as file:
        aspect, picture = file.aspect(1), file.picture(1, longest_px=200)
        assert (aspect is None) == (picture is None) == (file.image(1, dpi=72) is None)
        if aspect is not None and picture is not None:
            assert len(picture.rgb) == 3 * picture.width_px * picture.height_px
            assert max(picture.width_px, picture.height_px) <= 200
            assert picture.width_px / picture.height_px == pytest.approx(aspect, rel=0.02)


def test_what_does_not_open_says_why(case: Case) -> None:
    """By a name that has words for an officer, with no pages."""
    with case.source.open(case.broken) as file:
        assert file.opened is not Opened.OK
        assert file.page_count == 0
        assert file.why is not None
