"""Every reader of papers, real or fake, in this process or behind the wall, keeps these promises."""

import email
import email.policy
import io
import os
import random
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest

from fixtures.makers.employers import invent_plan
from fixtures.makers.form import answers
from fixtures.makers.form_page import form_pages
from fixtures.makers.paper_layout import render_pages
from fixtures.makers.papers import make_letter
from fixtures.makers.pdf_files import saved_with_password
from fixtures.makers.scans import images_to_pdf, light_wear, wear
from imwu_inbox.adapters.jail import Jail
from imwu_inbox.adapters.jail.hands import ForkedHands
from imwu_inbox.domain.documents import Answer, DocumentKind, Opened, PageImage
from imwu_inbox.domain.evidence import plain
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.mrz import MrzFinding
from imwu_inbox.domain.reader_setup import ReadingLimits
from imwu_inbox.domain.reading import FileReading, FormRoute
from imwu_inbox.ports.paper_reader import PaperReader
from tests.fakes.paper_reader import FakePaperReader
from tests.readings import TODAY, form_plan, no_zone, reader, setup

LETTER = make_letter(invent_plan(random.Random(5), "en", today=TODAY), random.Random(5))
STORIES = Path(__file__).parents[2] / "fixtures" / "mail"


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    """One jail for the module."""
    walled = Jail(setup=setup(), workers=2, seconds_per_file=120)
    yield walled
    walled.close()


@pytest.fixture(params=["fake", "reader", "jail"])
def paper_reader(request: pytest.FixtureRequest) -> PaperReader:
    """Each kind of reader in turn."""
    if request.param == "jail":
        walled: Jail = request.getfixturevalue("jail")
        return walled
    return FakePaperReader() if request.param == "fake" else reader()


def files_of(story: str) -> dict[str, bytes]:
    """The attachments of a story's message, by name."""
    message = email.message_from_bytes((STORIES / story / "message.eml").read_bytes(), policy=email.policy.default)
    found = {}
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if part.get_filename() and isinstance(payload, bytes):
            found[str(part.get_filename())] = payload
    return found


def scanned_form(language: str, level: str) -> tuple[dict[str, str], bytes]:
    """A form as it comes off an office scanner, and what it says."""
    chance = random.Random(11)
    said = answers(form_plan(11, language, in_canada=True))
    document = pdfium.PdfDocument(form_pages("fr" if language == "fr" else "en", said))
    pages = [page.render(scale=200 / 72).to_pil().convert("L") for page in document]
    document.close()
    worn = [wear(page, chance, light_wear("easy" if level == "easy" else "medium", chance), dpi=200) for page in pages]
    return said, images_to_pdf(worn, dpi=200, jpeg_quality=65)


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"%PDF-1.7 nothing", b"\xff\xd8\xff cut", b"PK\x03\x04 cut"])
def test_what_cannot_be_opened_is_a_reading_that_says_why(paper_reader: PaperReader, content: bytes) -> None:
    """Never an error, whatever the bytes."""
    reading = paper_reader.read_file(content, name="x.pdf", today=TODAY)
    assert reading.opened is not Opened.OK
    assert reading.why is not None
    assert reading.documents == ()


def test_behind_the_wall_everything_reads_the_same(jail: Jail) -> None:
    """Every file of three stories, to the last fact."""
    for story in ("complete-xfa-en", "complete-text-fr", "complete-passport-turned"):
        for name, content in files_of(story).items():
            here = reader().read_file(content, name=name, today=TODAY)
            assert jail.read_file(content, name=name, today=TODAY) == here


def long_file(turned: int) -> bytes:
    """A form's second page, then twice a whole form, all scanned; one of these pages on its side. Units: from 0."""
    _, form = scanned_form("en", "easy")
    with pikepdf.new() as whole, pikepdf.open(io.BytesIO(form)) as scan:
        whole.pages.extend([scan.pages[1], *scan.pages, *scan.pages])
        whole.pages[turned].rotate(90, relative=True)
        buffer = io.BytesIO()
        whole.save(buffer)
    return buffer.getvalue()


def test_a_long_file_reads_the_same_by_two_hands(jail: Jail) -> None:
    """To the last fact, though pages of one form lie in two shares."""
    here = reader().read_file(long_file(1), name="all.pdf", today=TODAY)
    assert jail.read_file(long_file(1), name="all.pdf", today=TODAY) == here
    assert [paper.pages for paper in here.documents if paper.form] == [(1,), (2, 3), (4, 5)]


def test_of_more_pages_than_may_be_read_the_form_is_read_wherever_it_lies() -> None:
    """What is left is told as unread, so that nothing is found missing in it."""
    letter = images_to_pdf([page.convert("L") for page in 2 * render_pages(LETTER, dpi=150)], dpi=150)
    with pikepdf.open(io.BytesIO(letter)) as whole, pikepdf.open(io.BytesIO(scanned_form("fr", "easy")[1])) as form:
        whole.pages.extend(form.pages)
        buffer, before = io.BytesIO(), len(whole.pages) - len(form.pages)
        whole.save(buffer)
    usual = reader()
    hurried = replace(usual, tools=replace(usual.tools, limits=replace(usual.tools.limits, ocr_pages=2)))
    reading = hurried.read_file(buffer.getvalue(), name="all.pdf", today=TODAY)
    assert (reading.unread_pages, reading.why) == (tuple(range(1, before + 1)), Hindrance.PAGES)
    assert [(paper.form.complete, paper.pages) for paper in reading.documents if paper.form] == [
        (Answer.YES, (before + 1, before + 2))
    ]


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")  # a jailed child has one thread
def test_a_page_that_ends_one_of_two_hands_costs_no_other_page() -> None:
    """The rest of a long file is read, and the file says what was not, and why."""

    def zones(image: PageImage, *, today: date) -> MrzFinding:
        if image.width_px > image.height_px:
            os.kill(os.getpid(), signal.SIGKILL)
        return no_zone(image, today=today)

    usual, hands = reader(), ForkedHands()
    hands.allow(2)
    tools = replace(usual.tools, hands=hands, zones=replace(usual.tools.zones, mrz=zones))
    reading = replace(usual, tools=tools).read_file(long_file(2), name="all.pdf", today=TODAY)
    assert (reading.opened, reading.why, reading.unread_pages) == (Opened.OK, Hindrance.CRASH, (3,))
    assert [paper.pages for paper in reading.documents if paper.form] == [(1,), (2,), (4, 5)]


def test_behind_the_wall_a_message_parses_the_same(jail: Jail) -> None:
    """With its attachments byte for byte."""
    content = (STORIES / "complete-acroform-en" / "message.eml").read_bytes()
    assert jail.parse_mail(content) == reader().parse_mail(content)


@pytest.mark.parametrize(("language", "level"), [("en", "medium"), ("fr", "easy")])
def test_a_scanned_form_says_who_and_what(language: str, level: str) -> None:
    """Name, birth date, code and the two questions that flag: right, or left open."""
    said, content = scanned_form(language, level)
    (document,) = reader().read_file(content, name="scan.pdf", today=TODAY).documents
    form = document.form
    assert form is not None
    assert (form.route, form.complete, form.language) == (FormRoute.OCR, Answer.YES, language)
    assert [mention.code for mention in form.codes] == ["R186(g)"]
    for key in ("family_name", "given_names", "date_of_birth"):
        assert form.fields[key].value.casefold() == said[key].casefold()
    for key in ("in_canada", "charged_convicted", "kind_work_permit", "kind_lmia"):
        assert key not in form.fields or form.fields[key].value == ("yes" if said.get(key) == "X" else said[key])


def test_a_locked_file_is_told_as_locked() -> None:
    """So that nobody is turned away for it."""
    content = saved_with_password(form_pages("en", answers(form_plan(2))), "secret")
    assert reader().read_file(content, name="x.pdf", today=TODAY).opened is Opened.ENCRYPTED


def test_a_passport_is_never_claimed_of_other_papers() -> None:
    """Nor a form: in all stories, what is called so bears a zone or a question."""
    for story in ("missing-passport-en", "missing-form-en", "form-of-another-number", "question-with-a-logo"):
        for name, content in files_of(story).items():
            for document in reader().read_file(content, name=name, today=TODAY).documents:
                assert document.kind is not DocumentKind.PASSPORT or document.passports or not document.kind_is_sure
                assert document.kind is not DocumentKind.IMM5686 or document.form is not None


def test_mangled_files_are_readings_too() -> None:
    """A hundred files with octets changed, cut and doubled: each is read or says why not."""
    chance = random.Random(5)
    seeds = list(files_of("complete-acroform-en").values())
    for _ in range(100):
        content = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 40)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        cut = chance.choice((len(content), chance.randrange(len(content))))
        reading = reader().read_file(bytes(content[:cut]), name="x", today=date(2026, 11, 2))
        assert isinstance(reading, FileReading)


def test_pages_past_the_limit_are_told_as_unread() -> None:
    """Nobody takes half a file for the whole."""
    whole = reader()
    hurried = replace(whole, tools=replace(whole.tools, limits=ReadingLimits(pages=1)))
    reading = hurried.read_file(b"Dear Officer,\n" * 100, name="x.txt", today=TODAY)
    assert (reading.page_count, reading.unread_pages, reading.why) == (2, (2,), Hindrance.PAGES)


def test_a_file_past_its_time_is_told_as_unread() -> None:
    """It comes back by itself before the wall ends it."""
    whole = reader()
    late = replace(whole, tools=replace(whole.tools, limits=ReadingLimits(seconds_per_file=0.0)))
    reading = late.read_file(b"Dear Officer,\n", name="x.txt", today=TODAY)
    assert (reading.unread_pages, reading.why) == ((1,), Hindrance.TIME)


def pages_named(value: Any) -> list[int]:
    """Every page that a record of what was read names, wherever it stands in it."""
    if isinstance(value, list):
        return [page for one in value for page in pages_named(one)]
    found: list[int] = []
    for key, one in value.items() if isinstance(value, dict) else ():
        if key in ("page", "pages", "unread_pages") or (key == "number" and "aspect" in value):
            found += [page for page in (one if isinstance(one, list) else [one]) if page is not None]
        else:
            found += pages_named(one)
    return found


def test_papers_inside_a_portfolio_are_read_and_their_pages_follow_its_own() -> None:
    """Each as it reads by itself, every page it names after the cover and the papers before it."""
    (content,) = [one for one in files_of("files-portfolio").values() if one.startswith(b"%PDF")]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        inside = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
    whole = reader().read_file(content, name="portfolio.pdf", today=TODAY)
    before, expected = 1, []
    for name, one in inside.items():
        alone = reader().read_file(one, name=name, today=TODAY)
        assert pages_named(plain(alone.after(before))) == [page + before for page in pages_named(plain(alone))]
        expected += [(f"in the embedded file {name}", paper.after(before)) for paper in alone.documents]
        before += alone.page_count
    found = [paper for paper in whole.documents if paper.pages != (1,)]
    assert [paper.why[-1] for paper in found] == [lay for lay, _ in expected]
    assert [replace(paper, why=paper.why[:-1]) for paper in found] == [paper for _, paper in expected]
    assert whole.page_count == before == len(whole.frames) == 4
    assert [frame.number for frame in whole.frames] == list(range(1, before + 1))
    assert {paper.kind for paper in found} >= {DocumentKind.PASSPORT, DocumentKind.IMM5686, DocumentKind.OFFER}
