"""Names as people write them against names as a zone prints them."""

import pytest

from imwu_inbox.domain.identity import is_same_name, plain_letters


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
