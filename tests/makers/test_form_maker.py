"""The form maker: one set of answers told by every road, and nothing that could pass for the real form."""

import io
from collections.abc import Callable
from datetime import date

import pypdf
import pytest

from fixtures.makers.form import STAND_IN_LINE, Answers, FormPlan, Language, answers, form_layout
from fixtures.makers.form_acroform import FOREIGN_NAMES, acroform, acroform_over_print
from fixtures.makers.form_others import OTHER_FORMS, other_form
from fixtures.makers.form_page import CHECK_MARK, form_pages
from fixtures.makers.form_xfa import FIELD_TAGS, please_wait_page, xfa_form
from fixtures.makers.paper_words import Employer
from fixtures.makers.pdf_files import joined, lean, saved_with_password
from fixtures.makers.people import Person

WORKER = Person(
    surname="Löwenthal-Żak",
    given_names="Anna Maria",
    nationality="D",
    issuer="D",
    birth_date=date(1990, 3, 4),
    sex="F",
    passport_number="C01X00T47",
    issued_on=date(2020, 1, 2),
    expires_on=date(2030, 1, 2),
    place_of_birth="Grünwald",
    personal_number="",
)
FIRM = Employer(
    name="Invented Strings Society",
    address="12 Invented Lane, Winnipeg, Manitoba R0R 0R0",
    phone="+1 204 555 0142",
    contact_name="Dana Whitfield",
    email="dana@strings.example",
    website="www.strings.example",
    activity="concerts",
)
PLAN = FormPlan(
    person=WORKER,
    employer=FIRM,
    exemption_text="R186(g)—Performing artists",
    job_title="Violinist",
    location="Winnipeg",
    from_=date(2027, 2, 1),
    to=date(2027, 2, 20),
    duties="Plays (first) violin.",
)
FILLED = answers(PLAN)
SHOWN = {
    key: value
    for key, value in FILLED.items()
    if value and key not in {"in_canada", "charged_convicted"} and value != "X"
}


def text_of(content: bytes) -> str:
    """Take the text of all pages, as a reader without forms would."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def datasets_of(content: bytes) -> str:
    """Take the data packet of an XFA form."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        assert reader.decrypt("") == pypdf.PasswordType.USER_PASSWORD
    packets = reader.xfa
    assert packets is not None
    return bytes(packets["datasets"]).decode()


def test_a_print_shows_every_answer() -> None:
    """The flattened form holds each answer as text, and a check mark for each box ticked."""
    text = text_of(form_pages("en", FILLED))
    assert [key for key, value in SHOWN.items() if value not in text] == []
    assert text.count(CHECK_MARK) == 2 + sum(value == "X" for value in FILLED.values())


@pytest.mark.parametrize("encrypted", [True, False])
def test_xfa_data_holds_every_answer(*, encrypted: bool) -> None:
    """The datasets packet holds each answer under its own tag, and the page says only "Please wait"."""
    content = xfa_form("en", FILLED, encrypted=encrypted)
    data = datasets_of(content)
    assert [key for key, value in SHOWN.items() if f"<{FIELD_TAGS[key]}>{value}<" not in data] == []
    assert "Please wait..." in text_of(content)
    assert "Violinist" not in text_of(content)
    assert pypdf.PdfReader(io.BytesIO(content)).is_encrypted is encrypted


def test_an_acroform_holds_every_answer_in_fields() -> None:
    """Each answer is a field's value; boxes and yes-no buttons carry their state."""
    fields = pypdf.PdfReader(io.BytesIO(acroform("en", FILLED))).get_fields()
    assert fields is not None
    assert {key: fields[FIELD_TAGS[key]].value for key in SHOWN} == SHOWN
    assert fields["WPExemptionCB"].value == "/On"
    assert fields["CurrentlyInCanada"].value == "/N"


def test_a_senders_own_fields_have_their_own_names_and_the_forms_labels() -> None:
    """The form filled over a print has twelve fields; names are the sender's, tooltips the printed labels."""
    fields = pypdf.PdfReader(io.BytesIO(acroform_over_print("en", FILLED))).get_fields()
    assert fields is not None
    assert {name: field.value for name, field in fields.items()} == {
        name: FILLED[key] for key, name in FOREIGN_NAMES.items()
    }
    labels = {one.key: one.label for one in form_layout("en").fields}
    assert {field["/TU"] for field in fields.values()} == {labels[key] for key in FOREIGN_NAMES}


@pytest.mark.parametrize(("language", "letter"), [("en", "E"), ("fr", "F")])
def test_an_edition_is_told_by_title_and_footer(language: Language, letter: str) -> None:
    """Each edition prints its own title, and its letter after the date of the edition."""
    text = text_of(form_pages(language, {}))
    assert form_layout(language).title in text
    assert text.count(f"IMM 5686 (01-2018) {letter}") == 2


def test_a_blank_form_holds_no_answer() -> None:
    """Neither the blank print nor the blank download says anything of a worker."""
    assert [value for value in SHOWN.values() if len(value) > 4 and value in text_of(form_pages("en", {}))] == []
    said, _, _pick_lists = datasets_of(xfa_form("en", {})).partition("<LOVFile>")
    assert [value for value in SHOWN.values() if f">{value}<" in said] == []


def test_every_drawn_page_says_that_it_is_a_stand_in() -> None:
    """No page can be taken for a government form: each carries the line of the stand-in."""
    files = [form_pages("en", FILLED), form_pages("fr", {}), please_wait_page()]
    files += [other_form(number, FILLED) for number in OTHER_FORMS]
    pages = [page for one in files for page in pypdf.PdfReader(io.BytesIO(one)).pages]
    assert all(STAND_IN_LINE in page.extract_text() for page in pages)


@pytest.mark.parametrize("number", list(OTHER_FORMS))
def test_another_form_never_names_the_imm_5686(number: str) -> None:
    """Another form asks for the same things and carries its own number only."""
    text = text_of(other_form(number, FILLED))
    assert number in text
    assert "Löwenthal-Żak" in text
    assert "5686" not in text


def test_pages_can_be_drawn_alone_and_forms_joined() -> None:
    """Page 1 or 2 alone is one page; two forms in one file are four."""
    whole = form_pages("en", FILLED)
    assert "PAGE 2 OF 2" not in text_of(form_pages("en", FILLED, pages=(1,)))
    assert "PAGE 1 OF 2" not in text_of(form_pages("en", FILLED, pages=(2,)))
    assert len(pypdf.PdfReader(io.BytesIO(joined([whole, whole]))).pages) == 4


def test_a_locked_file_opens_with_its_password_only() -> None:
    """A real password is needed, unlike the empty one of downloaded forms."""
    reader = pypdf.PdfReader(io.BytesIO(saved_with_password(form_pages("en", FILLED), "two-rivers-17")))
    assert reader.decrypt("") == pypdf.PasswordType.NOT_DECRYPTED
    assert reader.decrypt("two-rivers-17") == pypdf.PasswordType.USER_PASSWORD


@pytest.mark.parametrize("make", [form_pages, xfa_form, acroform, acroform_over_print])
def test_the_same_answers_give_the_same_bytes(make: Callable[[Language, Answers], bytes]) -> None:
    """Ids, dates and cipher vectors are fixed, so a form made twice is one file."""
    assert make("fr", FILLED) == make("fr", FILLED)


def test_a_lean_file_says_the_same_and_weighs_no_more() -> None:
    """What is taken off a PDF is weight only; a second pass changes nothing."""
    content = form_pages("en", FILLED)
    assert lean(content) == content


def test_an_unknown_field_is_named() -> None:
    """A plan that overrides a field the form does not have is told which."""
    plan = FormPlan(
        person=WORKER,
        employer=FIRM,
        exemption_text="",
        job_title="",
        location="",
        from_=date(2027, 2, 1),
        to=date(2027, 2, 20),
        overrides={"shoe_size": "44"},
    )
    with pytest.raises(KeyError, match="shoe_size"):
        answers(plan)
