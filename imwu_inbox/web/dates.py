"""Days and moments as each language writes them. Dates never break across lines."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from imwu_inbox.domain.mail import Language

_GAP = "\N{NO-BREAK SPACE}"
_DAYS: Mapping[Language, tuple[str, ...]] = {
    Language.ENGLISH: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    Language.FRENCH: ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
}
_MONTHS: Mapping[Language, tuple[str, ...]] = {
    Language.ENGLISH: ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    Language.FRENCH: (
        "janv.", "févr.", "mars", "avril", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.",
    ),
}  # fmt: skip


def day(value: date, language: Language, *, today: date | None = None) -> str:
    """A day of the week with its date, and its year where that is not this one. Shape: `Fri 27 Nov`, `ven. 27 nov.`."""
    shown = [_DAYS[language][value.weekday()], _number(value, language), _MONTHS[language][value.month - 1]]
    if today is not None and value.year != today.year:
        shown.append(str(value.year))
    return _GAP.join(shown)


_LONG_DAYS: Mapping[Language, tuple[str, ...]] = {
    Language.ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    Language.FRENCH: ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_LONG_MONTHS: Mapping[Language, tuple[str, ...]] = {
    Language.ENGLISH: (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    Language.FRENCH: (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ),
}  # fmt: skip


def long_day(value: date, language: Language) -> str:
    """A day in full, as it begins a line. Shape: `Tuesday 24 November 2026`, `Mardi 24 novembre 2026`."""
    shown = [
        _LONG_DAYS[language][value.weekday()].title(),
        _number(value, language),
        _LONG_MONTHS[language][value.month - 1],
    ]
    return _GAP.join([*shown, str(value.year)])


def short_day(value: date, language: Language, *, with_year: bool = False) -> str:
    """A day without its weekday. Shape: `24 Nov`, `24 nov.`."""
    shown = [_number(value, language), _MONTHS[language][value.month - 1]]
    return _GAP.join([*shown, str(value.year)] if with_year else shown)


def ago(since: timedelta) -> tuple[str, int]:
    """How long ago in the largest whole unit: its name and how many of it. Shape: `("minutes", 3)`."""
    seconds = max(0, int(since.total_seconds()))
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= length:
            return unit, seconds // length
    return "seconds", seconds


def _number(value: date, language: Language) -> str:
    return "1er" if language is Language.FRENCH and value.day == 1 else str(value.day)


def clock_time(value: datetime, language: Language, zone: ZoneInfo) -> str:
    """The time of day in the unit's zone. Shape: `09:14`, `9 h 14`."""
    local = value.astimezone(zone)
    return f"{local:%H:%M}" if language is Language.ENGLISH else f"{local.hour}{_GAP}h{_GAP}{local:%M}"


def moment(value: datetime, language: Language, zone: ZoneInfo, *, today: date | None = None) -> str:
    """A day and its time. Shape: `Fri 27 Nov 09:14`."""
    return f"{day(value.astimezone(zone).date(), language, today=today)}{_GAP}{clock_time(value, language, zone)}"
