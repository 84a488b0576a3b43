"""Pictures of forms that are not the known edition, or not whole: known by what they say, or not sure."""

import random

import pytest
from rapidfuzz import fuzz

from fixtures.makers.form_page import form_pages
from fixtures.makers.invented_form import invent_form
from fixtures.makers.pdf_files import joined
from fixtures.makers.request_pages import scanned
from imwu_inbox.domain.documents import Answer, DocumentKind
from imwu_inbox.domain.folding import folded
from imwu_inbox.domain.reading import Document, FormRoute
from tests.documents.test_another_layout import SAID, Wording, numbered_form
from tests.readings import TODAY, patient_reader

ALIKE = 90
"""A letter of a long answer misread. Units: per cent."""


def seen(content: bytes) -> tuple[Document, ...]:
    """The papers of a file."""
    return patient_reader().read_file(content, name="", today=TODAY).documents


def as_scan(content: bytes) -> bytes:
    """A print from a good office scanner."""
    return scanned(content, random.Random(11), level="easy", dpi=200)


@pytest.mark.parametrize("wording", ["english-variant", "french"])
def test_a_future_edition_on_a_scan_is_known_and_read_in_any_wording(wording: Wording) -> None:
    """By its title, number and labels: every question answered, few letters misread, birth date and code right."""
    (document,) = seen(as_scan(numbered_form(wording=wording)))
    form = document.form
    assert (document.kind, document.kind_is_sure) == (DocumentKind.IMM5686, True)
    assert form is not None
    assert (form.route, form.edition, form.complete) == (FormRoute.OCR, "05-2027", Answer.YES)
    assert form.language == ("en" if wording.startswith("english") else "fr")
    read = {key: fact.value for key, fact in form.fields.items()}
    assert set(read) == set(SAID)
    assert all(fuzz.ratio(folded(read[key]), folded(said)) >= ALIKE for key, said in SAID.items())
    assert {read[key] for key in ("date_of_birth", "from", "to")} == {
        SAID[key] for key in ("date_of_birth", "from", "to")
    }
    assert [mention.code for mention in form.codes] == ["T36"]


def test_a_scan_that_names_no_language_leaves_it_open() -> None:
    """Neither edition's letter nor a title in one language: nobody can tell, and the form is none the less one."""
    (document,) = seen(as_scan(numbered_form(wording="bilingual")))
    assert document.form is not None
    assert (document.kind, document.form.language, document.form.complete) == (DocumentKind.IMM5686, None, Answer.YES)


def test_a_scanned_second_page_alone_is_a_form_that_says_nothing_of_its_worker() -> None:
    """It may belong to another file: nobody calls it complete, nor surely blank."""
    said = invent_form(random.Random(5), "en", today=TODAY)
    (document,) = seen(as_scan(form_pages("en", said.answers, pages=(2,))))
    assert document.form is not None
    assert (document.kind, document.form.complete) == (DocumentKind.IMM5686, Answer.CANNOT_TELL)


def test_two_scanned_forms_in_one_file_are_two() -> None:
    """Each with its own worker and pages."""
    people = [invent_form(random.Random(seed), "fr", today=TODAY) for seed in (6, 7)]
    forms = seen(as_scan(joined([form_pages("fr", one.answers) for one in people])))
    assert [document.pages for document in forms] == [(1, 2), (3, 4)]
    assert [document.form and document.form.fields["date_of_birth"].value for document in forms] == [
        one.answers["date_of_birth"] for one in people
    ]
