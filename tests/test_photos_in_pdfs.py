"""Photos inside a PDF are laid flat like photos by themselves; scans and digital pages stay as they are."""

import random

import numpy as np
import pypdfium2
import pytest

from fixtures.makers.damage import photograph
from fixtures.makers.employers import invent_plan
from fixtures.makers.paper_layout import render_pages
from fixtures.makers.papers import make_letter
from fixtures.makers.scans import images_to_pdf
from imwu_inbox.adapters.pdfium_raster import PdfiumPages
from imwu_inbox.domain.page_frame import PageFrame
from imwu_inbox.domain.page_pictures import page_wanted
from imwu_inbox.reader.photos_in_pdfs import PhotosLaidFlat
from tests.readings import TODAY, reader

LETTER = make_letter(invent_plan(random.Random(5), "en", today=TODAY), random.Random(5))
SHAPE = 8.5 / 11


def as_photo() -> bytes:
    """The letter photographed upright on a table, in a PDF of one picture."""
    (shot,) = (photograph(page, random.Random(8), glare=False) for page in render_pages(LETTER, dpi=150)[:1])
    return images_to_pdf([shot], dpi=150, jpeg_quality=80)


def as_scan() -> bytes:
    """The letter scanned."""
    return images_to_pdf([page.convert("L") for page in render_pages(LETTER, dpi=150)[:1]], dpi=150)


def test_a_photo_in_a_pdf_is_laid_flat_for_the_reader_and_the_officer_alike() -> None:
    """In pixels, picture and shape, so that a box found in one lies right in the other."""
    with PhotosLaidFlat(source=PdfiumPages()).open(as_photo()) as file, PdfiumPages().open(as_photo()) as before:
        image, picture, aspect = file.image(1, dpi=200), file.picture(1, longest_px=900), file.aspect(1)
        came = before.image(1, dpi=200)
    assert image is not None
    assert picture is not None
    assert came is not None
    assert aspect == pytest.approx(SHAPE, rel=0.12)
    assert image.width_px / image.height_px == pytest.approx(aspect, rel=0.01)
    assert picture.width_px / picture.height_px == pytest.approx(aspect, rel=0.01)
    assert image.width_px * image.height_px < 0.95 * came.width_px * came.height_px
    grey = np.frombuffer(image.grey, np.uint8).reshape(image.height_px, image.width_px)
    rim = np.concatenate([grey[8], grey[-8], grey[:, 8], grey[:, -8]])
    assert np.median(rim) > 0.8 * np.median(grey)


@pytest.mark.parametrize("content", [as_scan(), LETTER], ids=["scan", "digital"])
def test_what_is_no_photo_stays_as_it_is(content: bytes) -> None:
    """Pixels, words and shape."""
    with PhotosLaidFlat(source=PdfiumPages()).open(content) as file, PdfiumPages().open(content) as before:
        assert file.image(1, dpi=200) == before.image(1, dpi=200)
        assert file.image(1, dpi=40) == before.image(1, dpi=40)
        assert (file.page(1), file.aspect(1)) == (before.page(1), before.aspect(1))
        assert (file.page_count, file.picture_share(1)) == (before.page_count, before.picture_share(1))


def test_a_photographed_letter_in_a_pdf_is_read_and_shown() -> None:
    """Its words, and its page without the table."""
    reading = reader().read_file(as_photo(), name="x", today=TODAY)
    with pypdfium2.PdfDocument(LETTER) as document:
        said = {word for word in document[0].get_textpage().get_text_range().split() if len(word) > 5}
    read = set(reading.documents[0].text.split())
    assert len(said & read) > 0.85 * len(said)
    frame: PageFrame = reading.frames[0]
    (shown,) = reader().show_pages(as_photo(), wanted=[page_wanted(frame)])
    assert shown.webp
    assert frame.aspect == pytest.approx(SHAPE, rel=0.12)
