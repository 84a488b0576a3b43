"""A form's second page that came in a file of its own, as photographs do, and the form that it goes on with."""

from collections.abc import Sequence
from dataclasses import replace

from imwu_inbox.domain.documents import Answer, DocumentKind, Fact
from imwu_inbox.domain.imm5686_layout import PLACES
from imwu_inbox.domain.reading import FormReading
from imwu_inbox.domain.request import FormFacts, ReadFile

_SECOND_PAGE = frozenset(key for key, place in PLACES.items() if place.page == 2)


def lone_second_pages(files: Sequence[ReadFile]) -> tuple[FormReading, ...]:
    """The readings of second pages that stand alone: they answer nothing about a worker."""
    return tuple(
        document.form
        for file in files
        for document in file.reading.documents
        if document.kind is DocumentKind.IMM5686
        and document.form is not None
        and document.form.complete is Answer.CANNOT_TELL
        and document.form.fields
        and document.form.fields.keys() <= _SECOND_PAGE
    )


def with_its_second_page(forms: Sequence[FormFacts], lone: Sequence[FormReading]) -> tuple[FormFacts, ...]:
    """The one form without a second page goes on with the one that stands alone; several may be anybody's.

    Its answers keep no place, as they lie in another file than the form's.
    """
    open_ended = [one for one in forms if one.reading and one.reading.fields.keys().isdisjoint(_SECOND_PAGE)]
    if len(lone) != 1 or len(open_ended) != 1:
        return tuple(forms)
    added = {key: fact.without_place() for key, fact in lone[0].fields.items()}
    return tuple(_going_on(form, added) if form is open_ended[0] else form for form in forms)


def _going_on(form: FormFacts, added: dict[str, Fact]) -> FormFacts:
    if form.reading is None:
        return form
    return replace(form, reading=replace(form.reading, fields={**form.reading.fields, **added}))
