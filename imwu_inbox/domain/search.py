"""What a record is found by, and what is looked for: names, employer, reference, and passport numbers apart."""

import re

from imwu_inbox.domain.case import CaseRecord, reference_of
from imwu_inbox.domain.folding import folded

MOST_WORDS = 8

_REFERENCE = re.compile(r"(?P<year>[0-9]{4})-(?P<number>[0-9]{1,6})")
_SHORTEST_NUMBER = 5
_FEWEST_DIGITS = 4
_MOST_LETTERS = 4


def search_words(record: CaseRecord) -> frozenset[str]:
    """What a record is found by: names of all its workers, its employer, its reference; folded."""
    texts = [record.employer, *(f"{worker.surname} {worker.given_names}" for worker in record.workers)]
    return frozenset({word for text in texts for word in folded(text).split()} | {record.reference})


def asked_words(text: str) -> tuple[str, ...]:
    """What is looked for: a reference with its zeros, else folded words; each must begin a word of the record."""
    reference = _REFERENCE.fullmatch(text.strip())
    if reference:
        return (reference_of(int(reference["year"]), int(reference["number"])),)
    return tuple(dict.fromkeys(folded(text).split()))[:MOST_WORDS]


def may_be_number(text: str) -> bool:
    """Whether a search is for a passport number: at least four digits, few letters, and no reference.

    It then stays out of every address, and only the very number is found.
    """
    if _REFERENCE.fullmatch(text.strip()) or not text.isascii():
        return False
    squeezed = passport_number(text)
    digits = sum(letter.isdigit() for letter in squeezed)
    return len(squeezed) >= _SHORTEST_NUMBER and digits >= _FEWEST_DIGITS and len(squeezed) - digits <= _MOST_LETTERS


def passport_number(text: str) -> str:
    """A typed number as records hold it: capitals and digits alone."""
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
