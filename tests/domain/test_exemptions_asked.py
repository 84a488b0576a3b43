"""Which exemption is asked for: the form wins, and what else was written is held against it."""

from datetime import date

import pytest

from imwu_inbox.domain.documents import Answer, DocumentKind, Source
from imwu_inbox.domain.exemption import CodeStatus, ExemptionKind
from imwu_inbox.domain.exemptions_asked import codes_in_letters, codes_of, differ
from imwu_inbox.domain.reading import CodeMention
from imwu_inbox.domain.request import FormFacts
from tests.domain.papers import CODES, a_document, a_file, a_form

DAY = date(2026, 11, 2)
NO_FORM = FormFacts(found=Answer.NO)


def form_with(*codes: str) -> FormFacts:
    """A form that asks for these."""
    return FormFacts(found=Answer.YES, reading=a_form(codes=codes))


def mention(code: str, *, confidence: float = 0.9, source: Source = Source.LETTER) -> CodeMention:
    """A code read somewhere else."""
    return CodeMention(code=code, raw=code, source=source, confidence=confidence)


def test_the_forms_code_wins_over_what_the_letter_says() -> None:
    """Rule 32."""
    (code,) = codes_of(form_with("R186(g)"), [mention("C10")], CODES, DAY)
    assert (code.code, code.kind, code.source) == ("R186(g)", ExemptionKind.WORK_PERMIT, "form")


def test_without_a_code_on_the_form_a_sure_mention_stands_in() -> None:
    """The officer still sees what is asked for, and where it was written."""
    (code,) = codes_of(form_with(), [mention("C10", source=Source.SUBJECT)], CODES, DAY)
    assert (code.code, code.source) == ("C10", "subject")


def test_an_unsure_mention_is_no_code() -> None:
    """C10 may be a room; 0.6 is the least that counts."""
    assert codes_of(NO_FORM, [mention("C10", confidence=0.59)], CODES, DAY) == ()
    assert len(codes_of(NO_FORM, [mention("C10", confidence=0.6)], CODES, DAY)) == 1


def test_a_code_named_twice_is_asked_for_once() -> None:
    """In its first place."""
    codes = codes_of(NO_FORM, [mention("C10"), mention("C62"), mention("C10", source=Source.BODY)], CODES, DAY)
    assert [(code.code, code.source) for code in codes] == [("C10", "letter"), ("C62", "letter")]


@pytest.mark.parametrize(
    ("day", "status"),
    [(date(2022, 12, 14), CodeStatus.CURRENT), (date(2022, 12, 15), CodeStatus.SUPERSEDED)],
)
def test_a_code_is_judged_on_the_day_of_receipt(day: date, status: CodeStatus) -> None:
    """Rule 18: its last day is still in force, and its successors are named with it."""
    (code,) = codes_of(form_with("C12"), (), CODES, day)
    assert (code.status, code.became) == (status, ("C61", "C62", "C63"))


def test_a_code_that_is_on_no_list_is_shown_as_unknown() -> None:
    """Shown as written, of no kind."""
    (code,) = codes_of(form_with("C99"), (), CODES, DAY)
    assert (code.code, code.kind, code.status, code.became) == ("C99", None, CodeStatus.UNKNOWN, ())


def test_codes_of_other_papers_are_gathered_but_not_those_of_forms() -> None:
    """The form speaks for itself."""
    letter = a_file(a_document(DocumentKind.LETTER, codes=(mention("C10"),)))
    form = a_file(a_document(DocumentKind.IMM5686, form=a_form(codes=("C62",)), codes=(mention("C62"),)))
    assert [found.code for found in codes_in_letters((letter, form))] == ["C10"]


@pytest.mark.parametrize(
    ("asked", "elsewhere", "differs"),
    [
        (("C10",), ("C10",), False),
        (("C10",), ("C62",), True),
        (("C12",), ("C62",), False),
        (("C62",), ("C12",), False),
        (("C10", "C62"), ("C62",), False),
        (("C10",), (), False),
        ((), ("C10",), False),
    ],
)
def test_another_code_in_the_letter_differs_unless_it_is_kin(
    asked: tuple[str, ...], elsewhere: tuple[str, ...], *, differs: bool
) -> None:
    """Rule 32: predecessor and successor are one exemption under two names; with none on the form nothing differs."""
    assert differ([form_with(*asked)], [mention(code) for code in elsewhere], CODES) is differs


def test_an_unsure_mention_makes_no_difference() -> None:
    """A paper number must not alarm an officer."""
    assert not differ([form_with("C10")], [mention("C62", confidence=0.5)], CODES)
