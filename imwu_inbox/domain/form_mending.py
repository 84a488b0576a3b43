"""Answers that OCR misread, mended by what they can only be: a real date, an address that agrees, a listed code.

What was read stays beside what it was mended to, in the fact's `raw`. Nothing is mended that could be two things.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from imwu_inbox.domain.documents import Fact
from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.domain.folding import folded, squeezed
from imwu_inbox.domain.form_addresses import address_mended, address_with_dots, host_agreed, website_mended
from imwu_inbox.domain.form_agreement import LOOK_LIKE_NOUGHT, agreed_period, size_class
from imwu_inbox.domain.form_answers import iso_date
from imwu_inbox.domain.form_names import begun_alike, name_mended, once
from imwu_inbox.domain.french_spelling import with_circumflex
from imwu_inbox.domain.reading import CodeMention

_MENDED = 0.9
_DATES = ("date_of_birth", "from", "to")
_SIZES = ("size_canada", "size_abroad")
_NEARLY_A_DATE = re.compile(r"(?<!\d)\D{0,2}(\d)(\d)(\d)(\d)\s*[-.—–~ ]+\s*(\d)(\d)\s*[-.—–~ ]+\s*(\d)(\d)(?!\d)")
_GENDERS = ("Female", "Male", "Another gender", "Femme", "Homme", "Autre genre")
_LEAST_GENDER = 60
_TITLE_ALIKE = 80.0
_DASHES = "—–-"
_NAMES = ("family_name", "given_names", "contact_name", "declarant_name")
_SENTENCES = ("business_name", "business_activity", "duties", "education", "skills")
_WORDS = (*_NAMES, *_SENTENCES, "business_address", "job_title", "employment_location", "req_body")
_SCRAP = re.compile(r" [^\W\d_]{1,2}$")
_LARGE_WITHIN = re.compile(r"(?<=[^\W\dA-Z_] )L(?=(?:a|e|es) [^\W\dA-Z_])")
_FIVE = re.compile(r"\bcing\b")
_LONE_A = re.compile(r"(?<!\w)à(?!\w)")
_ENGLISH = re.compile(r"\b(?:the|and|of|with|for|to|is|are)\b", re.IGNORECASE)
_FRENCH = re.compile(r"\b(?:le|la|les|des|une?|du|et|pour|dans|au)\b", re.IGNORECASE)
_STRAY = re.compile(r"^[‘“\-–](?=\w)(?!.*[’”])")
_PAST_CENTURY = re.compile(r"^20[689](?=\d\D)")
"""Nobody on a form is born after the sixties of this century: such a figure is a nought."""
_START = "www."
_BRACKETS = str.maketrans("{}", "()")
_LIMITED = re.compile(r"\b(?:[I1|]l|[1|])tée\b")
_OF_THE = re.compile(r"\b(rue|avenue|chemin|boulevard|place) de La\b")


def mended(answers: Mapping[str, Fact], codes: Sequence[CodeMention], register: CodeRegister) -> dict[str, Fact]:
    """The answers of a page read from pixels, each mended where it can only be one thing."""
    menders: dict[str, Callable[[str], str]] = {
        **dict.fromkeys(_DATES, _date),
        "date_of_birth": lambda text: _date(_PAST_CENTURY.sub("200", text)),
        "email": address_with_dots,
        "gender": _gender,
        "website": website_mended,
        **dict.fromkeys(_SIZES, size_class),
        "exemption_code": lambda text: _entry(text, codes, register),
    }
    menders |= dict.fromkeys(_WORDS, _words) | dict.fromkeys(_SENTENCES, _sentence) | dict.fromkeys(_NAMES, name_mended)
    facts = {key: _kept(fact, menders[key](fact.value)) if key in menders else fact for key, fact in answers.items()}
    facts |= {key: _kept(facts[key], value) for key, value in agreed_period(facts).items()}
    facts |= _begun_alike(facts.get("family_name"), facts.get("given_names"))
    facts |= _one_name(facts.get("contact_name"), facts.get("declarant_name"))
    return facts | _on_the_net(facts)


def _on_the_net(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Address of mail and website as they agree with one another and with the firm's name."""
    email, website, firm = facts.get("email"), facts.get("website"), facts.get("business_name")
    if email is None or website is None:
        return {}
    email = _kept(email, address_mended(email.value, website.value))
    if firm is None or not website.value.startswith(_START):
        return {"email": email}
    person, at_sign, mail = email.value.partition("@")
    site, name = website.value.removeprefix(_START), squeezed(firm.value)
    return {
        "email": _kept(email, f"{person}@{host_agreed(mail, site, name)}") if at_sign else email,
        "website": _kept(website, _START + host_agreed(site, mail, name)),
    }


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
        if never and digits[at] in LOOK_LIKE_NOUGHT and rest.isdecimal():
            digits[at] = "0"
    if digits[0] == "0" and digits[1] == "0":
        digits[0] = "2"
    whole = "".join(digits)
    day = iso_date(f"{whole[:4]}-{whole[4:6]}-{whole[6:]}")
    return day if day is not None and whole[:2] in ("19", "20") else text


def _words(text: str) -> str:
    """A bracket that was opened is closed, as `(Québec`; an English `a` has no accent; no mark stands before all."""
    told = _STRAY.sub("", once(_LIMITED.sub("ltée", text)).translate(_BRACKETS))
    told = told if _ENGLISH.search(told) and not _FRENCH.search(told) else with_circumflex(_FIVE.sub("cinq", told))
    told = _OF_THE.sub(r"\1 de la", told)
    told += ")" * (told.count("(") == told.count(")") + 1 and not told.endswith((".", ",")))
    return _LONE_A.sub("a", told) if _ENGLISH.search(told) and not _FRENCH.search(told) else told


def _sentence(text: str) -> str:
    """No answer ends with a comma, and no article within it begins large."""
    text = _LARGE_WITHIN.sub("l", text)
    return f"{_words(text)[:-1]}." if text.endswith(",") else _words(text)


def _begun_alike(family: Fact | None, given: Fact | None) -> dict[str, Fact]:
    if family is None or given is None:
        return {}
    return {
        "family_name": _kept(family, begun_alike(family.value, given.value)),
        "given_names": _kept(given, begun_alike(given.value, family.value)),
    }


def _one_name(contact: Fact | None, declarant: Fact | None) -> dict[str, Fact]:
    """Who is to be asked and who declares is one person where the names differ in accents only: the surer is kept.

    So they are where a scrap of the sentence after the declarant's name was read with it.
    """
    if contact is None or declarant is None:
        return {}
    if folded(_SCRAP.sub("", declarant.value)) == folded(contact.value) != folded(declarant.value):
        return {"declarant_name": _kept(declarant, contact.value)}
    if folded(contact.value) != folded(declarant.value):
        return {}
    surer = max(contact, declarant, key=lambda one: one.confidence)
    return {"contact_name": _kept(contact, surer.value), "declarant_name": _kept(declarant, surer.value)}


def _gender(text: str) -> str:
    best = process.extractOne(text.casefold(), [one.casefold() for one in _GENDERS], scorer=fuzz.ratio)
    return _GENDERS[best[2]] if best is not None and best[1] >= _LEAST_GENDER else text


def _entry(text: str, codes: Sequence[CodeMention], register: CodeRegister) -> str:
    """The entry of the form's list: the code that was settled, and its title where that is what was read."""
    row = register.get(codes[0].code) if len(codes) == 1 else None
    at = next((at for at, letter in enumerate(text) if at and letter in _DASHES), 0)
    if row is None or not 0 < at <= 14:
        return text
    title = text[at + 1 :].strip()
    best = max(row.titles, key=lambda one: _alike(one, title))
    in_french = best == row.title_fr and ")" in text[:at] and "(" not in text[:at]
    shown = row.code.replace("(", "") if in_french else row.code
    nearest = max(_alike(one, title) for other in register.codes for one in other.titles)
    return f"{shown}—{best if _alike(best, title) >= max(_TITLE_ALIKE, nearest) else title}"


def _alike(one: str, other: str) -> float:
    return fuzz.ratio(folded(one), folded(other))
