"""Papers that do not look like what they are: pasted, drawn over, or with another program's words laid under them."""

import base64
import io
import random
from functools import cache

import pikepdf
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from fixtures.makers.form import answers
from fixtures.makers.form_page import form_pages
from fixtures.makers.paper_layout import render_pages
from fixtures.makers.passport import draw_passport
from fixtures.makers.people import Person, invent_person
from fixtures.makers.scans import images_to_pdf, jpeg_bytes
from imwu_inbox.domain.documents import Answer, DocumentKind
from imwu_inbox.domain.reading import FileReading, FormRoute
from tests.readings import TODAY, form_plan, reader

SENTENCE = (
    "We confirm that this musician is engaged for six concerts of our festival and that all travel is paid by us."
)
POINTS_PER_MM = 72 / 25.4
LETTER_PT = (612, 792)


@cache
def holder() -> Person:
    """Somebody invented."""
    return invent_person(random.Random(1), today=TODAY, nationality="D")


def read(content: bytes) -> FileReading:
    """The reading of a file."""
    return reader().read_file(content, name="x", today=TODAY)


def with_words_below(pages: list[Image.Image], words: str, *, dpi: int) -> bytes:
    """A scan as a scanner's own program saves it: the picture, and invisible words."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=LETTER_PT, invariant=1)
    for page in pages:
        canvas.drawImage(ImageReader(io.BytesIO(jpeg_bytes(page.convert("L"), 70, dpi))), 0, 0, *LETTER_PT)
        text = canvas.beginText(40, 760)
        text.setTextRenderMode(3)
        text.setFont("Helvetica", 7)
        text.textLines(words)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_passport_pasted_into_a_letter_is_found() -> None:
    """Smaller than life, under words enough to read the page without its pixels."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=LETTER_PT, invariant=1)
    for row in range(14):
        canvas.drawString(50, 740 - 14 * row, SENTENCE)
    picture = ImageReader(io.BytesIO(jpeg_bytes(draw_passport(holder(), random.Random(3)), 80, 300)))
    canvas.drawImage(picture, 60, 200, 85 * POINTS_PER_MM, 60 * POINTS_PER_MM)
    canvas.save()
    (document,) = read(out.getvalue()).documents
    assert document.kind is DocumentKind.PASSPORT
    assert [(zone.fields.number, zone.checks_valid) for zone in document.passports] == [
        (holder().passport_number, True)
    ]


def test_a_scanned_form_is_read_from_its_picture_whatever_words_lie_under_it() -> None:
    """The scanner's program read nonsense that looks like text."""
    plan = form_plan(5, person=holder())
    pages = render_pages(form_pages("en", answers(plan)), dpi=200)
    nonsense = "\n".join(["The cotten of the plise with our aplicatian ferm for the borker in the mine."] * 8)
    (document,) = read(with_words_below(pages, nonsense, dpi=200)).documents
    assert document.form is not None
    assert (document.kind, document.form.route, document.form.complete) == (
        DocumentKind.IMM5686,
        FormRoute.OCR,
        Answer.YES,
    )
    assert document.form.fields["date_of_birth"].value == holder().birth_date.isoformat()


def test_a_form_whose_answers_are_drawn_is_not_called_blank() -> None:
    """Written with a pen on a tablet: no letter of it stands in the text layer."""
    content = form_pages("en", {})
    ink = io.BytesIO()
    canvas = Canvas(ink, pagesize=LETTER_PT, invariant=1)
    for row in range(0, 792, 6):
        canvas.line(20, row, 590, row + 3)
    canvas.save()
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as form, pikepdf.open(ink) as drawn:
        form.pages[0].add_overlay(drawn.pages[0], pikepdf.Rectangle(0, 0, *LETTER_PT))
        form.save(out)
    (document,) = read(out.getvalue()).documents
    assert document.form is not None
    assert document.form.complete is Answer.CANNOT_TELL
    (blank,) = read(content).documents
    assert blank.form is not None
    assert blank.form.complete is Answer.NO


def test_a_picture_pasted_into_a_page_of_the_web_is_a_doubt() -> None:
    """It is not taken out of the file, so the file was not wholly read."""
    picture = base64.b64encode(jpeg_bytes(Image.new("L", (400, 300)), 60, 72)).decode()
    reading = read(f"<html><p>Passport</p><img src='data:image/jpeg;base64,{picture}'></html>".encode())
    assert [document.kind for document in reading.documents] == [DocumentKind.OTHER, DocumentKind.UNREADABLE]


def test_a_scan_of_a_letter_stays_a_letter_by_the_words_under_it() -> None:
    """Our own look at the picture is for forms and passports only."""
    words = "\n".join(["Dear officer,", *[SENTENCE] * 8, "Sincerely,"])
    blank = Image.new("L", (1700, 2200), 255)
    (document,) = read(with_words_below([blank], words, dpi=200)).documents
    assert document.kind is DocumentKind.LETTER
    (scan,) = read(images_to_pdf([blank], dpi=200)).documents
    assert scan.kind is DocumentKind.OTHER
