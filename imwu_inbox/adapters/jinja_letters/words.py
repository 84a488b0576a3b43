"""Dates, times and sizes as English and Canadian French write them.

Source: the Translation Bureau's writing tools: decimal comma, no-break space before a unit, before a colon and inside
guillemets, none before `;`, `?` and `!`.
"""

import re
from datetime import date, datetime
from math import ceil, floor
from zoneinfo import ZoneInfo

from imwu_inbox.domain.mail import Language

NO_BREAK = "\u00a0"
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
_FILE_TYPES = {
    "PDF": "PDF", "JPEG": "JPEG", "JPG": "JPEG", "PNG": "PNG", "TIFF": "TIFF", "HEIC": "HEIC", "GIF": "GIF",
    "WEBP": "WebP", "BMP": "BMP", "ZIP": "ZIP", "MSWORD": "Word", "RTF": "RTF",
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


def size_words(size_bytes: float, language: Language, *, up: bool = False) -> str:
    """A size with at most one decimal: `4 MB`, `4,3 Mo`. Units: size_bytes in octets, 1 MB = 1,048,576 of them.

    `up` rounds up, so that a size past the limit never reads like the limit; otherwise down.
    """
    tenths = (ceil if up else floor)(size_bytes / 1_048_576 * 10 - (1e-9 if up else -1e-9))
    if size_bytes < 104_858:
        return f"{max(1, ceil(size_bytes / 1024))} {'Ko' if language is Language.FRENCH else 'KB'}"
    number = f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
    return f"{number.replace('.', ',')} Mo" if language is Language.FRENCH else f"{number} MB"


def file_words(type_name: str, size_bytes: int, language: Language) -> str:
    """A file by type and size, never by its name, which may hold a person's: `PDF, 1.2 MB`."""
    unknown = "fichier" if language is Language.FRENCH else "file"
    return f"{_FILE_TYPES.get(type_name.upper(), unknown)}, {size_words(size_bytes, language, up=True)}"


def set_spaces(text: str, language: Language) -> str:
    """Put no-break spaces where French keeps words together; English stays as it is."""
    if language is not Language.FRENCH:
        return text
    spaced = text.replace("« ", f"«{NO_BREAK}").replace(" »", f"{NO_BREAK}»")
    spaced = _BEFORE_UNIT.sub(NO_BREAK, _BEFORE_COLON.sub(f"{NO_BREAK}:", spaced))
    return _AFTER_HOUR.sub(NO_BREAK, spaced)
