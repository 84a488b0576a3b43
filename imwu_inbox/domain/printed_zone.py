"""The printed zone of a data page compared with its machine-readable zone, as a second source.

A field is confirmed when a whole printed value says the same, letter for letter, names in either way of spelling out
their accents. What is printed otherwise, or could not be read, confirms nothing and contradicts nothing.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from imwu_inbox.domain.countries import EVERYDAY_NAMES
from imwu_inbox.domain.documents import Box, Fact, Source
from imwu_inbox.domain.folding import folded
from imwu_inbox.domain.identity import plain_letters
from imwu_inbox.domain.mrz import MrzFields
from imwu_inbox.domain.passport_labels import MONTHS

STEPS = (48.0, 27.5)
"""Width and height of the printed zone of a passport. Units: steps from character to character of its zone.

Source: ICAO Doc 9303-4, 4 (sizes of the data page); 9303-3, 4.1 (ten characters an inch).
"""
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\D{1,3}(\d{1,2})\D{1,3}(\d{4})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})\D{1,2}(\d{2})\D{1,2}(\d{2})(?!\d)")
_SPELLED = re.compile(r"(?<!\d)(\d{1,2})[ .-]{0,2}([a-z]{3,9})(?:[ /.-]{1,3}[a-z]{3,9})?[ .-]{0,3}(\d{4}|\d{2})(?!\d)")
_LEAST_SURE, _LEAST_SURE_LONG, _LONG = 0.5, 0.15, 6
"""A long value that comes out right letter for letter was read, however little its reader trusted itself."""
_FULL_YEAR = 1900
_LETTERS_READ_AS_DIGITS = str.maketrans("01", "OI")
_SPELLED_OUT = re.compile("([AOU])E")
_SEXES = {"m": "M", "f": "F", "x": "X"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedValue:
    """A value printed on the page; `label` is the field whose label stands above it, if one was read.

    Units: box in steps of the zone, confidence 0..1 of the least certain word.
    """

    text: str
    box: Box
    confidence: float
    label: str = ""


def confirmed(fields: MrzFields, values: Sequence[PrintedValue], country_names: Mapping[str, str]) -> Mapping[str, str]:
    """The fields of the zone that the page prints too, each as it is printed there, accents and all.

    Shape: `country_names` by folded name.
    """
    sure = [value for value in values if _is_sure(value)]
    tests: dict[str, Callable[[PrintedValue], bool]] = {
        "surname": lambda value: _is_name(value.text, fields.surname, cut=fields.name_cut and not fields.given_names),
        "given_names": lambda value: _is_name(value.text, fields.given_names, cut=fields.name_cut),
        "number": lambda value: value.text.replace(" ", "").upper() == fields.number,
        "birth_date": lambda value: fields.birth_date is not None and is_printed_day(fields.birth_date, value.text),
        "expiry_date": lambda value: fields.expiry_date is not None and is_printed_day(fields.expiry_date, value.text),
        "issuing_state": lambda value: value.text.strip() == fields.issuing_state,
        "nationality": lambda value: fields.nationality in _states(value.text, country_names),
        "sex": lambda value: value.label == "sex" and fields.sex in _sexes(value.text),
    }
    found = {
        field: value.text
        for field, says_the_same in tests.items()
        if (value := next((one for one in sure if one.label in ("", field, "code") and says_the_same(one)), None))
    }
    alone = [value for value in sure if value.label in ("", "sex") and _sexes(value.text)]
    if "sex" not in found and len(alone) == 1 and fields.sex in _sexes(alone[0].text):
        found["sex"] = alone[0].text
    return found


def _is_sure(value: PrintedValue) -> bool:
    long = sum(mark.isalnum() for mark in value.text) >= _LONG
    return value.confidence >= (_LEAST_SURE_LONG if long else _LEAST_SURE)


def printed_facts(values: Sequence[PrintedValue], agreed: Mapping[str, str], page: int) -> Iterator[tuple[str, Fact]]:
    """What the page prints: what agrees with the zone, and what only the page says, under its label.

    Units: boxes still in steps of the zone, see `domain.mrz_places.on_page`.
    """
    by_text = {value.text: value for value in values}
    told = dict(agreed)
    for key in ("place_of_birth", "authority", "issued_on"):
        value = next((one for one in values if one.label == key and one.confidence >= _LEAST_SURE), None)
        if value is not None and value.text not in agreed.values():
            told[key] = value.text
    for key, text in told.items():
        value = by_text[text]
        fact = Fact(value=text, raw=text, source=Source.PRINTED, page=page, box=value.box, confidence=value.confidence)
        yield key, fact


def is_printed_day(day: date, text: str) -> bool:
    """Whether a text prints this day, in digits or with a month's name; a year of two digits may be any century's."""
    ways = ((day.day, day.month, day.year), (day.day, day.month, day.year % 100))
    return any(found in ways for found in _dates_in(text))


def printed_days(text: str) -> frozenset[date]:
    """The days that a text may print with a full year; two where day and month may be either."""
    found = _dates_in(text)
    either = [(m, d, y) for d, m, y in found if _NUMERIC.search(text) and not _ISO.search(text)]
    return frozenset(date(y, m, d) for d, m, y in (*found, *either) if y >= _FULL_YEAR and _is_day(y, m, d))


def _dates_in(text: str) -> list[tuple[int, int, int]]:
    """Day, month and year of what looks like a date, as it is written."""
    plain = folded(text) if not _ISO.search(text) else text
    found = [(int(d), int(m), int(y)) for d, m, y in _NUMERIC.findall(plain)]
    found += [(int(d), int(m), int(y)) for y, m, d in _ISO.findall(plain)]
    return found + [(int(d), _month(name), int(y)) for d, name, y in _SPELLED.findall(plain)]


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _month(name: str) -> int:
    if name.startswith("juil"):
        return 7
    return MONTHS.get(name[:3], 0)


def _is_name(text: str, printed: str, *, cut: bool) -> bool:
    """Whether a printed text is a zone's name letter for letter; one that the zone cut short may go on.

    No name has digits: what was read as one is the letter like it. Dots over a letter, which small print loses first,
    may be gone where the zone spells them out.
    """
    target = printed.replace(" ", "")
    plain = text.translate(_LETTERS_READ_AS_DIGITS)
    if not target or any(mark.isdigit() for mark in plain):
        return False
    written = {plain_letters(plain, spelled_out=habit).replace(" ", "") for habit in (True, False)}
    without_dots = _SPELLED_OUT.sub(r"\1", target)
    if target in written or without_dots in written:
        return True
    return cut and any(name.startswith(target) for name in written)


def _states(text: str, country_names: Mapping[str, str]) -> frozenset[str]:
    """The states that a text names; some print their name in two languages."""
    names = (folded(part) for part in (text, *text.split("/")))
    codes = (country_names.get(name) or EVERYDAY_NAMES.get(name) for name in names)
    return frozenset(code for code in codes if code)


def _sexes(text: str) -> frozenset[str]:
    """The sex that a text states, alone or in two languages such as F/F."""
    parts = folded(text).split()
    marks = {_SEXES[part] for part in parts if part in _SEXES}
    return (
        frozenset(marks)
        if len(marks) == 1 and len(parts) <= 2 and all(part in _SEXES for part in parts)
        else frozenset()
    )
