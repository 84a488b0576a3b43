"""Nationalities and whether they are visa-exempt.

Source: rules 9 and 24-27; config/visa_exempt.csv, config/icao_codes.csv.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class VisaStatus(StrEnum):
    """How a nationality stands to the visa requirement. Source: IRPR s. 190, s. 7.01, Schedule 1.1."""

    EXEMPT = "visa-exempt"
    US_CITIZEN = "us-citizen"
    CONDITIONAL = "conditional"
    NOT_EXEMPT = "not-exempt"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A state or issuer code of a passport zone, with its names. Source: ICAO Doc 9303-3 section 5."""

    code: str
    name_en: str
    name_fr: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisaRule:
    """What the regulations say of one nationality."""

    code: str
    status: VisaStatus
    condition_en: str = ""
    condition_fr: str = ""


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    return " ".join("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRegister:
    """All codes a passport may print, and the visa rules by code."""

    countries: tuple[Country, ...]
    visa_rules: tuple[VisaRule, ...]
    _by_code: dict[str, Country] = field(init=False, repr=False, compare=False)
    _by_name: dict[str, str] = field(init=False, repr=False, compare=False)
    _rule_by_code: dict[str, VisaRule] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the register by code and by folded name, once."""
        by_name = {
            _folded(name): c.code for c in self.countries for name in (c.name_en, c.name_fr) if c.kind != "deprecated"
        }
        object.__setattr__(self, "_by_code", {c.code: c for c in self.countries})
        object.__setattr__(self, "_by_name", by_name)
        object.__setattr__(self, "_rule_by_code", {r.code: r for r in self.visa_rules})

    @property
    def codes(self) -> frozenset[str]:
        """Every code of the register, Germany as `D`."""
        return frozenset(self._by_code)

    @property
    def zone_codes(self) -> frozenset[str]:
        """The codes that a zone may lawfully print. Source: ICAO Doc 9303-3 section 5."""
        return frozenset(c.code for c in self.countries if c.kind not in _NEVER_IN_A_ZONE)

    @property
    def codes_by_name(self) -> Mapping[str, str]:
        """Each code as a zone prints it, by the folded names of its state in both languages."""
        return {name: self._printed(code) for name, code in self._by_name.items()}

    def visa_status(self, code: str) -> VisaStatus:
        """How this nationality stands; UNKNOWN when the code is in no register."""
        rule = self._rule_by_code.get(self._printed(code))
        if rule is not None:
            return rule.status
        return VisaStatus.NOT_EXEMPT if self._printed(code) in self._by_code else VisaStatus.UNKNOWN

    def code_of(self, name: str) -> str | None:
        """The code a country's name, code or adjective on a form stands for, or None when it is not certain."""
        given = name.strip()
        if given.upper() in self._by_code:
            return self._printed(given.upper())
        code = EVERYDAY_NAMES.get(_folded(given)) or self._by_name.get(_folded(given))
        return self._printed(code) if code else None

    def name(self, code: str, language: str) -> str:
        """The country's name in "en" or "fr"; the code itself when unknown."""
        country = self._by_code.get(self._printed(code))
        if country is None:
            return code
        return country.name_fr if language == "fr" else country.name_en

    @staticmethod
    def _printed(code: str) -> str:
        return "D" if code == "DEU" else code


_NEVER_IN_A_ZONE = frozenset({"iso-not-in-mrz", "fantasy", "not-in-documents"})


def register_of(countries: Iterable[Country], rules: Iterable[VisaRule]) -> CountryRegister:
    """Build the register from the rows of the two files."""
    return CountryRegister(countries=tuple(countries), visa_rules=tuple(rules))


EVERYDAY_NAMES = {
    "uk": "GBR",
    "great britain": "GBR",
    "britain": "GBR",
    "england": "GBR",
    "united kingdom": "GBR",
    "grande bretagne": "GBR",
    "royaume uni": "GBR",
    "british": "GBR",
    "british citizen": "GBR",
    "usa": "USA",
    "us": "USA",
    "united states": "USA",
    "united states of america": "USA",
    "etats unis": "USA",
    "etats unis d amerique": "USA",
    "american": "USA",
    "south korea": "KOR",
    "korea": "KOR",
    "republic of korea": "KOR",
    "coree du sud": "KOR",
    "holland": "NLD",
    "the netherlands": "NLD",
    "pays bas": "NLD",
    "czech republic": "CZE",
    "republique tcheque": "CZE",
    "taiwan": "TWN",
    "hong kong": "CHN",
    "russia": "RUS",
    "russie": "RUS",
    "vietnam": "VNM",
    "french": "FRA",
    "francais": "FRA",
    "francaise": "FRA",
    "german": "D",
    "allemand": "D",
    "allemande": "D",
    "italian": "ITA",
    "spanish": "ESP",
    "japanese": "JPN",
    "australian": "AUS",
    "irish": "IRL",
    "mexican": "MEX",
    "indian": "IND",
    "chinese": "CHN",
}
"""Names people write that no register holds, or that passports print under another code (Hong Kong), folded.

An uncertain name is left out: the check then cannot tell.
"""
