"""Do passport, form and letter name the same person? Names as people write them against names as a zone prints them.

Source: rules 16, 31 and 60; ICAO Doc 9303-3 section 6 (transliteration), 9303-4 4.2.3 (truncated names).
"""

import unicodedata
from collections.abc import Sequence
from datetime import date

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
_SURELY_ANOTHER = 60.0
"""Below this two names are not one name misread. Units: per cent."""
_ALIKE = 75.0
"""From here on a name may be another one misread in two letters of nine. Units: per cent."""
_SURELY_ALIKE = 92.0
"""From here on two names are one name, a letter or two misread. Units: per cent."""
_PARTS = 3
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


def likeness(written: str, printed: str) -> float:
    """How alike a written name is to a zone's name, over both spelling habits. Units: per cent."""
    target = " ".join(printed.replace("<", " ").split())
    return max(fuzz.ratio(plain_letters(written, spelled_out=habit), target) for habit in (True, False))


def is_alike(written: str, other: str) -> bool:
    """Whether two names from forms may be one, one of them misread: neither surely is another."""
    return likeness(written, plain_letters(other, spelled_out=True)) >= _SURELY_ANOTHER


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
    by_ocr = form.reading is not None and form.reading.route is FormRoute.OCR
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
    sex = _sex_of(form)
    if sex in ("F", "M") and passport.sex in ("F", "M") and sex != passport.sex:
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

    Birth date 3, family name 2, given names 1; names in swapped order count the same.
    """
    score = 0
    if passport.birth_date in days_meant(form.value("date_of_birth")):
        score += 3
    names = ((form.value("family_name"), passport.surname, 2), (form.value("given_names"), passport.given_names, 1))
    swapped = ((form.value("family_name"), passport.given_names, 2), (form.value("given_names"), passport.surname, 1))
    score += max(
        sum(points for written, printed, points in order if written and printed and likeness(written, printed) >= 80)
        for order in (names, swapped)
    )
    return score


def has_nothing_in_common(passport: MrzFields, form: FormFacts) -> bool:
    """Birth date and family name both speak against one person, each given on both papers."""
    born = days_meant(form.value("date_of_birth"))
    family = form.value("family_name")
    return bool(
        born and passport.birth_date and passport.birth_date not in born
        and family and passport.surname
        and likeness(family, passport.surname) < _SURELY_ANOTHER
        and likeness(family, passport.given_names) < _SURELY_ANOTHER
    )  # fmt: skip


def is_same_person(passport: MrzFields, form: FormFacts) -> bool:
    """The birth date and both names agree, a form read by OCR allowed its misreadings.

    Beside a birth date and given names that agree its family name need only be alike; never the other way round: twins.
    Without a birth date on the form its names must be those of the zone, none left out.
    """
    by_ocr = form.reading is not None and form.reading.route is FormRoute.OCR
    born = days_meant(form.value("date_of_birth"))
    if born and passport.birth_date not in born:
        return False
    pairs = ((form.value("family_name"), passport.surname), (form.value("given_names"), passport.given_names))
    if not any(written for written, _ in pairs):
        return False
    family, given = (
        (not written and not printed)
        or (not born and likeness(written, printed) >= _SURELY_ALIKE)
        or (bool(born) and is_same_name(written, printed, may_be_cut=passport.name_cut, may_be_misread=by_ocr))
        for written, printed in pairs
    )
    is_family_alike = by_ocr and bool(born and pairs[1][0]) and likeness(*pairs[0]) >= _ALIKE
    return given and (family or is_family_alike)


def is_same_holder(passport: MrzFields, other: MrzFields) -> bool:
    """Two passports of one person: born on one day, of one sex, of the very same names."""
    return (
        passport.birth_date is not None
        and passport.birth_date == other.birth_date
        and (passport.surname, passport.given_names, passport.sex) == (other.surname, other.given_names, other.sex)
    )


def is_surely_another(passport: MrzFields, form: FormFacts) -> bool:
    """Two of birth date, family name and given names speak against one person; three where OCR read the form.

    A birth date whose year, month and day all differ is no misread digit and counts twice: relatives share surnames. So
    does one that differs in two of them beside another sex and another name, on a form read by OCR.
    Only such a form proves that a passport is missing: any other may be a copy, read or written another way.
    """
    by_ocr = form.reading is not None and form.reading.route is FormRoute.OCR
    differing = _differing_parts(passport.birth_date, days_meant(form.value("date_of_birth")))
    names = 0
    for key in ("family_name", "given_names"):
        written, printed = form.value(key), [name for name in (passport.surname, passport.given_names) if name]
        names += bool(written and printed) and all(_is_another_name(written, name) for name in printed)
    of_another_sex = by_ocr and names > 0 and {_sex_of(form), passport.sex} == {"F", "M"}
    birth = (differing > 0) + (differing == _PARTS or (differing == _PARTS - 1 and of_another_sex))
    return birth + names >= (3 if by_ocr else 2)


def _differing_parts(printed: date | None, written: frozenset[date]) -> int:
    """In how many of year, month and day a birth date differs from the nearest that is written: 0 to 3."""
    if printed is None or not written:
        return 0
    return min(sum(own != other for own, other in zip(_parts(day), _parts(printed), strict=True)) for day in written)


def _parts(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _sex_of(form: FormFacts) -> str | None:
    """The sex that a form says, as a zone writes it."""
    return _SEX.get(form.value("gender").strip().casefold())


def _is_another_name(written: str, printed: str) -> bool:
    """Neither is the other misread, nor does it stand among words that do not belong to it."""
    own = plain_letters(written, spelled_out=True).split()
    return likeness(written, printed) < _SURELY_ANOTHER and not any(word in own for word in printed.split())


def is_verified(passport: PassportFacts, form: FormFacts, mismatches: Sequence[Mismatch]) -> bool:
    """A promise: number, birth date and expiry by their check digits, the names by a form that contradicts nothing."""
    reading = passport.reading
    return reading is not None and reading.checks_valid and not mismatches and confirms_names(reading.fields, form)
