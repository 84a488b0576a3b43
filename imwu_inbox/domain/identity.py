"""Do passport, form and letter name the same person? Names as people write them against names as a zone prints them.

Source: rules 16, 31 and 60; ICAO Doc 9303-3 section 6 (transliteration), 9303-4 4.2.3 (truncated names).
"""

import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from imwu_inbox.domain.countries import CountryRegister
from imwu_inbox.domain.form_dates import days_meant
from imwu_inbox.domain.mrz import MrzFields
from imwu_inbox.domain.reading import FormRoute
from imwu_inbox.domain.request import FormFacts, Mismatch, PassportFacts

_SPELLED_OUT = {
    "ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d",
    "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ĳ": "ij", "ñ": "n",
}  # fmt: skip
_LETTERS_PER_MISREADING = 6
"""OCR may misread one letter in so many of a name and it still counts as the same; short names must be exact."""
_ALIKE = 80.0
"""From here on two names point to one person. Units: per cent."""
_SEX = {"f": "F", "female": "F", "femme": "F", "féminin": "F", "feminin": "F", "m": "M", "male": "M", "homme": "M",
        "masculin": "M", "x": "X", "another gender": "X", "autre genre": "X", "unspecified": "X"}  # fmt: skip


def plain_letters(name: str, *, spelled_out: bool) -> str:
    """A name in the letters of a zone: A-Z and single spaces.

    `spelled_out` chooses between the two habits: Müller as MUELLER or as MULLER.
    """
    lowered = unicodedata.normalize("NFC", name).casefold()
    if spelled_out:
        lowered = "".join(_SPELLED_OUT.get(letter, letter) for letter in lowered)
    else:
        lowered = "".join(_SPELLED_OUT.get(c, c) if c in "œæßłđħıþðø" else c for c in lowered)
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    words = "".join(c if "a" <= c <= "z" else ("" if c in "'’`" else " ") for c in bare)
    return " ".join(words.upper().split())


def spellings(name: str) -> tuple[str, ...]:
    """A written name by both habits; a zone's name as it is."""
    return tuple(plain_letters(name, spelled_out=habit) for habit in (True, False))


def likeness(written: str, other: str) -> float:
    """How alike a written name is to a zone's or another form's, over both spelling habits. Units: per cent.

    Names without a letter of a zone, such as those in other scripts, are like none.
    """
    return max(
        fuzz.ratio(left, right) if left and right else 0.0 for left in spellings(written) for right in spellings(other)
    )


def is_same_name(written: str, printed: str, *, may_be_cut: bool, may_be_misread: bool) -> bool:
    """Whether a written name and a zone's name are one name.

    A zone cut at its last cell may end early; a form may leave out middle names or a zone hold more of them.
    """
    target = " ".join(printed.replace("<", " ").split())
    for habit in (True, False):
        own = plain_letters(written, spelled_out=habit)
        if own.replace(" ", "") == target.replace(" ", ""):
            return True
        if may_be_cut and len(target) >= 3 and own.replace(" ", "").startswith(target.replace(" ", "")):
            return True
        if own and target and _is_shorter_form(own.split(), target.split()):
            return True
        if may_be_misread and Levenshtein.distance(own, target) <= len(target) // _LETTERS_PER_MISREADING:
            return True
    return False


def _is_shorter_form(left: list[str], right: list[str]) -> bool:
    shorter, longer = sorted((left, right), key=len)
    return shorter[0] == longer[0] and all(word in longer for word in shorter)


def compare(passport: MrzFields, form: FormFacts, countries: CountryRegister) -> tuple[Mismatch, ...]:
    """Every field in which passport and form disagree for certain; a field that either lacks is no disagreement."""
    by_ocr = is_by_ocr(form)
    found: list[Mismatch] = []
    pairs = (("surname", passport.surname, "family_name"), ("given_names", passport.given_names, "given_names"))
    for field, printed, key in pairs:
        written = form.value(key)
        if (
            written
            and printed
            and not is_same_name(written, printed, may_be_cut=passport.name_cut, may_be_misread=by_ocr)
        ):
            found.append(Mismatch(field=field, passport=printed, form=written))
    if _names_are_swapped(passport, form):
        found = []
    born = days_meant(form.value("date_of_birth"))
    if born and passport.birth_date and passport.birth_date not in born:
        written = next(iter(born)).isoformat() if len(born) == 1 else form.value("date_of_birth")
        found.append(Mismatch(field="birth_date", passport=passport.birth_date.isoformat(), form=written))
    citizenship = countries.code_of(form.value("citizenship"))
    if citizenship and passport.nationality and not _is_same_state(citizenship, passport.nationality):
        found.append(Mismatch(field="citizenship", passport=passport.nationality, form=citizenship))
    sex = sex_of(form)
    if sex and are_opposite(sex, passport.sex):
        found.append(Mismatch(field="sex", passport=passport.sex, form=sex))
    return tuple(found)


def _names_are_swapped(passport: MrzFields, form: FormFacts) -> bool:
    family, given = form.value("family_name"), form.value("given_names")
    return bool(family and given) and (
        is_same_name(family, passport.given_names, may_be_cut=False, may_be_misread=False)
        and is_same_name(given, passport.surname, may_be_cut=False, may_be_misread=False)
    )


def _is_same_state(left: str, right: str) -> bool:
    british = {"GBR", "GBD", "GBN", "GBO", "GBP", "GBS"}
    return left == right or (left in british and right in british)


def confirms_names(passport: MrzFields, form: FormFacts) -> bool:
    """The form gives the very names of the zone: the second source that a promise of identity needs."""
    family, given = form.value("family_name"), form.value("given_names")
    if not family or not (given or not passport.given_names):
        return False
    return is_same_name(family, passport.surname, may_be_cut=passport.name_cut, may_be_misread=False) and (
        not passport.given_names
        or is_same_name(given, passport.given_names, may_be_cut=passport.name_cut, may_be_misread=False)
    )


def pairing_score(passport: MrzFields, form: FormFacts) -> int:
    """How strongly a passport and a form point to one person: 0 nothing in common, 6 everything.

    Birth date 3, family name 2, given names 1; names in swapped order, or with one left out, count the same.
    """
    score = 0
    if passport.birth_date in days_meant(form.value("date_of_birth")):
        score += 3
    names = ((form.value("family_name"), passport.surname, 2), (form.value("given_names"), passport.given_names, 1))
    swapped = ((form.value("family_name"), passport.given_names, 2), (form.value("given_names"), passport.surname, 1))
    score += max(
        sum(points for written, printed, points in order if written and printed and _may_be_one(written, printed))
        for order in (names, swapped)
    )
    return score


def _may_be_one(written: str, printed: str) -> bool:
    return likeness(written, printed) >= _ALIKE or is_same_name(
        written, printed, may_be_cut=False, may_be_misread=False
    )


def is_by_ocr(form: FormFacts) -> bool:
    """Whether a form was read from pixels, which may be misread."""
    return form.reading is not None and form.reading.route is FormRoute.OCR


def sex_of(form: FormFacts) -> str | None:
    """The sex that a form says, as a zone writes it."""
    return _SEX.get(form.value("gender").strip().casefold())


def are_opposite(sex: str | None, other: str | None) -> bool:
    """Whether two papers say that one person is a woman and one a man; any other answer speaks against nobody."""
    return {sex, other} == {"F", "M"}


def is_verified(passport: PassportFacts, form: FormFacts, mismatches: Sequence[Mismatch]) -> bool:
    """A promise: number, birth date and expiry by their check digits, the names by a form that contradicts nothing."""
    reading = passport.reading
    return reading is not None and reading.checks_valid and not mismatches and confirms_names(reading.fields, form)
