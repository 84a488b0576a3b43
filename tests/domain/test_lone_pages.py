"""The second page of a form in a file of its own belongs to the form that has none."""

from dataclasses import replace

from imwu_inbox.domain.documents import Answer, DocumentKind, Fact, Source
from imwu_inbox.domain.request import ReadFile
from imwu_inbox.domain.workers import forms_of
from tests.domain.papers import a_document, a_file, a_form

TICKED = Fact(value="yes", source=Source.FORM, page=1, box=(0.1, 0.1, 0.2, 0.2))


def first_page(family_name: str = "Martin") -> ReadFile:
    """A photograph of the first page."""
    return a_file(a_document(DocumentKind.IMM5686, form=a_form(family_name=family_name, declarant_name="")))


def second_page(**ticked: Fact) -> ReadFile:
    """A photograph of the second."""
    form = replace(a_form(codes=(), complete=Answer.CANNOT_TELL), fields=ticked)
    return a_file(a_document(DocumentKind.IMM5686, form=form), number=2)


def test_a_second_page_by_itself_goes_on_with_the_form() -> None:
    """In whatever order they come; its answers keep no place, which would lie in another picture."""
    for files in ((first_page(), second_page(doc_cv=TICKED)), (second_page(doc_cv=TICKED), first_page())):
        (form,) = forms_of(files)
        assert form.value("doc_cv") == "yes"
        assert form.value("family_name") == "Martin"
        assert form.reading is not None
        assert form.reading.fields["doc_cv"].page is None


def test_a_second_page_beside_two_forms_is_nobodys() -> None:
    """It may be of either."""
    forms = forms_of((first_page("Martin"), first_page("Nguyen"), second_page(doc_cv=TICKED)))
    assert [form.value("doc_cv") for form in forms] == ["", ""]


def test_a_page_that_tells_of_a_worker_is_no_second_page() -> None:
    """A first page that was badly read is left to an officer."""
    (form,) = forms_of((first_page(), second_page(doc_cv=TICKED, job_title=TICKED)))
    assert form.value("doc_cv") == ""
