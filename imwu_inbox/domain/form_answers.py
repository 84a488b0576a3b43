"""Answers of a form as they are kept, one way to write each; and which question a program's field asks."""

import re
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz

from imwu_inbox.domain.folding import folded, squeezed
from imwu_inbox.domain.form_fields import FieldKind, FormField
from imwu_inbox.domain.imm5686 import NO, YES
from imwu_inbox.domain.imm5686_labels import DATE_HINTS, QUESTIONS, AnswerType, Question

_LEAST_LABEL_RATIO = 88.0
_LEAST_NAME_RATIO = 90.0
_YES_WORDS = frozenset(("y", "yes", "oui", "o", "true", "vrai", "1", "on", "checked"))
_NO_WORDS = frozenset(("n", "no", "non", "false", "faux", "0", "2", "off"))
_DIGIT_LIKE = str.maketrans("OoQDIl|!ZSBG", "000011112586")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})(?!\d)")
_PACKED = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_NAMED_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er)?\s+([a-z]{3,9})\.?,?\s+(\d{4})|([a-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})"
)
_MONTHS = (
    ("january", "janvier"), ("february", "fevrier"), ("march", "mars"), ("april", "avril"), ("may", "mai"),
    ("june", "juin"), ("july", "juillet"), ("august", "aout"), ("september", "septembre"), ("october", "octobre"),
    ("november", "novembre"), ("december", "decembre"),
)  # fmt: skip
_MISREAD_AT = re.compile(r"(?<=\w)[ê©®€](?=\w)")
_EDGES = " \t\n|_[]{}~—–•·"


def iso_date(text: str) -> str | None:
    """The date that a text certainly states, as YYYY-MM-DD; None when it states none or could be read two ways."""
    for candidate in (text, text.translate(_DIGIT_LIKE)):
        found = _numbers_of(candidate)
        if found is not None:
            try:
                return date(*found).isoformat()
            except ValueError:
                continue
    return None


def _numbers_of(text: str) -> tuple[int, int, int] | None:
    if match := _YEAR_FIRST.search(text) or _PACKED.search(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _YEAR_LAST.search(text):
        first, second = int(match[1]), int(match[2])
        if first > 12 or first == second:
            return int(match[3]), second, first
        return (int(match[3]), first, second) if second > 12 else None
    if match := _NAMED_MONTH.search(folded(text)):
        day, name, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        for number, names in enumerate(_MONTHS, start=1):
            if len(name) >= 3 and any(month.startswith(name) for month in names):
                return int(year), number, int(day)
    return None


def yes_or_no(text: str) -> str | None:
    """`yes` or `no` as a program stores it, in either language; None when it says neither."""
    word = squeezed(text)
    if word in _YES_WORDS:
        return YES
    return NO if word in _NO_WORDS else None


def tidy(question: Question, text: str) -> str | None:
    """An answer as it is kept; None when it says nothing. A date that cannot be settled is kept as written."""
    plain = " ".join(text.split()).strip(_EDGES)
    if not plain:
        return None
    if question.type is AnswerType.DATE:
        return iso_date(plain) or (plain if any(letter.isdigit() for letter in plain) else None)
    if question.type is AnswerType.YES_NO:
        return yes_or_no(plain)
    if question.type is AnswerType.TICK:
        return YES if squeezed(plain) not in _NO_WORDS else None
    if question.key == "email":
        address = plain.replace(" ", "")
        return address if "@" in address else _MISREAD_AT.sub("@", address)
    if question.key == "website":
        return plain.replace(" ", "")
    return plain


def question_of(field: FormField) -> Question | None:
    """The question that a program's field asks, by the label it shows or else by its name; None when neither tells."""
    return _question_of(field.label, field.name, field.kind)


@lru_cache(maxsize=4096)
def _question_of(label: str, name: str, kind: FieldKind) -> Question | None:
    wanted = [question for question in QUESTIONS if _fits(question, kind)]
    shown = _without_hints(label)
    if shown:
        ranked = [(max(fuzz.ratio(shown, one) for one in _labels(question)), question) for question in wanted]
        best = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
        if best[0] >= _LEAST_LABEL_RATIO:
            return best[1]
    spoken = _spoken_name(name)
    if not spoken:
        return None
    ranked = [(max(fuzz.token_sort_ratio(spoken, one) for one in _names(question)), question) for question in wanted]
    best = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= _LEAST_NAME_RATIO else None


def _fits(question: Question, kind: FieldKind) -> bool:
    if kind is FieldKind.CHECK:
        return question.type in (AnswerType.TICK, AnswerType.YES_NO)
    if kind is FieldKind.RADIO:
        return question.type is AnswerType.YES_NO
    return question.type is not AnswerType.TICK


def _without_hints(text: str) -> str:
    plain = squeezed(text)
    for hint in DATE_HINTS[:2]:
        plain = plain.replace(hint, "")
    return plain


@lru_cache(maxsize=128)
def _labels(question: Question) -> tuple[str, ...]:
    return tuple(_without_hints(label) for label in question.labels)


@lru_cache(maxsize=128)
def _names(question: Question) -> tuple[str, ...]:
    return tuple(folded(name) for name in (question.key.replace("_", " "), *question.names, *question.labels[:2]))


def _spoken_name(name: str) -> str:
    """`FamilyName`, `family_name[0]` and `txtFamily-Name` as words."""
    parts = re.sub(r"\[\d+\]", " ", name.rpartition(".")[2])
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", parts)
    words = [word for word in folded(parts).split() if word not in ("txt", "text", "field", "fld", "cb", "chk", "ddl")]
    return " ".join(words)
