"""Which papers of one email belong to which worker: one set per person, shared papers for all.

Source: rules 31 and 59.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from imwu_inbox.domain.documents import Answer, DocumentKind
from imwu_inbox.domain.identity import are_opposite, is_by_ocr, pairing_score, sex_of
from imwu_inbox.domain.lone_pages import lone_second_pages, with_its_second_page
from imwu_inbox.domain.mrz import MrzReading
from imwu_inbox.domain.request import FormFacts, PassportFacts, ReadFile
from imwu_inbox.domain.same_person import (
    has_nothing_in_common,
    is_same_form,
    is_same_holder,
    is_same_person,
    is_surely_another,
)

_SURE_PAIR = 3
"""Birth date, or both names: enough to pair a passport with a form among several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """The pairs, and whether every pair is sure."""

    pairs: tuple[tuple[PassportFacts, FormFacts], ...]
    is_sure: bool


def passports_of(files: tuple[ReadFile, ...]) -> tuple[PassportFacts, ...]:
    """Every passport data page with a zone that was read, one per document number."""
    found: dict[str, PassportFacts] = {}
    for file in files:
        for document in file.reading.documents:
            if document.kind is not DocumentKind.PASSPORT:
                continue
            for zone in document.passports:
                facts = PassportFacts(found=Answer.YES, reading=zone, path=file.attachment.path, page=document.pages[0])
                key = zone.fields.number + zone.fields.surname
                known = found.get(key)
                if known is None or _is_better(zone, known.reading):
                    found[key] = facts
    return tuple(found.values())


def _is_better(zone: MrzReading, other: MrzReading | None) -> bool:
    return other is None or (zone.checks_valid, zone.confidence) > (other.checks_valid, other.confidence)


def forms_of(files: tuple[ReadFile, ...]) -> tuple[FormFacts, ...]:
    """Every filled form, one per person: the second adds its codes to the first, which is the one not read by OCR."""
    found: list[FormFacts] = []
    for file in files:
        for document in file.reading.documents:
            form = document.form
            if document.kind is not DocumentKind.IMM5686 or form is None or form.complete is not Answer.YES:
                continue
            facts = FormFacts(found=Answer.YES, reading=form, path=file.attachment.path)
            twin = next((i for i, other in enumerate(found) if is_same_form(facts, other)), None)
            if twin is None:
                found.append(facts)
            else:
                found[twin] = _one_form(found[twin], facts)
    return with_its_second_page(found, lone_second_pages(files))


def _one_form(first: FormFacts, second: FormFacts) -> FormFacts:
    """Two copies of one form: the better read speaks, the other fills its gaps and adds its codes.

    What comes from another file keeps no place, as it would be shown on a page of the first.
    """
    best, other = sorted((first, second), key=is_by_ocr)
    if best.reading is None or other.reading is None:
        return best
    known = {mention.code for mention in best.reading.codes}
    added = [mention for mention in other.reading.codes if mention.code not in known]
    filled = {key: fact for key, fact in other.reading.fields.items() if key not in best.reading.fields}
    if best.path != other.path:
        added = [mention.without_place() for mention in added]
        filled = {key: fact.without_place() for key, fact in filled.items()}
    fields = {**filled, **best.reading.fields}
    return replace(best, reading=replace(best.reading, fields=fields, codes=(*best.reading.codes, *added)))


def group(passports: tuple[PassportFacts, ...], forms: tuple[FormFacts, ...]) -> Grouping:
    """Pair passports and forms into workers.

    One of each is one worker, unless they have nothing in common. Among several, the strongest pairs are taken first;
    what is left over stays alone, and a left-over passport beside a left-over form makes the grouping unsure. So does a
    left-over form that may be another copy of a paired one; what surely is such a copy adds its codes to it.
    """
    if len(passports) == len(forms) == 1:
        passport, form = passports[0], forms[0]
        is_sure = passport.reading is None or not has_nothing_in_common(passport.reading.fields, form)
        return Grouping(pairs=((passport, form),), is_sure=is_sure)
    free_passports, free_forms = list(passports), list(forms)
    pairs: list[tuple[PassportFacts, FormFacts]] = []
    for i, j in _strongest_first(passports, forms):
        if passports[i] in free_passports and forms[j] in free_forms:
            pairs.append((passports[i], forms[j]))
            free_passports.remove(passports[i])
            free_forms.remove(forms[j])
    pairs.sort(key=lambda pair: forms.index(pair[1]))
    pairs, free_forms = _copies_taken_in(pairs, free_forms)
    pairs, free_passports = _second_passports_taken_in(pairs, free_passports)
    is_sure = not (free_passports and free_forms) and not any(_may_be_a_copy(form, pairs) for form in free_forms)
    pairs += [(PassportFacts(found=Answer.NO), form) for form in free_forms]
    pairs += [(passport, FormFacts(found=Answer.NO)) for passport in free_passports]
    return Grouping(pairs=tuple(pairs), is_sure=is_sure)


def _copies_taken_in(
    pairs: Sequence[tuple[PassportFacts, FormFacts]], free_forms: Sequence[FormFacts]
) -> tuple[list[tuple[PassportFacts, FormFacts]], list[FormFacts]]:
    """A form sent twice, as a file and as a scan, or in both languages, is one form."""
    taken, free = list(pairs), []
    for form in free_forms:
        owner = next((i for i, (passport, _) in enumerate(taken) if _is_of(passport, form)), None)
        if owner is None:
            free.append(form)
        else:
            passport, own = taken[owner]
            taken[owner] = passport, _one_form(own, form)
    return taken, free


def _second_passports_taken_in(
    pairs: Sequence[tuple[PassportFacts, FormFacts]], free_passports: Sequence[PassportFacts]
) -> tuple[list[tuple[PassportFacts, FormFacts]], list[PassportFacts]]:
    """Another passport of a paired worker belongs to that worker, where every field that tells people apart agrees.

    The two zones say so by themselves; how the form was read or spells the names is no part of it.
    """
    taken, free = list(pairs), []
    for passport in free_passports:
        owner = next((i for i, (own, _) in enumerate(taken) if _one_holds(own, passport)), None)
        if owner is None:
            free.append(passport)
        else:
            own, form = taken[owner]
            taken[owner] = replace(own, others=(*own.others, passport)), form
    return taken, free


def _one_holds(passport: PassportFacts, other: PassportFacts) -> bool:
    readings = passport.reading, other.reading
    return all(one is not None and one.checks_valid for one in readings) and (
        passport.reading is not None
        and other.reading is not None
        and is_same_holder(passport.reading.fields, other.reading.fields)
    )


def _is_of(passport: PassportFacts, form: FormFacts) -> bool:
    return passport.reading is not None and is_same_person(passport.reading.fields, form)


def _may_be_a_copy(form: FormFacts, pairs: Sequence[tuple[PassportFacts, FormFacts]]) -> bool:
    return any(passport.reading and not is_surely_another(passport.reading.fields, form) for passport, _ in pairs)


def _strongest_first(passports: tuple[PassportFacts, ...], forms: tuple[FormFacts, ...]) -> list[tuple[int, int]]:
    """Passports and forms by how strongly they point to one person.

    Of equals a form that says no other sex comes first, then one that was not read by OCR, then the passport that is
    valid longest: the old one of the same person, sent along with the new, is the one left over.
    """
    scored: list[tuple[tuple[int, bool, bool, int], int, int]] = []
    for i, passport in enumerate(passports):
        for j, form in enumerate(forms):
            if passport.reading is None:
                continue
            score = pairing_score(passport.reading.fields, form)
            if score >= _SURE_PAIR:
                expires_on = passport.reading.fields.expiry_date or date.min
                another_sex = are_opposite(sex_of(form), passport.reading.fields.sex)
                scored.append(((-score, another_sex, is_by_ocr(form), -expires_on.toordinal()), i, j))
    return [(i, j) for _, i, j in sorted(scored)]
