"""Words in their places, pictures and pixels of a PDF's pages."""

import io

import pikepdf
import pytest
from PIL import Image

from fixtures.makers.form import answers
from fixtures.makers.form_page import form_pages
from fixtures.makers.pdf_files import saved_with_password
from fixtures.makers.scans import images_to_pdf
from imwu_inbox.adapters.pdfium_raster import PdfiumPages
from imwu_inbox.domain.documents import Box, Opened
from tests.readings import form_plan

FORM = form_pages("en", answers(form_plan(1)))


def turned(degrees: int) -> bytes:
    """The form, shown turned."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(FORM)) as pdf:
        pdf.pages[0].Rotate = degrees
        pdf.save(out)
    return out.getvalue()


def place_of(content: bytes, text: str) -> Box:
    """Where a word stands on page 1."""
    with PdfiumPages().open(content) as file:
        return next(word.box for word in file.page(1).words if word.text == text)


def test_words_stand_where_they_are_printed() -> None:
    """In fractions of the page, from its top left corner."""
    left, top, right, bottom = place_of(FORM, "EMPLOYER")
    assert left == pytest.approx(26 / 612, abs=0.005)
    assert top == pytest.approx(81 / 792, abs=0.01)
    assert 0 < right - left < 0.2
    assert 0 < bottom - top < 0.02


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(degrees: int) -> None:
    """Words move with the page."""
    left, top, _, _ = place_of(FORM, "EMPLOYER")
    x0, y0, x1, y1 = place_of(turned(degrees), "EMPLOYER")
    nearest = {90: (y0, 1 - x1), 180: (1 - x1, 1 - y1), 270: (1 - y1, x0)}[degrees]
    assert nearest[0] == pytest.approx(left, abs=0.002)
    assert nearest[1] == pytest.approx(top, abs=0.002)


def test_a_scan_is_all_picture_and_a_print_has_none() -> None:
    """The share tells which pages may show a passport."""
    scan = images_to_pdf([Image.new("L", (850, 1100), 255)], dpi=100)
    with PdfiumPages().open(scan) as file:
        assert file.picture_share(1) == pytest.approx(1.0)
    with PdfiumPages().open(FORM) as file:
        assert file.picture_share(1) == 0.0


def test_pixels_come_in_grey_at_the_asked_resolution() -> None:
    """One octet a pixel."""
    with PdfiumPages().open(FORM) as file:
        image = file.image(1, dpi=100)
    assert image is not None
    assert (image.width_px, image.height_px, len(image.grey)) == (850, 1100, 850 * 1100)


def test_a_giant_page_is_drawn_small() -> None:
    """200,000 points a side would be a third of a terabyte."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(14_400, 14_400))
        pdf.save(out)
    with PdfiumPages().open(out.getvalue()) as file:
        image = file.image(1, dpi=300)
    assert image is not None
    assert max(image.width_px, image.height_px) <= 4000


@pytest.mark.parametrize(
    ("content", "opened"),
    [(b"%PDF-1.7 nothing", Opened.DAMAGED), (saved_with_password(FORM, "secret"), Opened.ENCRYPTED)],
)
def test_what_does_not_open_says_why(content: bytes, opened: Opened) -> None:
    """And has no pages."""
    with PdfiumPages().open(content) as file:
        assert (file.opened, file.page_count) == (opened, 0)
        assert file.why is not None


def shaded(width: int = 1700, height: int = 2200) -> Image.Image:
    """A page that grows darker from left to right."""
    return Image.linear_gradient("L").rotate(90).resize((width, height))


def test_a_scan_comes_as_it_was_scanned() -> None:
    """Its own pixels, neither enlarged nor drawn anew."""
    with PdfiumPages().open(images_to_pdf([shaded(1275, 1650)], dpi=150)) as file:
        image = file.image(1, dpi=200)
    assert image is not None
    assert (image.width_px, image.height_px, image.dpi) == (1275, 1650, 150)
    own = shaded(1275).tobytes()
    assert image.grey[1200] - image.grey[50] == pytest.approx(own[1200] - own[50], abs=6)


def test_a_fine_scan_is_shrunk_to_what_was_asked() -> None:
    """Grey or in colour."""
    with PdfiumPages().open(images_to_pdf([shaded(2550, 3300).convert("RGB")], dpi=300)) as file:
        image = file.image(1, dpi=200)
    assert image is not None
    assert (image.width_px, image.height_px, image.dpi) == (1700, 2200, 200)


def test_a_scan_shown_turned_or_written_over_is_drawn() -> None:
    """Its picture alone would lie or lack what was added."""
    scan = io.BytesIO(images_to_pdf([Image.new("L", (850, 1100), 255)], dpi=100))
    over = io.BytesIO()
    with pikepdf.open(scan) as pdf:
        pdf.pages[0].contents_add(b"0 g 100 100 300 300 re f")
        pdf.pages[0].Rotate = 90
        pdf.save(over)
    with PdfiumPages().open(over.getvalue()) as file:
        image = file.image(1, dpi=100)
    assert image is not None
    assert (image.width_px, image.height_px) == (1100, 850)
    assert image.grey.count(0) > 10_000
