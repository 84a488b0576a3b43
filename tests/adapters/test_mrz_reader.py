"""The zone reader on drawn pages: what it must read, what it must refuse, and what it may only suspect."""

import csv
import pickle
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from fixtures.makers.cards import draw_card_back, draw_visa
from fixtures.makers.fonts import font
from fixtures.makers.mrz import td1_lines, td3_lines, visa_lines
from fixtures.makers.passport import draw_passport, draw_zone, passport_scan_page
from fixtures.makers.people import Person, invent_person
from fixtures.makers.scans import tilt
from fixtures.makers.zone_faces import ZoneFace
from imwu_inbox.adapters.mrz_reader import NetMrzReader
from imwu_inbox.adapters.mrz_reader.rest import has_more_print
from imwu_inbox.adapters.mrz_reader.shrunk import Shrunk
from imwu_inbox.domain.documents import PageImage
from imwu_inbox.domain.mrz import MrzFormat
from tests.domain.test_mrz import SPECIMENS

TODAY = date(2026, 11, 22)
CODES = Path("config/icao_codes.csv")


@pytest.fixture(scope="module")
def reader() -> NetMrzReader:
    """A reader that knows every state in the project's table."""
    with CODES.open(encoding="utf-8", newline="") as table:
        return NetMrzReader(codes=frozenset(row["code"] for row in csv.DictReader(table)))


@pytest.fixture
def rng() -> random.Random:
    """The same dice for every test."""
    return random.Random("zone reader")


@pytest.fixture
def person(rng: random.Random) -> Person:
    """Somebody with a passport."""
    return invent_person(rng, today=TODAY)


def page_of(picture: Image.Image, dpi: int = 200) -> PageImage:
    """A drawn picture as the page source would hand it over."""
    grey = picture.convert("L")
    return PageImage(width_px=grey.width, height_px=grey.height, dpi=dpi, grey=grey.tobytes())


def bare_zone(lines: tuple[str, ...], face: ZoneFace = "ocr-b") -> PageImage:
    """Nothing but printed lines on white paper."""
    paper = Image.new("RGB", (1000, 400), "white")
    draw_zone(paper, lines, dpi=200, face=face)
    return page_of(paper)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_passport_is_read_however_the_page_lies(
    reader: NetMrzReader, rng: random.Random, person: Person, turn: int
) -> None:
    """Both lines come out exactly, with a promise, and the reader says how to turn the page upright."""
    page = page_of(draw_passport(person, rng, dpi=200).rotate(turn, expand=True))
    (reading,) = reader(page, today=TODAY).readings
    assert reading.format is MrzFormat.TD3
    assert reading.lines == td3_lines(person)
    assert reading.checks_valid
    assert reading.turned_degrees == turn


@pytest.mark.parametrize("degrees", [-8.0, 7.0])
def test_a_page_laid_askew_is_read(reader: NetMrzReader, rng: random.Random, person: Person, degrees: float) -> None:
    """Eight degrees of tilt, as a hurried hand leaves on the glass, cost nothing."""
    askew = tilt(np.asarray(passport_scan_page(person, rng, dpi=150)), degrees)
    (reading,) = reader(page_of(Image.fromarray(askew)), today=TODAY).readings
    assert reading.lines == td3_lines(person)


def test_a_small_copy_on_a_large_sheet_is_found(reader: NetMrzReader, rng: random.Random, person: Person) -> None:
    """Eight pixels a character on a Letter page are enough, and the box says where they stand."""
    small = draw_passport(person, rng, dpi=80)
    sheet = Image.new("RGB", (1700, 2200), "white")
    sheet.paste(small, (900, 1500))
    (reading,) = reader(page_of(sheet), today=TODAY).readings
    assert reading.lines == td3_lines(person)
    left, top, right, bottom = reading.box
    assert 900 / 1700 < left < right < (900 + small.width) / 1700
    assert (1500 + 0.7 * small.height) / 2200 < top < bottom < (1500 + small.height) / 2200


def test_two_passports_on_one_page_are_both_read(reader: NetMrzReader, rng: random.Random, person: Person) -> None:
    """A family on one sheet is two readings."""
    other = invent_person(rng, today=TODAY)
    sheet = Image.new("RGB", (1700, 2200), "white")
    for place, holder in ((150, person), (1200, other)):
        sheet.paste(draw_passport(holder, rng, dpi=200), (300, place))
    found = reader(page_of(sheet), today=TODAY).readings
    assert {reading.lines for reading in found if reading.checks_valid} == {td3_lines(person), td3_lines(other)}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_small_passport_is_found_beside_a_large_one(
    reader: NetMrzReader, rng: random.Random, person: Person, turn: int
) -> None:
    """The search for smaller print goes on where there is print beside the paper that was read, and only there."""
    other = invent_person(rng, today=TODAY)
    sheet = Image.new("RGB", (1700, 2200), "white")
    sheet.paste(draw_passport(person, rng, dpi=200).rotate(turn, expand=True), (60, 100))
    alone = np.asarray(sheet.convert("L"))
    first = reader(page_of(sheet), today=TODAY).readings
    assert not has_more_print(Shrunk(alone), first)
    sheet.paste(draw_passport(other, rng, dpi=78), (1200, 1800))
    found = reader(page_of(sheet), today=TODAY).readings
    assert {reading.lines for reading in found} == {td3_lines(person), td3_lines(other)}


@pytest.mark.parametrize("kind", list(SPECIMENS))
def test_the_specimens_of_icao_are_read_in_every_format(reader: NetMrzReader, kind: MrzFormat) -> None:
    """Passport, card, small document and both visas, with the format's name."""
    found = reader(bare_zone(SPECIMENS[kind]), today=TODAY).readings
    assert [(reading.format, reading.lines) for reading in found] == [(kind, SPECIMENS[kind])]


def test_a_card_says_that_it_is_a_card(reader: NetMrzReader, rng: random.Random, person: Person) -> None:
    """Three lines of thirty are TD1, which no passport is."""
    (reading,) = reader(page_of(draw_card_back(person, rng, dpi=200)), today=TODAY).readings
    assert reading.format is MrzFormat.TD1
    assert reading.lines == td1_lines(person)
    assert reading.checks_valid


def test_a_visa_says_that_it_is_a_visa(reader: NetMrzReader, rng: random.Random, person: Person) -> None:
    """Two lines of forty-four that start with V are a visa, although they carry a passport's number."""
    (reading,) = reader(page_of(draw_visa(person, rng, dpi=200)), today=TODAY).readings
    assert reading.format is MrzFormat.MRVA
    assert reading.lines == visa_lines(person)


def test_a_wrong_printed_digit_is_never_promised(reader: NetMrzReader, person: Person) -> None:
    """A number that its check digit contradicts may be shown, but not as valid."""
    first, second = td3_lines(person)
    wrong = "7" if second[9] != "7" else "8"
    found = reader(bare_zone((first, second[:9] + wrong + second[10:])), today=TODAY)
    assert not any(reading.checks_valid for reading in found.readings)


def test_a_passport_that_is_not_promised_is_still_shown_as_a_passport(reader: NetMrzReader) -> None:
    """The digits that hold within its first 36 characters do not make it a smaller paper."""
    first, second = td3_lines(invent_person(random.Random(3), today=TODAY))
    wrong = "7" if second[42] != "7" else "8"
    lines = (first, second[:42] + wrong + second[43:])
    assert [one.format for one in reader(bare_zone(lines), today=TODAY).readings] == [MrzFormat.TD3]


@pytest.mark.parametrize("face", ["pen", "pen-bold"])
def test_letters_that_no_check_digit_tells_from_noughts_are_not_promised_as_noughts(
    reader: NetMrzReader, person: Person, face: ZoneFace
) -> None:
    """OO and 00 have the same check digit; only what was plainly seen decides between them, not what is usual."""
    lines = td3_lines(replace(person, passport_number="OO7408698"))
    found = reader(bare_zone(lines, face), today=TODAY)
    assert found.readings
    assert all(reading.lines == lines for reading in found.readings if reading.checks_valid)


def test_a_state_that_does_not_exist_is_never_promised(reader: NetMrzReader, person: Person) -> None:
    """Right digits under an unknown state are not enough."""
    first, second = td3_lines(person)
    found = reader(bare_zone((first[:2] + "QQX" + first[5:], second[:10] + "QQX" + second[13:])), today=TODAY)
    assert not any(reading.checks_valid for reading in found.readings)


def test_a_reading_says_whether_it_was_repaired() -> None:
    """What was read stays beside what it was taken for; a clean print needs no repair."""
    first, second = td3_lines(invent_person(random.Random(3), today=TODAY, nationality="JPN"))
    reader = NetMrzReader(codes=frozenset({"JPN"}))
    (reading,) = reader(bare_zone((first, second)), today=TODAY).readings
    assert reading.raw_lines == reading.lines == (first, second)
    assert not reading.repaired


def test_a_passport_whose_lines_are_cut_off_is_not_taken_for_a_smaller_paper(
    reader: NetMrzReader, person: Person
) -> None:
    """Thirty-six characters of a passport are a broken passport, not a visa or a card with a promise."""
    found = reader(bare_zone(tuple(line[:36] for line in td3_lines(person))), today=TODAY)
    assert not any(reading.checks_valid for reading in found.readings)


def test_an_empty_page_holds_nothing(reader: NetMrzReader) -> None:
    """White paper is a plain no, not a doubt."""
    found = reader(page_of(Image.new("L", (1700, 2200), 255)), today=TODAY)
    assert found.readings == ()
    assert not found.suspected


def test_a_page_too_small_to_hold_a_line_holds_nothing(reader: NetMrzReader) -> None:
    """A picture of a few pixels, such as a tracking dot, breaks nothing."""
    assert reader(page_of(Image.new("L", (1, 1), 255)), today=TODAY).readings == ()


def test_running_text_is_no_zone(reader: NetMrzReader) -> None:
    """A letter, even one set in typewriter type, is neither a zone nor a doubt."""
    sheet = Image.new("L", (1700, 2200), 255)
    pen = ImageDraw.Draw(sheet)
    for row in range(40):
        words = "The employer confirms the offer of employment and the duties set out below."
        pen.text((200, 200 + 44 * row), words[row % 7 :], font=font("mono-bold", 28), fill=20)
    found = reader(page_of(sheet), today=TODAY)
    assert found.readings == ()
    assert not found.suspected


@pytest.mark.parametrize("seed", range(6))
def test_noise_is_never_promised(reader: NetMrzReader, seed: int) -> None:
    """Grain, stripes of grain and specks give no valid reading."""
    dice = np.random.default_rng(seed)
    grain = dice.normal(128, 60, (900, 1200))
    grain[:: 2 + seed] = 255
    page = Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))
    assert not any(reading.checks_valid for reading in reader(page_of(page), today=TODAY).readings)


def test_a_zone_too_blurred_to_read_is_suspected_or_refused_its_promise(
    reader: NetMrzReader, rng: random.Random, person: Person
) -> None:
    """What looks like a zone and cannot be read is never a plain no."""
    sharp = np.asarray(draw_passport(person, rng, dpi=200).convert("L"))
    blurred = Image.fromarray(np.asarray(cv2.GaussianBlur(sharp, (0, 0), 3.5), dtype=np.uint8))
    found = reader(page_of(blurred), today=TODAY)
    assert found.suspected or found.readings
    assert all(reading.lines == td3_lines(person) for reading in found.readings if reading.checks_valid)


def test_the_same_page_gives_the_same_finding(reader: NetMrzReader, rng: random.Random, person: Person) -> None:
    """Nothing in the reader is left to chance, and a copy sent to another process reads alike."""
    page = page_of(draw_passport(person, rng, dpi=150))
    copy = pickle.loads(pickle.dumps(reader))  # noqa: S301 - our own object
    assert reader(page, today=TODAY) == reader(page, today=TODAY) == copy(page, today=TODAY)
