"""What a data page prints above its zone: labels in any language, values below them, and what of it agrees."""

from dataclasses import replace
from datetime import date

import pytest

from imwu_inbox.documents.printed_zone import compared, values_of
from imwu_inbox.domain.documents import Source, Word
from imwu_inbox.domain.mrz import MrzReading
from imwu_inbox.domain.printed_zone import STEPS, is_printed_day
from tests.domain.papers import a_zone

NAMES = {"germany": "D", "allemagne": "D", "france": "FRA"}


def words(*rows: tuple[float, float, str]) -> tuple[Word, ...]:
    """Words set from a place on. Units: steps of the zone from the left and the top, half a step a letter."""
    placed = []
    for left, top, text in rows:
        at = left
        for word in text.split():
            box = (at / STEPS[0], top / STEPS[1], (at + len(word) / 2) / STEPS[0], (top + 0.9) / STEPS[1])
            placed.append(Word(text=word, box=box, confidence=0.9))
            at += len(word) / 2 + 0.5
    return tuple(placed)


def a_passport(**changes: object) -> MrzReading:
    """The zone of somebody German whose name has two accents."""
    facts: dict[str, object] = {
        "surname": "MUELLER",
        "given_names": "ZOE",
        "nationality": "D",
        "birth_date": date(1988, 4, 9),
        "sex": "F",
        "expiry_date": date(2031, 6, 8),
    }
    return a_zone(number="12AB34567", **(facts | changes))  # type: ignore[arg-type]


PAGE = words(
    (17, 1, "Pass Nr / Passport No / Passeport n°"),
    (17, 2, "12AB34567"),
    (17, 4, "Name / Surname / Nom"),
    (17, 5, "MÜLLER"),
    (17, 7, "Vornamen / Given names / Prénoms"),
    (17, 8, "ZOÉ"),
    (17, 10, "Staatsangehörigkeit / Nationality"),
    (17, 11, "ALLEMAGNE"),
    (17, 13, "Geburtsdatum / Date of birth"),
    (35, 13, "Geschlecht / Sex"),
    (17, 14, "09.04.1988"),
    (35, 14, "F"),
    (17, 16, "Geburtsort / Place of birth"),
    (17, 17, "KÖLN"),
    (35, 16, "Behörde / Authority"),
    (35, 17, "STADT KÖLN"),
    (17, 19, "Gültig bis / Date of expiry"),
    (17, 20, "08 JUN /JUIN 31"),
)


def test_a_page_that_prints_the_same_confirms_every_field() -> None:
    """Names letter for letter whatever the accents, dates in any style, the state by its name."""
    zone = compared(a_passport(), PAGE, page=3, country_names=NAMES)
    assert set(zone.confirmed) == {
        "surname", "given_names", "number", "birth_date", "expiry_date", "nationality", "sex"
    }  # fmt: skip
    assert zone.printed["surname"].value == "MÜLLER"
    assert (zone.printed["place_of_birth"].value, zone.printed["authority"].value) == ("KÖLN", "STADT KÖLN")
    assert {(fact.source, fact.page) for fact in zone.printed.values()} == {(Source.PRINTED, 3)}


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("surname", "MUELLEN"),
        ("surname", "MUELL"),
        ("given_names", "ZOEF"),
        ("number", "12AB34568"),
        ("birth_date", date(1988, 9, 4)),
        ("expiry_date", date(2032, 6, 8)),
        ("nationality", "FRA"),
        ("sex", "M"),
    ],
)
def test_a_field_read_wrongly_is_not_confirmed(field: str, wrong: object) -> None:
    """One letter or digit apart, or half of a name, is no second source."""
    zone = a_passport()
    misread = replace(zone, fields=replace(zone.fields, **{field: wrong}))  # type: ignore[arg-type]
    assert field not in compared(misread, PAGE, page=1, country_names=NAMES).confirmed


def test_nothing_printed_confirms_nothing() -> None:
    """A page on which nothing could be read neither confirms nor contradicts."""
    zone = a_passport()
    assert compared(zone, (), page=1, country_names=NAMES) == zone


def test_a_word_that_was_hardly_read_confirms_nothing() -> None:
    """A second source must be seen clearly itself."""
    dim = tuple(replace(word, confidence=0.1) for word in PAGE)
    assert compared(a_passport(), dim, page=1, country_names=NAMES).confirmed == ()


def test_a_name_that_the_zone_cut_may_go_on_in_print() -> None:
    """Thirty-nine places are too few for some."""
    zone = a_passport(given_names="ZO", name_cut=True)
    assert "given_names" in compared(zone, PAGE, page=1, country_names=NAMES).confirmed


@pytest.mark.parametrize(("printed", "surname"), [("MULLER", "MUELLER"), ("0'DEA", "ODEA")])
def test_a_name_that_lost_its_dots_or_whose_o_reads_as_nought_is_the_same(printed: str, surname: str) -> None:
    """Small print loses dots first, and no name has digits."""
    zone = compared(a_passport(surname=surname), words((17, 5, printed)), page=1, country_names=NAMES)
    assert "surname" in zone.confirmed


@pytest.mark.parametrize(("printed", "surname"), [("MULLEN", "MUELLER"), ("MLLER", "MUELLER"), ("5ANTOS", "SANTOS")])
def test_a_name_with_any_other_letter_apart_is_another(printed: str, surname: str) -> None:
    """What is like it is not it."""
    zone = compared(a_passport(surname=surname), words((17, 5, printed)), page=1, country_names=NAMES)
    assert "surname" not in zone.confirmed


def test_values_stand_under_their_labels() -> None:
    """A label is no value, and a value far from any label has none."""
    found = {value.text: value.label for value in values_of(PAGE)}
    assert (found["KÖLN"], found["STADT KÖLN"], found["F"]) == ("place_of_birth", "authority", "sex")
    assert not any("Geburtsort" in text for text in found)
    assert values_of(words((30, 24, "REPUBLIK")))[0].label == ""


@pytest.mark.parametrize(
    "text", ["09.04.1988", "9 4 1988", "1988-04-09", "09 APR 1988", "09 APR /AVR 88", "09 AVRIL 1988", "9. Apr 1988"]
)
def test_a_day_is_known_in_every_style(text: str) -> None:
    """Digits in both orders, months in several languages, years short and long."""
    assert is_printed_day(date(1988, 4, 9), text)
    assert not is_printed_day(date(1988, 4, 10), text)
    assert not is_printed_day(date(1988, 5, 9), text)
