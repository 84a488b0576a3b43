"""Which papers of one email belong to which worker: one set per person, shared papers for all.

Source: rules 31 and 59.
"""

from dataclasses import dataclass, replace

from imwu_inbox.domain.documents import Answer, DocumentKind
from imwu_inbox.domain.identity import has_nothing_in_common, pairing_score
from imwu_inbox.domain.mrz import MrzReading
from imwu_inbox.domain.reading import FormReading
from imwu_inbox.domain.request import FormFacts, PassportFacts, ReadFile

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
    """Every filled form, one per person: the same person's second form adds its codes to the first."""
    found: list[FormFacts] = []
    for file in files:
        for document in file.reading.documents:
            form = document.form
            if document.kind is not DocumentKind.IMM5686 or form is None or form.complete is not Answer.YES:
                continue
            facts = FormFacts(found=Answer.YES, reading=form, path=file.attachment.path)
            twin = next((i for i, other in enumerate(found) if _is_same_person(facts, other)), None)
            if twin is None:
                found.append(facts)
            elif other_reading := found[twin].reading:
                found[twin] = replace(found[twin], reading=_joined(other_reading, form))
    return tuple(found)


def _is_same_person(form: FormFacts, other: FormFacts) -> bool:
    keys = ("family_name", "given_names", "date_of_birth")
    return all(form.value(key).casefold() == other.value(key).casefold() for key in keys)


def _joined(first: FormReading, second: FormReading) -> FormReading:
    known = {mention.code for mention in first.codes}
    return replace(
        first,
        fields={**second.fields, **first.fields},
        codes=(*first.codes, *(mention for mention in second.codes if mention.code not in known)),
    )


def group(passports: tuple[PassportFacts, ...], forms: tuple[FormFacts, ...]) -> Grouping:
    """Pair passports and forms into workers.

    One of each is one worker, unless they have nothing in common. Among several, the strongest pairs are taken first;
    what is left over stays alone, and a left-over passport beside a left-over form makes the grouping unsure.
    """
    if len(passports) == len(forms) == 1:
        passport, form = passports[0], forms[0]
        is_sure = passport.reading is None or not has_nothing_in_common(passport.reading.fields, form)
        return Grouping(pairs=((passport, form),), is_sure=is_sure)
    free_passports, free_forms = list(passports), list(forms)
    pairs: list[tuple[PassportFacts, FormFacts]] = []
    for score, i, j in _strongest_first(passports, forms):
        if score >= _SURE_PAIR and passports[i] in free_passports and forms[j] in free_forms:
            pairs.append((passports[i], forms[j]))
            free_passports.remove(passports[i])
            free_forms.remove(forms[j])
    is_sure = not (free_passports and free_forms)
    pairs.sort(key=lambda pair: forms.index(pair[1]))
    pairs += [(PassportFacts(found=Answer.NO), form) for form in free_forms]
    pairs += [(passport, FormFacts(found=Answer.NO)) for passport in free_passports]
    return Grouping(pairs=tuple(pairs), is_sure=is_sure)


def _strongest_first(passports: tuple[PassportFacts, ...], forms: tuple[FormFacts, ...]) -> list[tuple[int, int, int]]:
    scored = [
        (pairing_score(passport.reading.fields, form), i, j)
        for i, passport in enumerate(passports)
        for j, form in enumerate(forms)
        if passport.reading is not None
    ]
    return sorted(scored, key=lambda row: (-row[0], row[1], row[2]))
