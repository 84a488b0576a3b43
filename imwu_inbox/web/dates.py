"""Days and moments as each language writes them. Dates never break across lines."""

from collections.abc import Mapping
from datetime import date, datetime
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
    shown = [_DAYS[language][value.weekday()], str(value.day), _MONTHS[language][value.month - 1]]
    if language is Language.FRENCH and value.day == 1:
        shown[1] = "1er"
    if today is not None and value.year != today.year:
        shown.append(str(value.year))
    return _GAP.join(shown)


def clock_time(value: datetime, language: Language, zone: ZoneInfo) -> str:
    """The time of day in the unit's zone. Shape: `09:14`, `9 h 14`."""
    local = value.astimezone(zone)
    return f"{local:%H:%M}" if language is Language.ENGLISH else f"{local.hour}{_GAP}h{_GAP}{local:%M}"


def moment(value: datetime, language: Language, zone: ZoneInfo, *, today: date | None = None) -> str:
    """A day and its time. Shape: `Fri 27 Nov 09:14`."""
    return f"{day(value.astimezone(zone).date(), language, today=today)}{_GAP}{clock_time(value, language, zone)}"
