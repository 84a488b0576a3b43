"""Nationalities: how people write them, how a passport prints them, and what the regulations say."""

import pytest

from imwu_inbox.domain.countries import EVERYDAY_NAMES, Country, CountryRegister, VisaStatus, register_of
from imwu_inbox.settings import Settings, registers_of
from tests.domain.papers import COUNTRIES

SHIPPED = registers_of(Settings()).countries


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("France", "FRA"), ("FRANCE", "FRA"), ("fra", "FRA"), (" French ", "FRA"), ("Française", "FRA"),
        ("Germany", "D"), ("Allemagne", "D"), ("D", "D"), ("Mexique", "MEX"), ("INDE", "IND"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_name_code_and_adjective_in_both_languages(written: str, code: str) -> None:
    """However the employer fills in the form."""
    assert COUNTRIES.code_of(written) == code


@pytest.mark.parametrize("written", ["", "Atlantis", "Fran", "France or Italy"])
def test_a_name_that_is_not_certain_is_no_country(written: str) -> None:
    """The check then cannot tell, and shows no mismatch."""
    assert COUNTRIES.code_of(written) is None


def test_germany_is_one_country_under_both_its_codes() -> None:
    """Passports print D, people write DEU."""
    assert SHIPPED.code_of("DEU") in {"D", None}
    assert SHIPPED.visa_status("DEU") is SHIPPED.visa_status("D") is VisaStatus.EXEMPT
    assert COUNTRIES.name("DEU", "fr") == "Allemagne"


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("FRA", VisaStatus.EXEMPT), ("MEX", VisaStatus.CONDITIONAL), ("IND", VisaStatus.NOT_EXEMPT),
        ("QQQ", VisaStatus.UNKNOWN), ("", VisaStatus.UNKNOWN),
    ],
)  # fmt: skip
def test_a_nationality_stands_as_the_list_says(code: str, status: VisaStatus) -> None:
    """Rule 9: a known state without a rule needs a visa; an unknown code is no statement."""
    assert COUNTRIES.visa_status(code) is status


def test_hong_kong_on_a_form_is_what_its_passports_print() -> None:
    """Rule 27: the zone says CHN, and that is no mismatch."""
    assert SHIPPED.code_of("Hong Kong") == "CHN"


def test_a_name_comes_in_the_language_asked_for_and_an_unknown_code_as_itself() -> None:
    """The queue never shows an empty cell."""
    assert (COUNTRIES.name("IND", "fr"), COUNTRIES.name("IND", "en"), COUNTRIES.name("QQQ", "en")) == (
        "Inde", "India", "QQQ",
    )  # fmt: skip


def test_a_code_no_longer_issued_is_read_but_lends_no_name() -> None:
    """An old zone may still print it; the name belongs to the state of today."""
    register = register_of(
        (
            Country(code="NEW", name_en="Sylvania", name_fr="Sylvanie", kind="iso-3166"),
            Country(code="OLD", name_en="Sylvania", name_fr="Sylvanie", kind="deprecated"),
        ),
        (),
    )
    assert register.code_of("Sylvania") == "NEW"
    assert "OLD" in register.codes


def test_the_register_that_is_shipped_agrees_with_the_regulations() -> None:
    """Rules 24 to 26: the United States apart, Mexico conditional, Qatar exempt since 2025."""
    expected = {
        "USA": VisaStatus.US_CITIZEN, "MEX": VisaStatus.CONDITIONAL, "QAT": VisaStatus.EXEMPT,
        "GBR": VisaStatus.EXEMPT, "BRA": VisaStatus.CONDITIONAL, "IND": VisaStatus.NOT_EXEMPT,
    }  # fmt: skip
    assert {code: SHIPPED.visa_status(code) for code in expected} == expected


def test_every_everyday_name_leads_to_a_state_of_the_register() -> None:
    """A typing slip in the table would make a false mismatch."""
    strays = {name: code for name, code in EVERYDAY_NAMES.items() if code not in SHIPPED.codes}
    assert not strays
    assert [name for name, code in EVERYDAY_NAMES.items() if SHIPPED.code_of(name) != code] == []


def test_every_state_finds_itself_by_its_own_names() -> None:
    """In both languages, unless two entries share a name."""
    assert not [
        country.code
        for country in SHIPPED.countries
        if country.kind == "iso-3166" and not found_by_its_names(SHIPPED, country)
    ]


def found_by_its_names(register: CountryRegister, country: Country) -> bool:
    """Both names lead back to the code as a zone prints it."""
    printed = "D" if country.code == "DEU" else country.code
    return {register.code_of(country.name_en), register.code_of(country.name_fr)} == {printed}


def test_a_zone_prints_the_codes_of_icao_and_no_others() -> None:
    """Germany is D on its passports, Hong Kong CHN; fantasy states and list signers issue none."""
    assert {"D", "CHN", "GBD", "UTO", "XXA"} <= SHIPPED.zone_codes
    assert not {"DEU", "HKG", "MAC", "WSA", "IAO"} & SHIPPED.zone_codes
