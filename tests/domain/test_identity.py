"""Names as people write them against names as a zone prints them."""

from datetime import date

import pytest

from imwu_inbox.domain.documents import Answer
from imwu_inbox.domain.identity import compare, is_same_name, is_verified, plain_letters
from imwu_inbox.domain.request import FormFacts, Mismatch, PassportFacts
from tests.domain.papers import COUNTRIES, a_form, a_zone


def a_filled_form(**changes: str) -> FormFacts:
    """The facts of a form."""
    return FormFacts(found=Answer.YES, reading=a_form(**changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Müller", "MUELLER"),
        ("Müller", "MULLER"),
        ("Łąck-Øster", "LACK OESTER"),
        ("O’Brien", "OBRIEN"),
        ("D'Arcy", "DARCY"),
        ("Strauß", "STRAUSS"),
        ("Anna", "ANNA MARIA"),
        ("Anna Maria", "ANNA"),
        ("Ñandú", "NANDU"),
    ],
)
def test_one_name_in_two_spellings_is_the_same(written: str, printed: str) -> None:
    """ICAO 9303-3 section 6 allows several transliterations, and people leave out middle names."""
    assert is_same_name(written, printed, may_be_cut=False, may_be_misread=False)


@pytest.mark.parametrize(("written", "printed"), [("Martin", "MARTINEZ"), ("Anna", "HANNA"), ("Li", "LIU")])
def test_two_names_are_not_the_same_for_being_alike(written: str, printed: str) -> None:
    """A wrong identity must never be shown as verified."""
    assert not is_same_name(written, printed, may_be_cut=False, may_be_misread=False)


def test_a_name_that_a_zone_cut_off_agrees_with_its_whole() -> None:
    """A zone has 39 cells for names."""
    whole, cut = "Papandreopoulosson", "PAPANDREOP"
    assert is_same_name(whole, cut, may_be_cut=True, may_be_misread=False)
    assert not is_same_name(whole, cut, may_be_cut=False, may_be_misread=False)


def test_letters_outside_the_zone_become_spaces() -> None:
    """Hyphens part names in a zone, apostrophes vanish."""
    assert plain_letters("Jean-Luc d’Été", spelled_out=True) == "JEAN LUC DETE"


@pytest.mark.parametrize(
    ("written", "differs"),
    [
        ("1988-04-09", False),
        ("09/04/1988", False),
        ("04/09/1988", False),
        ("04.09.1988", False),
        ("1988-04-10", True),
        ("10/04/1988", True),
        ("in spring", False),
        ("1988-64-09", False),
    ],
)
def test_a_birth_date_that_may_be_read_two_ways_differs_when_neither_is_the_passports(
    written: str, *, differs: bool
) -> None:
    """Day and month stand in both orders in Canada; an unread date says nothing."""
    found = compare(a_zone().fields, a_filled_form(date_of_birth=written), COUNTRIES)
    expected = Mismatch(field="birth_date", passport="1988-04-09", form=written)
    assert found == ((expected,) if differs else ())


@pytest.mark.parametrize(
    ("changes", "verified"),
    [
        ({}, True),
        ({"given_names": "Alice"}, True),
        ({"date_of_birth": "1960-01-02"}, False),
        ({"citizenship": "India"}, False),
        ({"gender": "Male"}, False),
        ({"family_name": "Marten"}, False),
        ({"family_name": "Alice Marie", "given_names": "Martin"}, False),
    ],
)
def test_an_identity_is_verified_only_by_a_form_that_contradicts_nothing(
    changes: dict[str, str], *, verified: bool
) -> None:
    """A father's passport beside his son's form has the right names."""
    passport, form = PassportFacts(found=Answer.YES, reading=a_zone()), a_filled_form(**changes)
    mismatches = compare(a_zone().fields, form, COUNTRIES)
    assert is_verified(passport, form, mismatches) is verified


def test_a_passport_whose_digits_do_not_hold_is_never_verified() -> None:
    """Whatever the form says."""
    passport = PassportFacts(found=Answer.YES, reading=a_zone(checks_valid=False, birth_date=date(1988, 4, 9)))
    assert not is_verified(passport, a_filled_form(), ())
