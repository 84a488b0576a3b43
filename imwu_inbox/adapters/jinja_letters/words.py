"""Dates, times and sizes as English and Canadian French write them.

Source: the Translation Bureau's writing tools: decimal comma, no-break space before a unit, before a colon and inside
guillemets, none before `;`, `?` and `!`.
"""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.sizes import NO_BREAK

CODING_FACTOR = 1.37
"""How much larger files become when mail carries them: base64 and its line ends."""

_MONTHS = {
    Language.ENGLISH: (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    Language.FRENCH: (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ),
}  # fmt: skip
_BEFORE_COLON = re.compile(r" :(?=\s|$)", re.MULTILINE)
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:Mo|Ko|ppp|h)\b)")
_AFTER_HOUR = re.compile(r"(?<=\d" + NO_BREAK + r"h) (?=\d\d\b)")


def day_words(day: date, language: Language) -> str:
    """A date in words: `December 6, 2026`, `le 6 décembre 2026`."""
    month = _MONTHS[language][day.month - 1]
    if language is Language.FRENCH:
        return f"le {'1er' if day.day == 1 else day.day} {month} {day.year}"
    return f"{month} {day.day}, {day.year}"


def moment_words(moment: datetime, zone: ZoneInfo, language: Language) -> str:
    """A date and time in the unit's zone: `... at 2:30 pm (Ottawa time)`, `... à 14 h 30 (heure d’Ottawa)`."""
    local = moment.astimezone(zone)
    day = day_words(local.date(), language)
    if language is Language.FRENCH:
        return f"{day} à {local.hour} h {local.minute:02d} (heure d’Ottawa)"
    hour, half = local.hour % 12 or 12, "am" if local.hour < 12 else "pm"
    return f"{day} at {hour}:{local.minute:02d} {half} (Ottawa time)"


def set_spaces(text: str, language: Language) -> str:
    """Put no-break spaces where French keeps words together; English stays as it is."""
    if language is not Language.FRENCH:
        return text
    spaced = text.replace("« ", f"«{NO_BREAK}").replace(" »", f"{NO_BREAK}»")
    spaced = _BEFORE_UNIT.sub(NO_BREAK, _BEFORE_COLON.sub(f"{NO_BREAK}:", spaced))
    return _AFTER_HOUR.sub(NO_BREAK, spaced)
