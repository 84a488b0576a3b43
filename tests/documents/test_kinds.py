"""Papers told apart by what they say; a passport or form is never claimed without one."""

import random
from dataclasses import replace

import pytest
from PIL import Image

from fixtures.makers.cards import draw_card_back, draw_cover, draw_inside_page
from fixtures.makers.employers import invent_plan
from fixtures.makers.papers import MAKERS, PaperKind
from fixtures.makers.passport import draw_passport
from fixtures.makers.people import invent_person
from fixtures.makers.scans import images_to_pdf, scan
from imwu_inbox.documents import imm5686_form, other, passport_page
from imwu_inbox.domain.documents import DocumentKind, Page, TextSource
from imwu_inbox.domain.form_numbers import form_numbers
from imwu_inbox.domain.mrz import MrzFields, MrzFinding, MrzFormat, MrzReading
from imwu_inbox.domain.page_view import PageView
from imwu_inbox.reader.judges import kind_seen
from tests.readings import TODAY, page_of, reader

LETTER = """To whom it may concern:
We enclose the form IMM 5686, Request for an opinion on Work Permit or LMIA Exemption, and the passport.
The worker is outside Canada. Date of birth and citizenship are on the form.
Yours sincerely,"""
POOR_PASSPORT = "PASSPORT PASSEPORT\nSurname / Nom\nGiven names / Prénoms\nNationality\nDate of birth\nDate of expiry"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", list(MAKERS))
@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_a_paper_is_known_by_its_words(language: str, kind: PaperKind, seed: int) -> None:
    """In many wordings, with all its pages in one."""
    chance = random.Random(seed)
    plan = invent_plan(chance, "fr" if language == "fr" else "en", today=TODAY)
    reading = reader().read_file(MAKERS[kind](plan, chance), name="paper.pdf", today=TODAY)
    assert [document.kind.value for document in reading.documents] == [kind]
    assert reading.documents[0].kind_is_sure


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("seed", range(6))
def test_a_letter_names_its_code_or_none(language: str, seed: int) -> None:
    """No code is invented for a letter that names none."""
    chance = random.Random(seed)
    plan = invent_plan(chance, "fr" if language == "fr" else "en", today=TODAY)
    reading = reader().read_file(MAKERS["letter"](plan, chance), name="letter.pdf", today=TODAY)
    assert {mention.code for mention in reading.documents[0].codes} == ({plan.code} if plan.code else set())


def test_a_letter_that_names_form_and_passport_is_neither() -> None:
    """A mention is not the thing."""
    page = page_of(LETTER, source=TextSource.OCR)
    assert imm5686_form.judge(page).points == 0
    assert passport_page.judge(page).points == 0


def test_the_second_page_of_a_form_is_known_though_hardly_read() -> None:
    """By its footer without the first letter, or by what it asks for under its heading."""
    asked = (
        "Location of parent, branch, subsidiary or affiliate companies\nConfirmation of where company is incorporated\n"
    )
    by_footer = f"PAGE 2 OF 2\nEmployer documentation:\n{asked}Business licence\nMM 5686 (01-2018) E"
    by_heading = (
        f"Employer documentation:\n{asked}Business licence\nCurriculum Vitae or Biography\nRecent Pay Stubs/Slips"
    )
    for text in (by_footer, by_heading):
        assert imm5686_form.judge(page_of(text, source=TextSource.OCR, confidence=0.6)).points > 0
    assert form_numbers("a plank of 5 MM 5686 high") == ()


def test_the_printed_part_of_a_passport_is_only_suspected() -> None:
    """Without its zone it is left to an officer."""
    signs = passport_page.judge(page_of(POOR_PASSPORT, source=TextSource.OCR, confidence=0.8))
    assert signs.points > 0
    assert not signs.sure


def test_typed_particulars_are_no_passport() -> None:
    """A page of digital text shows no passport."""
    assert passport_page.judge(page_of(POOR_PASSPORT)).points == 0


def test_another_form_is_known_by_its_footer() -> None:
    """Broken over two lines, and read with a wrong letter."""
    signs = other.judge(page_of("Family name\nlMM 1295 (02-20\n24) E"))
    assert signs.kind is DocumentKind.OTHER
    assert "IMM 1295" in signs.why[0]


def zone(format_: MrzFormat, *, valid: bool) -> MrzReading:
    """A zone as a reader would report it."""
    fields = MrzFields(
        document_code="P",
        issuing_state="UTO",
        surname="SPECIMEN",
        given_names="ANNA",
        name_cut=False,
        number="L898902C3",
        nationality="UTO",
        birth_date=None,
        sex="F",
        expiry_date=None,
        optional_data="",
    )
    return MrzReading(
        format=format_,
        lines=(),
        raw_lines=(),
        repaired=False,
        checks=(),
        checks_valid=valid,
        fields=fields,
        box=(0.0, 0.8, 1.0, 1.0),
        confidence=0.9,
        turned_degrees=0,
    )


def with_zone(*readings: MrzReading, suspected: bool = False) -> PageView:
    """A page of paper on which these zones were found."""
    finding = MrzFinding(readings=readings, suspected=suspected)
    return PageView(page=Page(number=1, source=TextSource.OCR), mrz=finding, picture_share=1.0)


def test_only_a_passports_own_zone_with_right_digits_makes_a_sure_passport() -> None:
    """One whose digits do not hold is left to an officer, and so is a suspected one."""
    sure = passport_page.judge(with_zone(zone(MrzFormat.TD3, valid=True)))
    doubtful = passport_page.judge(with_zone(zone(MrzFormat.TD3, valid=False)))
    suspected = passport_page.judge(with_zone(suspected=True))
    assert sure.points > doubtful.points > suspected.points > 0
    assert (sure.sure, doubtful.sure, suspected.sure) == (True, False, False)


@pytest.mark.parametrize("format_", [MrzFormat.TD1, MrzFormat.TD2, MrzFormat.MRVA, MrzFormat.MRVB])
def test_cards_and_visas_never_fill_a_passports_place(format_: MrzFormat) -> None:
    """What they are is told, when their digits hold; else nothing is claimed."""
    page = with_zone(zone(format_, valid=True))
    assert passport_page.judge(page).points == 0
    assert "no passport" in other.judge(page).why[0]
    unclear = with_zone(zone(format_, valid=False))
    assert other.judge(unclear).points == 0
    assert not passport_page.judge(unclear).sure


@pytest.mark.parametrize(("code", "nationality"), [("IR", "FRA"), ("C1", "USA")])
def test_a_residence_permit_is_named_and_is_no_passport(code: str, nationality: str) -> None:
    """Its document code ends in R; those of the United States are C1 and C2."""
    chance = random.Random("permit")
    person = invent_person(chance, today=TODAY, nationality=nationality)
    scan = images_to_pdf([draw_card_back(person, chance, dpi=200, document_code=code)], dpi=200)
    (document,) = reader().read_file(scan, name="card.pdf", today=TODAY).documents
    assert (document.kind, document.kind_is_sure, document.passports) == (DocumentKind.OTHER, True, ())
    assert any("residence permit" in why for why in document.why)


@pytest.mark.parametrize(
    "left",
    [
        "CHILE PASAPORTE PASSPORT\nP CHL 83995662\nDOMINGUEZ JIMENEZ\nCHILE\n07 01 2021",
        "LTU\nDARZINS\n11 NOV 25\nP<LTUDARZINS",
        "DARZINS\nRIETAVA\nLIETUVA\n38313561",
    ],
)
def test_what_a_lamp_leaves_of_a_data_page_is_never_surely_something_else(left: str) -> None:
    """A heading, a piece of the zone, or a few values in capitals, however well they were read."""
    assert not kind_seen(page_of(left, source=TextSource.OCR, confidence=0.95)).sure


@pytest.mark.parametrize("part", ["cover", "inside page"])
def test_other_pages_of_a_booklet_are_named_and_left_to_an_officer(part: str) -> None:
    """They fill no passport's place, and prove none missing: a data page hardly read looks alike."""
    chance = random.Random("booklet")
    person = invent_person(chance, today=TODAY, nationality="IRL")
    picture = draw_cover(person) if part == "cover" else draw_inside_page(chance)
    worn = scan(picture, chance, dpi=200, skew_degrees=0.6, noise=1.0, blur=0.3, jpeg_quality=85).convert("L")
    lean = images_to_pdf([worn], dpi=200, jpeg_quality=40)
    (document,) = reader().read_file(lean, name="a.pdf", today=TODAY).documents
    assert (document.kind, document.kind_is_sure, document.passports) == (DocumentKind.OTHER, False, ())
    assert document.why[0].startswith(f"{part} of a passport")


@pytest.mark.parametrize(
    ("printed", "named"),
    [
        (
            "IDENTITY CARD / CARTE D'IDENTITÉ\nSurname / Nom\nDOE\nNationality / Nationalité\nDate of birth",
            "identity card",
        ),
        ("PERSONALAUSWEIS\nMustermann\nErika\nGültig bis 01.01.2031", "identity card"),
        ("TITRE DE SÉJOUR\nNom DOE\nValable jusqu'au 01.01.2031", "residence permit"),
        ("VISA\nValid for SCHENGEN STATES\nDuration of stay 90 DAYS\nNumber of entries MULT", "visa"),
    ],
)
def test_a_card_or_visa_whose_zone_was_not_read_is_named_by_its_words(printed: str, named: str) -> None:
    """It fills no passport's place, and an officer looks."""
    kind = kind_seen(page_of(printed, source=TextSource.OCR, confidence=0.9))
    assert (kind.kind, kind.sure) == (DocumentKind.OTHER, False)
    assert kind.why[0].startswith(named)


def test_a_crew_members_certificate_is_named() -> None:
    """Its document code is AC."""
    card = zone(MrzFormat.TD1, valid=True)
    crew = replace(card, fields=replace(card.fields, document_code="AC"))
    assert "crew" in other.judge(with_zone(crew)).why[0]


@pytest.mark.parametrize(
    "printed",
    [
        "PASAPORTE\nApellidos\nNombres\nNacionalidad\nFecha de nacimiento\nLugar de nacimiento",
        "REISEPASS\nName\nVornamen\nStaatsangehörigkeit\nGeburtsdatum\nGeburtsort\nGültig bis",
        "PASZPORT\nNazwisko\nImiona\nObywatelstwo\nData urodzenia",
    ],
)
def test_a_data_page_without_its_zone_is_suspected_in_any_language(printed: str) -> None:
    """By its heading and labels, for an officer; never surely something else."""
    kind = kind_seen(page_of(printed, source=TextSource.OCR, confidence=0.95))
    assert (kind.kind, kind.sure) == (DocumentKind.PASSPORT, False)


def test_a_tiny_pale_data_page_is_no_blank_page() -> None:
    """On a whole sheet nothing of it is as dark as ink, and nobody could read it; an officer can ask."""
    chance = random.Random("tiny")
    page = draw_passport(invent_person(chance, today=TODAY), chance, dpi=32)
    sheet = Image.new("RGB", (1700, 2200), "white")
    sheet.paste(Image.blend(page, Image.new("RGB", page.size, "white"), 0.4), (700, 900))
    (document,) = reader().read_file(images_to_pdf([sheet], dpi=200), name="a.pdf", today=TODAY).documents
    assert not document.kind_is_sure
