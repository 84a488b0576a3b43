"""Papers that people put on the pages of a PDF in a viewer: none of them may count as missing."""

import random
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw

from fixtures.makers.form import answers
from fixtures.makers.form_page import form_pages
from fixtures.makers.passport import draw_passport
from fixtures.makers.pdf_put_on import filled_with, pinned, printed, put_on, with_layer
from fixtures.makers.people import invent_person
from fixtures.makers.scans import images_to_pdf
from imwu_inbox.domain.documents import Answer, DocumentKind, Opened
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.reading import FileReading, FormRoute
from tests.readings import TODAY, form_plan, reader

HOLDER = invent_person(random.Random(1), today=TODAY, nationality="D")
PASSPORT = images_to_pdf([draw_passport(HOLDER, random.Random(3), dpi=200)], dpi=200)
FORM = form_pages("en", answers(form_plan(5, person=HOLDER)))
SENTENCE = "We confirm that this musician is engaged for six concerts and that all travel is paid by our festival."
LETTER, BLANK = printed([SENTENCE] * 14), printed([])
BELOW_THE_WORDS, WHOLE_PAGE = (60.0, 150.0, 414.0, 400.0), (0.0, 0.0, 612.0, 792.0)


def read(content: bytes) -> FileReading:
    """The reading of a file."""
    return reader().read_file(content, name="x", today=TODAY)


PUT_ON: dict[str, Callable[[bytes], bytes]] = {
    "stamped": lambda page: put_on(PASSPORT, kind="Stamp", page=page, box=BELOW_THE_WORDS),
    "drawn": lambda page: put_on(PASSPORT, kind="Ink", page=page, box=BELOW_THE_WORDS),
    "as a film": lambda page: put_on(PASSPORT, kind="Screen", page=page, box=BELOW_THE_WORDS),
    "pinned": lambda page: pinned(PASSPORT, name="passport.pdf", page=page),
    "as a pattern": lambda page: filled_with(PASSPORT, page=page, box=BELOW_THE_WORDS),
    "as a shown layer": lambda page: with_layer(page, layer=PASSPORT, is_shown=True),
}


@pytest.mark.parametrize("put", PUT_ON.values(), ids=PUT_ON)
def test_a_passport_put_on_a_letter_is_read(put: Callable[[bytes], bytes]) -> None:
    """Under words enough to read the page without its pixels."""
    found = read(put(LETTER)).documents
    zones = [zone for document in found if document.kind is DocumentKind.PASSPORT for zone in document.passports]
    assert [(zone.fields.number, zone.checks_valid) for zone in zones] == [(HOLDER.passport_number, True)]


def test_a_form_whose_answers_were_typed_over_it_is_read() -> None:
    """As telephones and Preview let people fill in a form that has no fields."""
    (document,) = read(put_on(FORM, kind="FreeText", page=BLANK, box=WHOLE_PAGE)).documents
    assert document.form is not None
    assert (document.kind, document.form.complete, document.form.route) == (
        DocumentKind.IMM5686, Answer.YES, FormRoute.TEXT,
    )  # fmt: skip
    assert document.form.fields["family_name"].value == HOLDER.surname


def test_a_hidden_layer_is_not_read_and_proves_nothing_missing() -> None:
    """What viewers do not show counts for nothing; that it is there is told."""
    reading = read(with_layer(LETTER, layer=PASSPORT, is_shown=False))
    assert all(not document.passports for document in reading.documents)
    assert (reading.opened, reading.why, reading.is_whole) == (Opened.OK, Hindrance.LAYERS_OFF, False)


def pasted(picture: Image.Image) -> bytes:
    """A letter with a picture below its words."""
    stamp = images_to_pdf([picture], dpi=200)
    high = 354 * picture.height / picture.width
    return put_on(stamp, kind="Stamp", page=LETTER, box=(60.0, 60.0, 414.0, 60.0 + high))


def without_its_zone(page: Image.Image) -> Image.Image:
    """Cut off above it."""
    return page.crop((0, 0, page.width, round(0.72 * page.height)))


def test_a_passport_pasted_into_a_letter_whose_zone_cannot_be_read_is_a_doubt() -> None:
    """The letter's own words are enough to read the page, and say nothing of it."""
    (document,) = read(pasted(without_its_zone(draw_passport(HOLDER, random.Random(3), dpi=200)))).documents
    assert (document.kind, document.kind_is_sure, document.passports) == (DocumentKind.PASSPORT, False, ())


def test_a_firms_picture_in_a_letter_leaves_it_a_letter() -> None:
    """It is looked at, and says nothing of a passport."""
    sign = Image.new("RGB", (984, 693), "white")
    ImageDraw.Draw(sign).ellipse((100, 100, 880, 600), fill=(20, 60, 140))
    plain, with_picture = (read(content).documents[0] for content in (LETTER, pasted(sign)))
    assert (with_picture.kind, with_picture.kind_is_sure) == (plain.kind, plain.kind_is_sure)
