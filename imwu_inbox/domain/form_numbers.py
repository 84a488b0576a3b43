"""The numbers that the department prints on its forms, and what OCR makes of them."""

import re
from dataclasses import dataclass

_DIGITS = str.maketrans(
    {"S": "5", "s": "5", "G": "6", "b": "6", "B": "8", "&": "8", "O": "0", "o": "0", "l": "1", "I": "1"}
)
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?P<first>[I1l|!]\s?)?M\s?M\s{0,2}[-:.]?\s{0,2}(?P<digits>(?:[0-9SsGbBOolI&]\s?){3}[0-9SsGbBOolI&])(?![A-Za-z0-9])"
    r"(?:\s*[(\[{]?\s*(?P<edition>\d\s*\d\s*[-–—]\s*\d\s*\d\s*\d\s*\d)\s*[)\]}]?\s*(?P<letter>[EF])?(?![A-Za-z]))?"
)
_METADATA_TITLE = re.compile(r"^\s*IMM\s?(\d{4})\s?([EF])?\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormNumber:
    """A form number as printed: with an edition it is the form's own footer, without one it may be a mention."""

    number: str
    edition: str | None
    language: str | None


def form_numbers(text: str) -> tuple[FormNumber, ...]:
    """Every form number of a text; line breaks inside the footer are mended.

    The edition's letter tells the language; the other letter in "also available in" does not follow an edition.
    """
    found = []
    for match in _NUMBER.finditer(" ".join(text.split())):
        edition = re.sub(r"\s", "", match["edition"]).replace("–", "-").replace("—", "-") if match["edition"] else None
        if match["first"] is None and edition is None:
            continue  # without its first letter a bare number may be one of millimetres
        digits = re.sub(r"\s", "", match["digits"]).translate(_DIGITS)
        found.append(FormNumber(number=digits, edition=edition, language=_language(match["letter"])))
    return tuple(found)


def number_in_title(title: str) -> FormNumber | None:
    """The form number that a file's own title opens with, as the department writes it."""
    match = _METADATA_TITLE.match(title)
    return FormNumber(number=match[1], edition=None, language=_language(match[2])) if match else None


def _language(letter: str | None) -> str | None:
    return {"E": "en", "F": "fr"}.get(letter or "")
