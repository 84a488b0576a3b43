"""The printed zone of drawn passports through the real program."""

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from PIL import Image

from fixtures.makers.passport import draw_passport
from fixtures.makers.people import invent_person
from fixtures.makers.scans import images_to_pdf, tilt
from imwu_inbox.adapters.tesseract_ocr.data_page import TesseractDataPage
from imwu_inbox.domain.documents import DocumentKind, Opened, PageImage
from tests.readings import reader

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(("turn", "degrees"), [(0, 0.0), (90, 2.5), (180, -3.0)])
def test_names_and_number_printed_above_a_zone_confirm_it(turn: int, degrees: float) -> None:
    """However the page lies, what is printed above the zone is read upright and agrees with it."""
    invented = invent_person(random.Random("printed"), today=TODAY, nationality="D", surname="Müßig", given_names="Zoë")
    person = replace(invented, passport_number="C4X7K86P3")  # no figure that a serif makes look like a letter
    page = draw_passport(person, random.Random(4), dpi=200, layout="right", specimen=False)
    lying = Image.fromarray(tilt(np.asarray(page.rotate(turn, expand=True)), degrees))
    scan = images_to_pdf([lying], dpi=200)
    (document,) = reader().read_file(scan, name="scan.pdf", today=TODAY).documents
    (zone,) = document.passports
    assert {"surname", "given_names", "number", "birth_date"} <= set(zone.confirmed)
    assert zone.printed["surname"].value.startswith("MÜ")


def test_library_and_program_read_the_same(capfd: pytest.CaptureFixture[str]) -> None:
    """A machine without the library reads as well, only slower; neither writes to the child's output."""
    person = invent_person(random.Random("library"), today=TODAY)
    grey = draw_passport(person, random.Random(6), dpi=200).convert("L")
    image = PageImage(width_px=grey.width, height_px=grey.height, dpi=200, grey=grey.tobytes())
    (zone,) = reader().tools.mrz(image, today=TODAY).readings
    ways = (TesseractDataPage(), TesseractDataPage(lambda _: None))
    ready, started = (way(image, zone, small_print=False) for way in ways)
    assert [(word.text, word.box) for word in ready] == [(word.text, word.box) for word in started]
    assert person.passport_number in {word.text for word in ready}
    assert capfd.readouterr().out == ""


def test_only_zones_are_looked_for_when_only_they_are_asked_for() -> None:
    """Cards and visas are told too, a page without a zone is no document, and nobody is asked to confirm."""
    person = invent_person(random.Random("zones"), today=TODAY)
    passport = draw_passport(person, random.Random(5), dpi=200)
    scan = images_to_pdf([Image.new("RGB", passport.size, "white"), passport], dpi=200)
    found = reader().read_passports(scan, today=TODAY, confirm=False)
    assert (found.opened, found.page_count, len(found.documents)) == (Opened.OK, 2, 1)
    assert (found.documents[0].kind, found.documents[0].pages) == (DocumentKind.PASSPORT, (2,))
    (zone,) = found.documents[0].passports
    assert (zone.checks_valid, zone.confirmed) == (True, ())
    again = reader().read_passports(scan, today=TODAY, confirm=True).documents[0].passports[0]
    assert "number" in again.confirmed
