"""Answers that OCR misread, mended by what they can only be: a real date, an address that agrees, a listed code.

What was read stays beside what it was mended to, in the fact's `raw`. Nothing is mended that could be two things.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from imwu_inbox.domain.documents import Fact
from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.domain.folding import folded
from imwu_inbox.domain.form_answers import iso_date
from imwu_inbox.domain.reading import CodeMention

_MENDED = 0.9
_DATES = ("date_of_birth", "from", "to")
_NEARLY_A_DATE = re.compile(r"(?<!\d)\D{0,2}(\d)(\d)(\d)(\d)\s*[-.—–~ ]+\s*(\d)(\d)\s*[-.—–~ ]+\s*(\d)(\d)(?!\d)")
_LOOK_LIKE_ZERO = "689"
_GENDERS = ("Female", "Male", "Another gender", "Femme", "Homme", "Autre genre")
_LEAST_GENDER = 75
_WORLD_WIDE = re.compile(r"^[vwumnWVUM]{1,6}[.,]+(?=\w)")
_HOST_ALIKE, _TITLE_ALIKE = 85.0, 80.0
_DASHES = "—–-"
_NAMES = ("family_name", "given_names", "contact_name", "declarant_name")
_SENTENCES = ("business_name", "business_activity", "duties", "education", "skills")
_WORDS = (*_NAMES, *_SENTENCES, "business_address", "job_title", "employment_location", "req_body")
_READ_AS_ONE_TOO = re.compile(r"(?<=[^\W\d_])1(?=[li][^\W\d_])|(?<!\w)1(?=[li][^\W\d_]{2})")
_READ_TWICE = re.compile(r"\b([CKVWXZ])(?=[a-z])(?i:\1)")
_HALF_JOINED = re.compile(r"(?<=\w) -(?=\w)|(?<=\w)- (?=\w)")
_LIMITED = re.compile(r"\b[I1|]ltée\b")
_RARE = re.compile(r"[\u1e00-\u1eff]")


def mended(answers: Mapping[str, Fact], codes: Sequence[CodeMention], register: CodeRegister) -> dict[str, Fact]:
    """The answers of a page read from pixels, each mended where it can only be one thing."""
    menders: dict[str, Callable[[str], str]] = {
        **dict.fromkeys(_DATES, _date),
        "gender": _gender,
        "website": _website,
        "exemption_code": lambda text: _entry(text, codes, register),
    }
    menders |= dict.fromkeys(_WORDS, _words) | dict.fromkeys(_SENTENCES, _sentence) | dict.fromkeys(_NAMES, _name)
    facts = {key: _kept(fact, menders[key](fact.value)) if key in menders else fact for key, fact in answers.items()}
    facts |= _one_name(facts.get("contact_name"), facts.get("declarant_name"))
    email, website = facts.get("email"), facts.get("website")
    if email is not None and website is not None:
        facts["email"] = _kept(email, _address(email.value, website.value))
    return facts


def _kept(fact: Fact, value: str) -> Fact:
    return fact if value == fact.value else replace(fact, value=value, confidence=round(fact.confidence * _MENDED, 3))


def _date(text: str) -> str:
    """A zero with a dot or stroke in it is read as 6, 8 or 9: put right where no day of our time has that digit."""
    found = _NEARLY_A_DATE.search(text)
    if found is None:
        return text
    digits = list(found.groups())
    for at in (1, 4, 6):
        rest = digits[at + 1]
        never = {1: digits[0] == "2", 4: True, 6: True}[at]
        if never and digits[at] in _LOOK_LIKE_ZERO and rest.isdecimal():
            digits[at] = "0"
    if digits[0] == "0" and digits[1] == "0":
        digits[0] = "2"
    whole = "".join(digits)
    day = iso_date(f"{whole[:4]}-{whole[4:6]}-{whole[6:]}")
    return day if day is not None and whole[:2] in ("19", "20") else text


def _words(text: str) -> str:
    """A letter of one stroke is sometimes read twice, as a figure and as itself: `1ltée`, `Tro1is`."""
    return _READ_AS_ONE_TOO.sub("", _LIMITED.sub("ltée", text))


def _sentence(text: str) -> str:
    """No answer ends with a comma."""
    return f"{_words(text)[:-1]}." if text.endswith(",") else _words(text)


def _name(text: str) -> str:
    """A letter read twice, large and small or with a speck as its dot, stands once: `Wwhitlock`, `Fiọorenza`.

    A hyphen joins what stands on both sides of it.
    """
    letters = _HALF_JOINED.sub("-", _READ_TWICE.sub(r"\1", _words(text)))
    kept = [
        letter
        for at, letter in enumerate(letters)
        if not (_RARE.match(letter) and folded(letter) in {folded(one) for one in letters[max(0, at - 1) : at + 2 : 2]})
    ]
    return "".join(kept)


def _one_name(contact: Fact | None, declarant: Fact | None) -> dict[str, Fact]:
    """Who is to be asked and who declares is one person where the names differ in accents only: the surer is kept."""
    if contact is None or declarant is None or folded(contact.value) != folded(declarant.value):
        return {}
    surer = max(contact, declarant, key=lambda one: one.confidence)
    return {"contact_name": _kept(contact, surer.value), "declarant_name": _kept(declarant, surer.value)}


def _gender(text: str) -> str:
    best = process.extractOne(text.casefold(), [one.casefold() for one in _GENDERS], scorer=fuzz.ratio)
    return _GENDERS[best[2]] if best is not None and best[1] >= _LEAST_GENDER else text


def _website(text: str) -> str:
    return _WORLD_WIDE.sub("www.", text).lower() if "/" not in text else _WORLD_WIDE.sub("www.", text)


def _address(email: str, website: str) -> str:
    """An address whose at sign was misread, or read twice, put right by the firm's own website."""
    host = website.removeprefix("www.").partition("/")[0]
    person, at_sign, own_host = email.partition("@")
    if len(host) >= 6 and person and at_sign and not own_host[:1].isascii() and own_host[1:].lower() == host:
        return f"{person}@{host}"
    if "@" in email or len(host) < 6 or len(email) < len(host) + 2:
        return email
    own, tail = email[: -len(host) - 1], email[-len(host) :]
    return f"{own}@{host}" if own and fuzz.ratio(tail.lower(), host) >= _HOST_ALIKE else email


def _entry(text: str, codes: Sequence[CodeMention], register: CodeRegister) -> str:
    """The entry of the form's list: the code that was settled, and its title where that is what was read."""
    row = register.get(codes[0].code) if len(codes) == 1 else None
    at = next((at for at, letter in enumerate(text) if at and letter in _DASHES), 0)
    if row is None or not 0 < at <= 14:
        return text
    shown = row.code.replace("(", "") if ")" in text[:at] and "(" not in text[:at] else row.code
    title = text[at + 1 :].strip()
    best = max((row.title_en, row.title_fr), key=lambda one: _alike(one, title))
    nearest = max(_alike(one, title) for other in register.codes for one in (other.title_en, other.title_fr))
    return f"{shown}—{best if _alike(best, title) >= max(_TITLE_ALIKE, nearest) else title}"


def _alike(one: str, other: str) -> float:
    return fuzz.ratio(folded(one), folded(other))
