"""Answers are kept in one way: dates, yes and no, and whose question a program's field asks."""

import pytest

from imwu_inbox.domain.form_answers import iso_date, question_of, yes_or_no
from imwu_inbox.domain.form_fields import FieldKind, FormField


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-01-10", "2027-01-10"),
        ("2027/1/9", "2027-01-09"),
        ("20270110", "2027-01-10"),
        ("2O27-O1-l0", "2027-01-10"),
        ("25/12/2027", "2027-12-25"),
        ("10 January 2027", "2027-01-10"),
        ("1er février 2027", "2027-02-01"),
        ("March 9, 1993", "1993-03-09"),
    ],
)
def test_a_date_that_can_be_settled_is_kept_as_iso(text: str, day: str) -> None:
    """However it was written, and where OCR took digits for letters."""
    assert iso_date(text) == day


@pytest.mark.parametrize("text", ["03/04/2027", "2027-13-40", "soon", ""])
def test_a_date_that_could_be_two_is_none(text: str) -> None:
    """An officer settles it."""
    assert iso_date(text) is None


@pytest.mark.parametrize(("text", "said"), [("Y", "yes"), ("Oui", "yes"), ("0", "no"), ("N", "no"), ("maybe", None)])
def test_programs_say_yes_in_many_ways(text: str, said: str | None) -> None:
    """What says neither is no answer."""
    assert yes_or_no(text) == said


@pytest.mark.parametrize(
    ("name", "label", "key"),
    [
        ("x1", "Family Name:", "family_name"),
        ("x2", "Date de naissance (AAAA-MM-JJ)", "date_of_birth"),
        ("form1.Page1.FamilyName[0]", "", "family_name"),
        ("Date_of_birth", "", "date_of_birth"),
        ("GivenNames", "", "given_names"),
        ("Favourite_colour", "Favourite colour", None),
    ],
)
def test_a_field_is_known_by_its_label_or_its_name(name: str, label: str, key: str | None) -> None:
    """Labels first: a sender's program names its fields as it likes."""
    question = question_of(FormField(name=name, label=label, value="x"))
    assert (question.key if question else None) == key


def test_a_tick_box_and_a_list_with_one_label_are_two_questions() -> None:
    """The form prints "Work Permit exemption" twice."""
    tick = question_of(FormField(name="", label="Work Permit exemption", value="1", kind=FieldKind.CHECK))
    code = question_of(FormField(name="", label="Work Permit Exemption", value="C10", kind=FieldKind.CHOICE))
    assert (tick and tick.key, code and code.key) == ("kind_work_permit", "exemption_code")
