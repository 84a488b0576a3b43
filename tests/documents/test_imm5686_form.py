"""The form IMM 5686 by every road it comes: read to the last answer, and never mistaken."""

import random
from collections.abc import Callable

import pytest

from fixtures.makers.form import Answers, Language, answers
from fixtures.makers.form_acroform import acroform, acroform_over_print
from fixtures.makers.form_others import other_form
from fixtures.makers.form_page import form_pages
from fixtures.makers.form_xfa import please_wait_page, xfa_form
from fixtures.makers.invented_form import invent_form, listed_exemptions
from fixtures.makers.pdf_files import joined
from fixtures.makers.request_pages import scanned
from imwu_inbox.domain.documents import Answer, DocumentKind
from imwu_inbox.domain.reading import Document, FormReading, FormRoute
from tests.readings import TODAY, answered, form_plan, reader

ROADS: dict[FormRoute, Callable[[Language, Answers], bytes]] = {
    FormRoute.XFA: xfa_form,
    FormRoute.ACROFORM: acroform,
    FormRoute.TEXT: form_pages,
}


def documents(content: bytes) -> tuple[Document, ...]:
    """What is read of a file."""
    return reader().read_file(content, name="form.pdf", today=TODAY).documents


def the_form(content: bytes) -> FormReading:
    """The one form of a file."""
    (form,) = [document.form for document in documents(content) if document.form is not None]
    return form


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("route", list(ROADS))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_answer_of_a_digital_form_is_read(language: Language, route: FormRoute, seed: int) -> None:
    """XFA data, fillable fields or print: the same answers, nothing more and nothing less."""
    said = answers(form_plan(seed, language, in_canada=seed == 2, charged=seed == 3))
    form = the_form(ROADS[route](language, said))
    assert {key: fact.value for key, fact in form.fields.items()} == answered(said)
    assert (form.route, form.language, form.edition, form.complete) == (route, language, "01-2018", Answer.YES)
    assert [mention.code for mention in form.codes] == ["R186(g)"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_fields_laid_over_a_print_are_joined_with_the_print(language: Language) -> None:
    """A sender's own twelve fields, and the answers printed beside them."""
    said = answers(form_plan(4, language))
    form = the_form(acroform_over_print(language, said))
    assert {key: fact.value for key, fact in form.fields.items()} == answered(said)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("route", list(ROADS))
@pytest.mark.parametrize("seed", range(4))
def test_answers_that_look_like_print_are_answers(language: Language, route: FormRoute, seed: int) -> None:
    """`Autre genre`, `Certificat de métier`, a colon by itself, and duties that run on under another label."""
    form = invent_form(random.Random(seed), language, today=TODAY)
    telling = {
        "gender": "Autre genre" if language == "fr" else "Another gender",
        "education": "Certificat de métier",
        "job_title": "Entraîneur principal",
        "duties": "Répare un four de verrerie : garnissage, brûleurs, commandes. " * 2 + "Forme les apprentis.",
    }
    said = form.answers | telling
    read = the_form(ROADS[route](language, said))
    assert {key: fact.value for key, fact in read.fields.items()} == answered(said)
    assert [mention.code for mention in read.codes] == [form.code]


def test_a_no_within_an_answer_is_no_box() -> None:
    """`S62`, in French, is about a removal order that cannot be enforced: `non exécutoire`."""
    (row,) = (one for one in listed_exemptions() if one.code == "S62")
    form = invent_form(random.Random(5), "fr", today=TODAY, exemption=row)
    read = the_form(form_pages("fr", form.answers))
    assert {key: fact.value for key, fact in read.fields.items()} == answered(form.answers)
    assert [mention.code for mention in read.codes] == ["S62"]


@pytest.mark.parametrize("blank", [xfa_form("en", {}), acroform("fr", {}), form_pages("en", {})])
def test_a_blank_form_is_no_form(blank: bytes) -> None:
    """It is proven empty, and says why."""
    form = the_form(blank)
    assert (form.complete, dict(form.fields)) == (Answer.NO, {})
    assert form.why


def test_the_please_wait_page_is_no_form() -> None:
    """It says that the form was not drawn, not that it was filled in."""
    assert the_form(please_wait_page()).complete is Answer.NO


def test_page_two_joins_page_one_and_page_one_opens_a_form() -> None:
    """Two forms in one file are two."""
    first, second = answers(form_plan(5)), answers(form_plan(6))
    forms = documents(joined([form_pages("en", first), form_pages("en", second)]))
    assert [document.pages for document in forms] == [(1, 2), (3, 4)]
    assert [document.form and document.form.fields["family_name"].value for document in forms] == [
        first["family_name"],
        second["family_name"],
    ]


def test_page_two_alone_is_not_complete() -> None:
    """The worker stands on page one."""
    form = the_form(form_pages("en", answers(form_plan(7)), pages=(2,)))
    assert form.complete is Answer.NO


@pytest.mark.parametrize("number", ["IMM 1295", "IMM 5476"])
def test_another_form_of_the_department_is_surely_another(number: str) -> None:
    """Though it asks the same questions."""
    (document,) = documents(other_form(number, answers(form_plan(8))))
    assert (document.kind, document.kind_is_sure, document.form) == (DocumentKind.OTHER, True, None)
    assert number in document.why[0]


@pytest.mark.parametrize(("language", "dpi"), [("en", 200), ("fr", 300)])
def test_a_scanned_form_is_read_box_by_box(language: Language, dpi: int) -> None:
    """Every tick, and nearly every written answer to the letter; each says where it stands."""
    said = answers(form_plan(9, language))
    form = the_form(scanned(form_pages(language, said), random.Random(9), level="easy", dpi=dpi))
    wanted, read = answered(said), {key: fact.value for key, fact in form.fields.items()}
    assert {key for key, value in read.items() if value == "yes"} == {key for key, v in wanted.items() if v == "yes"}
    assert set(read) == set(wanted)
    assert sum(read[key] != value for key, value in wanted.items()) <= 3
    assert [mention.code for mention in form.codes] == ["R186(g)"]
    assert all(fact.page and fact.box and 0 < fact.confidence <= 1 for fact in form.fields.values())
