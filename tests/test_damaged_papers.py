"""A file that is damaged in part may hold what is not found in it: never blank, never missing, always a doubt."""

import io
import random
from dataclasses import replace

import pikepdf
import pytest

from fixtures.makers.form import answers
from fixtures.makers.form_page import form_pages
from fixtures.makers.form_xfa import xfa_form
from fixtures.makers.office_files import open_text, spreadsheet, word_text
from fixtures.makers.passport import draw_passport
from fixtures.makers.pdf_shapes import portfolio
from fixtures.makers.picture_files import PictureKind, fax_pages, picture_file, telephone_photo
from fixtures.makers.word_97 import word_97
from imwu_inbox.domain.completeness import unsure_in
from imwu_inbox.domain.documents import DocumentKind, Opened
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.reading import FileReading
from tests.domain.papers import a_file, a_request
from tests.readings import TODAY, form_plan, reader
from tests.test_disguised_papers import holder

SAID = answers(form_plan(5, person=holder()))
FORM = form_pages("en", SAID)
PASSPORT = draw_passport(holder(), random.Random(5), dpi=100)
WORDS = ("Job offer", "We are pleased to offer you the position of violinist.")
KINDS: tuple[PictureKind, ...] = ("png", "webp", "gif", "bmp", "avif", "jpeg")


def read(content: bytes) -> FileReading:
    """The reading of a file."""
    return reader().read_file(content, name="x", today=TODAY)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """An open document as a file."""
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def xfa_with_broken_answers() -> bytes:
    """A filled form whose packet of answers lost its end on the way."""
    with pikepdf.open(io.BytesIO(xfa_form("en", SAID, encrypted=False))) as pdf:
        packets = pdf.Root.AcroForm.XFA
        at = next(at for at in range(0, len(packets), 2) if str(packets[at]) == "datasets")
        packets[at + 1].write(packets[at + 1].read_bytes()[:-300])
        return saved(pdf)


def print_with_a_broken_page() -> bytes:
    """A printed form whose first page is no page any more."""
    with pikepdf.open(io.BytesIO(FORM)) as pdf:
        pdf.Root.Pages.Kids[0].MediaBox = pikepdf.Array([0, 0, 0, 0])
        pdf.Root.Pages.Kids[0].Type = pikepdf.Name.Nothing
        return saved(pdf)


def hides_something(reading: FileReading) -> bool:
    """Whether the judges keep a paper for possible that is not found: then nothing can be called missing."""
    file = a_file(*reading.documents)
    doubtful = unsure_in(a_request(replace(file, reading=reading)))
    return doubtful.unopened or doubtful.unknown


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (xfa_with_broken_answers(), Hindrance.DAMAGED),
        (portfolio(["Request"], [("form.pdf", FORM[:9000])]), Hindrance.FILE_INSIDE),
        (FORM.replace(b"startxref", b"startxxxx"), Hindrance.MENDED),
    ],
    ids=["XFA", "portfolio", "tables"],
)
def test_a_file_that_is_broken_in_part_is_not_taken_for_the_whole(content: bytes, why: Hindrance) -> None:
    """What stands in the broken part is not missing; what was mended may have lost pages before."""
    reading = read(content)
    assert (reading.why, reading.is_whole, hides_something(reading)) == (why, False, True)


def test_a_mended_form_is_read() -> None:
    """Nothing of it is lost."""
    reading = read(FORM.replace(b"startxref", b"startxxxx"))
    assert reading.opened is Opened.OK
    assert [document.kind for document in reading.documents] == [DocumentKind.IMM5686]


def test_a_page_that_cannot_be_loaded_is_unreadable() -> None:
    """The other pages are read all the same."""
    reading = read(print_with_a_broken_page())
    assert (reading.page_count, reading.documents[0].kind) == (2, DocumentKind.UNREADABLE)
    assert hides_something(reading)


@pytest.mark.parametrize(
    "content",
    [
        *(picture_file(PASSPORT, kind) for kind in KINDS),
        telephone_photo(PASSPORT),
        fax_pages([PASSPORT], "group4", dpi=100),
        FORM,
        xfa_form("en", SAID),
        word_text(WORDS),
        open_text(WORDS),
        spreadsheet([WORDS]),
        word_97(WORDS),
    ],
    ids=[*KINDS, "heic", "fax", "pdf", "xfa", "docx", "odt", "xlsx", "doc"],
)
def test_half_a_file_of_any_kind_hides_something(content: bytes) -> None:
    """Whoever sent it may well have sent everything."""
    reading = read(content[: len(content) // 2])
    assert reading.why is not None
    assert hides_something(reading)


def test_a_portfolio_deeper_than_we_look_hides_something() -> None:
    """The passport may lie in the innermost."""
    content = FORM
    for _ in range(4):
        content = portfolio(["Request"], [("inner.pdf", content)])
    reading = read(content)
    assert (reading.why, hides_something(reading)) == (Hindrance.FILE_INSIDE, True)


def page_showing(packed: bytes, how: str, *, beside: bytes = b"") -> bytes:
    """A page with a picture of the passport's size, packed so, and words beside it."""
    with pikepdf.new() as pdf:
        page, picture = pdf.add_blank_page(page_size=(612, 792)), pdf.make_stream(b"")
        picture.write(packed, filter=pikepdf.Name(how))
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = PASSPORT.width, PASSPORT.height, 8
        picture.ColorSpace = pikepdf.Name.DeviceGray
        face = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture), Font=pikepdf.Dictionary(F=face))
        page.obj.Contents = pdf.make_stream(
            b"q 500 0 0 350 50 300 cm /I Do Q BT /F 12 Tf 50 700 Td (%s) Tj ET" % beside
        )
        return saved(pdf)


def packed_as(kind: str) -> bytes:
    """The passport's picture."""
    out = io.BytesIO()
    PASSPORT.convert("L").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("packed", "how", "beside"),
    [
        (packed_as("JPEG")[300:], "/DCTDecode", b""),
        (packed_as("JPEG")[300:], "/DCTDecode", b"Here is the passport of our violinist, as asked by your office."),
        (packed_as("JPEG2000")[:4000], "/JPXDecode", b""),
        (packed_as("JPEG"), "/NeverHeardOf", b""),
    ],
    ids=["JPEG", "JPEG beside words", "JPEG 2000", "unknown"],
)
def test_a_picture_that_cannot_be_decoded_is_no_blank_page(packed: bytes, how: str, beside: bytes) -> None:
    """Nothing shows where it lies, and it may be the passport."""
    reading = read(page_showing(packed, how, beside=beside))
    assert (reading.opened, reading.why) == (Opened.DAMAGED, Hindrance.DAMAGED)
    assert hides_something(reading)


def test_a_page_drawn_too_small_to_be_read_hides_something() -> None:
    """Of a page of kilometres, nothing smaller than a house is seen."""
    with pikepdf.open(io.BytesIO(page_showing(packed_as("JPEG"), "/DCTDecode"))) as pdf:
        pdf.pages[0].MediaBox = pikepdf.Array([0, 0, 200_000, 200_000])
        reading = read(saved(pdf))
    assert (reading.opened, reading.why) == (Opened.TOO_LARGE, Hindrance.PIXELS)
    assert hides_something(reading)


def test_a_picture_of_nothing_is_a_blank_page() -> None:
    """The back of a scanned sheet."""
    white = io.BytesIO()
    PASSPORT.convert("L").point(lambda _: 255).save(white, "JPEG")
    assert read(page_showing(white.getvalue(), "/DCTDecode")).is_whole
