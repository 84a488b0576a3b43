"""What the lines of a machine-readable zone say, and how far they may be believed.

Source: ICAO Doc 9303, 8th edition, parts 3 to 7.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from imwu_inbox.domain.documents import Box, Fact
from imwu_inbox.domain.mrz_layout import ALPHABET, FILLER, LAYOUTS, CheckRule, Layout, MrzFormat, check_digit

__all__ = [
    "MrzFields",
    "MrzFinding",
    "MrzFormat",
    "MrzReading",
    "check_digit",
    "checks",
    "format_of",
    "holds",
    "lawful",
    "parse_mrz",
]

_EXPIRY_REACH_YEARS = 50
_KEY_CHECKS = ("number", "birth_date", "expiry_date", "composite")
_LONG_NUMBER_FORMATS = (MrzFormat.TD1, MrzFormat.TD2)
_NAME_SHAPE = re.compile(r"[A-Z]+(<[A-Z]+)*(<<[A-Z]+(<[A-Z]+)*)?<*")
_NUMBER_SHAPE = re.compile(r"[A-Z0-9]+(<[A-Z0-9]+)*<*")


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzFields:
    """The facts that a zone states, as a person would write them.

    `nationality` and `issuing_state` are the ICAO codes without fillers, so Germany is `D`.
    A date that is not a real day (or has unknown parts) is None. `sex` is `M`, `F` or `X` (not specified).
    """

    document_code: str
    issuing_state: str
    surname: str
    given_names: str
    name_cut: bool
    number: str
    nationality: str
    birth_date: date | None
    sex: str
    expiry_date: date | None
    optional_data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzReading:
    """One zone as it was read from a page.

    `raw_lines` is what the reader saw; `lines` is what is left after repair by check digits.
    `checks_valid` is a promise that document number, birth date and expiry are right.
    Units: `box` in fractions of the page from the top left; `confidence` 0..1, of the least certain character;
    `turned_degrees` is how far the page had to be turned clockwise to stand upright; `tilt_degrees` is how far the
    zone then still slopes down to the right. `confirmed` are the fields that the page also prints above the zone, and
    `printed` what it prints there, with accents where it has them.
    """

    format: MrzFormat
    lines: tuple[str, ...]
    raw_lines: tuple[str, ...]
    repaired: bool
    checks: tuple[tuple[str, bool], ...]
    checks_valid: bool
    fields: MrzFields
    box: Box
    confidence: float
    turned_degrees: int
    tilt_degrees: float = 0.0
    confirmed: tuple[str, ...] = ()
    printed: Mapping[str, Fact] = field(default_factory=dict)

    def after(self, pages: int) -> "MrzReading":
        """The same where so many pages come before its file."""
        return replace(self, printed={key: fact.after(pages) for key, fact in self.printed.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzFinding:
    """All zones read on one page.

    `suspected` means that something looks like a zone and could not be read: that is "cannot tell", never "none".
    """

    readings: tuple[MrzReading, ...]
    suspected: bool


def format_of(lines: tuple[str, ...]) -> MrzFormat | None:
    """The format that these lines have by count, width, characters and first letter; None when they have none."""
    if any(character not in ALPHABET for line in lines for character in line):
        return None
    for layout in LAYOUTS.values():
        sized = len(lines) == layout.line_count and all(len(line) == layout.width for line in lines)
        if sized and lines[0][0] in layout.first_letters:
            return layout.format
    return None


def _layout_of(lines: tuple[str, ...]) -> Layout:
    kind = format_of(lines)
    if kind is None:
        sizes = ", ".join(str(len(line)) for line in lines)
        raise ValueError(
            f"These {len(lines)} lines of {sizes} characters are not a zone of ICAO 9303; read them again."
        )
    return LAYOUTS[kind]


def _long_number(layout: Layout, lines: tuple[str, ...]) -> tuple[str, str] | None:
    """The whole number and its digit when it runs on into the optional data, as cards allow; else None.

    Source: ICAO Doc 9303-5, 4.2.2 note j; 9303-6, 4.2.2 note j.
    """
    check_cell = layout.rules[0].digit.of(lines)
    if layout.format not in _LONG_NUMBER_FORMATS or check_cell != FILLER:
        return None
    rest = layout.optional[0].of(lines).split(FILLER, 1)[0]
    if len(rest) < 2:
        return None
    return layout.number.of(lines) + rest[:-1], rest[-1]


def holds(rule: CheckRule, layout: Layout, lines: tuple[str, ...]) -> bool:
    """Whether one check digit agrees with what it covers."""
    if rule.name == "number" and (long := _long_number(layout, lines)) is not None:
        return check_digit(long[0]) == long[1]
    covered = "".join(span.of(lines) for span in rule.covers)
    printed = rule.digit.of(lines)
    if rule.name == "optional_data" and not covered.strip(FILLER):
        return printed in (FILLER, "0")
    return printed == check_digit(covered)


def checks(lines: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """Each check digit of a zone by name, and whether it holds.

    Raises: ValueError when the lines are no zone.
    """
    layout = _layout_of(lines)
    return tuple((rule.name, holds(rule, layout, lines)) for rule in layout.rules)


def _real_date(year: int, month_day: str) -> date | None:
    try:
        return date(year, int(month_day[:2]), int(month_day[2:]))
    except ValueError:
        return None


def _centuries(digits: str, today: date) -> list[date]:
    if not digits.isdecimal():
        return []
    century = today.year - today.year % 100
    days = (_real_date(century + shift + int(digits[:2]), digits[2:]) for shift in (-100, 0, 100))
    return [day for day in days if day is not None]


def _birth_date(digits: str, today: date) -> date | None:
    """The latest real day with these digits that is not in the future."""
    return max((day for day in _centuries(digits, today) if day <= today), default=None)


def _expiry_date(digits: str, birth: date | None, today: date) -> date | None:
    """The real day with these digits nearest to today, after the birth and at most 50 years ahead or behind."""
    days = [day for day in _centuries(digits, today) if birth is None or day > birth]
    near = [day for day in days if abs(day.year - today.year) <= _EXPIRY_REACH_YEARS]
    return min(near, key=lambda day: abs((day - today).days), default=None)


def _spoken(part: str) -> str:
    return " ".join(part.replace(FILLER, " ").split())


def _names(field: str) -> tuple[str, str]:
    surname, _, given = field.strip(FILLER).partition(FILLER * 2)
    return _spoken(surname), _spoken(given)


def _optional(layout: Layout, lines: tuple[str, ...], *, long: bool) -> str:
    parts = [span.of(lines) for span in layout.optional]
    if long:
        parts[0] = parts[0].partition(FILLER)[2]
    return " ".join(stripped for part in parts if (stripped := part.strip(FILLER).replace(FILLER, " ")))


def parse_mrz(lines: tuple[str, ...], today: date) -> MrzFields:
    """The facts of a zone; `today` settles the century of its two-digit years.

    A birth is never in the future; an expiry is the nearest such day. Check digits are not judged here: see `checks`.
    Raises: ValueError when the lines are no zone.
    """
    layout = _layout_of(lines)
    long = _long_number(layout, lines)
    surname, given_names = _names(layout.name.of(lines))
    birth = _birth_date(layout.birth.of(lines), today)
    number = long[0] if long else layout.number.of(lines)
    return MrzFields(
        document_code=layout.code.of(lines).rstrip(FILLER),
        issuing_state=layout.state.of(lines).rstrip(FILLER),
        surname=surname,
        given_names=given_names,
        name_cut=not layout.name.of(lines).endswith(FILLER),
        number=number.rstrip(FILLER),
        nationality=layout.nationality.of(lines).rstrip(FILLER),
        birth_date=birth,
        sex=layout.sex.of(lines).replace(FILLER, "X"),
        expiry_date=_expiry_date(layout.expiry.of(lines), birth, today),
        optional_data=_optional(layout, lines, long=long is not None),
    )


def lawful(lines: tuple[str, ...], *, codes: frozenset[str], today: date) -> bool:
    """Whether every key check digit holds and everything else about the zone is as the law asks.

    That is: known state and nationality, real dates in a possible order, a legal sex mark, a name and a number
    of the right shape. Noise that was forced through the check digits fails here.
    """
    layout = _layout_of(lines)
    fields = parse_mrz(lines, today)
    if not all(right for name, right in checks(lines) if name in _KEY_CHECKS):
        return False
    if fields.birth_date is None or fields.expiry_date is None or fields.sex not in ("M", "F", "X"):
        return False
    states_known = layout.state.of(lines).rstrip(FILLER) in codes and fields.nationality in codes
    name_right = _NAME_SHAPE.fullmatch(layout.name.of(lines)) is not None
    return states_known and name_right and _NUMBER_SHAPE.fullmatch(layout.number.of(lines)) is not None
