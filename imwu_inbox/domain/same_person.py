"""Are two papers one person's? A form beside a passport, a form beside another copy of it, two passports.

Source: rules 16, 31 and 59. What cannot be told is left to an officer: relatives are never taken for one person, and a
passport is missing only where a form is surely somebody else's.
"""

from dataclasses import dataclass
from datetime import date
from typing import Self

from imwu_inbox.domain.form_dates import days_meant
from imwu_inbox.domain.identity import are_opposite, is_by_ocr, is_same_name, likeness, plain_letters, sex_of, spellings
from imwu_inbox.domain.mrz import MrzFields
from imwu_inbox.domain.request import FormFacts

_SURELY_ANOTHER = 60.0
"""Below this two names are not one name misread. Units: per cent."""
_SURELY_ALIKE = 92.0
"""From here on two names are one name, a letter or two misread. Units: per cent."""
_PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """Whom a form or a zone names. Shape: names as written or printed; `born` has every day that may be meant."""

    family: str
    given: str
    born: frozenset[date]
    sex: str | None
    by_ocr: bool

    @classmethod
    def on_form(cls, form: FormFacts) -> Self:
        """The person a form is made out for."""
        return cls(
            family=form.value("family_name"),
            given=form.value("given_names"),
            born=days_meant(form.value("date_of_birth")),
            sex=sex_of(form),
            by_ocr=is_by_ocr(form),
        )

    @classmethod
    def on_passport(cls, passport: MrzFields) -> Self:
        """The person a zone is about; it is not read as print is."""
        born = frozenset((passport.birth_date,)) if passport.birth_date else frozenset[date]()
        return cls(family=passport.surname, given=passport.given_names, born=born, sex=passport.sex, by_ocr=False)


def _is_one_misread(one: _Named, other: _Named) -> bool:
    """Whether two papers name one person though OCR misread the family name of one: the one rule for it.

    Birth date and given names agree to the letter and no sex speaks against it; then the family name need only not
    surely be another. Never the other way round: twins, and brothers and sisters born on one day, share a family name.
    """
    return (
        (one.by_ocr or other.by_ocr)
        and not one.born.isdisjoint(other.born)
        and bool({*spellings(one.given)} & {*spellings(other.given)} - {""})
        and not are_opposite(one.sex, other.sex)
        and likeness(one.family, other.family) >= _SURELY_ANOTHER
    )


def is_same_form(form: FormFacts, other: FormFacts) -> bool:
    """Two copies of one form: names and birth date are written the same, or OCR misread the family name of one."""
    keys = ("family_name", "given_names", "date_of_birth")
    is_same = all(form.value(key).casefold() == other.value(key).casefold() for key in keys)
    names = _Named.on_form(form), _Named.on_form(other)
    return (is_same and not are_opposite(sex_of(form), sex_of(other))) or _is_one_misread(*names)


def is_same_person(passport: MrzFields, form: FormFacts) -> bool:
    """The birth date and both names agree and no sex speaks against it, a form read by OCR allowed its misreadings.

    Without a birth date on the form its names must be those of the zone, none left out.
    """
    by_ocr = is_by_ocr(form)
    if are_opposite(sex_of(form), passport.sex):
        return False
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
    return (family and given) or _is_one_misread(_Named.on_passport(passport), _Named.on_form(form))


def is_same_holder(passport: MrzFields, other: MrzFields) -> bool:
    """Two passports of one person: born on one day, of one sex, of the very same names."""
    return (
        passport.birth_date is not None
        and passport.birth_date == other.birth_date
        and (passport.surname, passport.given_names, passport.sex) == (other.surname, other.given_names, other.sex)
    )


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


def is_surely_another(passport: MrzFields, form: FormFacts) -> bool:
    """Two of birth date, family name and given names speak against one person; three where OCR read the form.

    A birth date whose year, month and day all differ is no misread digit and counts twice: relatives share surnames. So
    does one that differs in two of them beside another sex and another name, on a form read by OCR.
    Only such a form proves that a passport is missing: any other may be a copy, read or written another way.
    """
    by_ocr = is_by_ocr(form)
    differing = _differing_parts(passport.birth_date, days_meant(form.value("date_of_birth")))
    names = 0
    for key in ("family_name", "given_names"):
        written, printed = form.value(key), [name for name in (passport.surname, passport.given_names) if name]
        names += bool(written and printed) and all(_is_another_name(written, name) for name in printed)
    of_another_sex = by_ocr and names > 0 and are_opposite(sex_of(form), passport.sex)
    birth = (differing > 0) + (differing == _PARTS or (differing == _PARTS - 1 and of_another_sex))
    return birth + names >= (3 if by_ocr else 2)


def _is_another_name(written: str, printed: str) -> bool:
    """Neither is the other misread, nor does it stand among words that do not belong to it."""
    own = plain_letters(written, spelled_out=True).split()
    return likeness(written, printed) < _SURELY_ANOTHER and not any(word in own for word in printed.split())


def _differing_parts(printed: date | None, written: frozenset[date]) -> int:
    """In how many of year, month and day a birth date differs from the nearest that is written: 0 to 3."""
    if printed is None or not written:
        return 0
    return min(sum(own != other for own, other in zip(_parts(day), _parts(printed), strict=True)) for day in written)


def _parts(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day
