"""The facts of one worker with every source that gives them: zone, print of the passport, and form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from imwu_inbox.domain.case_view.evidence import Evidence, Field, Mark, Place, Zone
from imwu_inbox.domain.case_view.kept import Kept
from imwu_inbox.domain.case_view.values import FileView
from imwu_inbox.domain.documents import Source
from imwu_inbox.domain.identity import plain_letters
from imwu_inbox.domain.imm5686 import FIELD_KEYS
from imwu_inbox.domain.mrz_layout import LAYOUTS, MrzFormat
from imwu_inbox.domain.mrz_places import ZonePlace, spans_of

IDENTITY: Mapping[str, str] = {
    "surname": "family_name",
    "given_names": "given_names",
    "birth_date": "date_of_birth",
    "sex": "gender",
    "nationality": "citizenship",
    "number": "",
    "expiry_date": "",
}
"""The facts of identity, as the zone names them, each with the answer of the form that gives it too."""

ASKED = (
    "business_name", "exemption_code", "job_title", "employment_location", "from", "to", "in_canada",
)  # fmt: skip
"""The answers of the form that come first; the others follow in the order of the paper."""

_MISMATCH_OF = {"surname": "surname", "given_names": "given_names", "birth_date": "birth_date", "sex": "sex",
                "nationality": "citizenship"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """One worker's kept papers beside the files they lie in."""

    worker: Kept
    files: tuple[FileView, ...]

    def file(self, path: str) -> FileView | None:
        """The file at a place of the message."""
        return next((one for one in self.files if path and one.path == path), None)


def fields_of(papers: Papers, zone: Zone | None) -> tuple[Field, ...]:
    """Identity first, then what the form asks for, then its other answers."""
    answers = dict(papers.worker.part("form").part("reading").named_parts("fields"))
    taken = {key for key in IDENTITY.values() if key}
    others = [key for key in FIELD_KEYS if key in answers and key not in taken and key not in ASKED]
    identity = tuple(_identity(papers, zone, key) for key in IDENTITY)
    asked = tuple(_asked(papers, key, answers) for key in (*ASKED, *others))
    return (*identity, *asked)


def zone_of(papers: Papers) -> Zone | None:
    """The zone that the worker's passport was read by, with its place on the page as it reads."""
    passport = papers.worker.part("passport")
    reading, file = passport.part("reading"), papers.file(passport.text("path"))
    lines, kind = reading.texts("lines"), reading.text("format")
    if file is None or kind not in LAYOUTS or not lines:
        return None
    page = passport.whole("page") or 1
    frame, box = file.frame(page), reading.box("box")
    tilt = reading.number("tilt_degrees") or 0.0
    layout, held = LAYOUTS[MrzFormat(kind)], dict(reading.pairs("checks"))
    return Zone(
        lines=lines,
        raw_lines=reading.texts("raw_lines"),
        repaired=reading.holds("repaired"),
        checks=reading.pairs("checks"),
        digits={(rule.digit.line, rule.digit.start): held.get(rule.name, False) for rule in layout.rules},
        cells={name: (span.line, span.start, span.stop) for name, span in spans_of(MrzFormat(kind), lines).items()},
        place=Place(file=file.number, page=page, box=frame.from_shown(box, tilt_degrees=tilt) if box else None),
    )


def _identity(papers: Papers, zone: Zone | None, key: str) -> Field:
    found = [one for one in (_in_zone(papers, zone, key), _printed(papers, key), _on_form(papers, key)) if one]
    shown = found[0] if found else None
    contradicted = {one.text("field") for one in papers.worker.parts("mismatches")}
    confirmed = papers.worker.part("passport").part("reading").texts("confirmed")
    agreeing = {Source.FORM: _MISMATCH_OF.get(key, "") not in contradicted, Source.PRINTED: key in confirmed}
    evidence = tuple(_marked(one, shown, agreeing) for one in found)
    return Field(key=key, value=shown.value if shown else "", evidence=evidence, is_identity=True)


def _marked(one: Evidence, shown: Evidence | None, agreeing: Mapping[Source, bool]) -> Evidence:
    """The form differs where the judgement says so; print where it was not found to say the same, nor does."""
    if shown is None or one is shown or agreeing.get(one.source, True):
        return one
    same = one.source is Source.PRINTED and _letters(one.value) == _letters(shown.value)
    return one if same else replace(one, mark=Mark.DIFFERS)


def _letters(value: str) -> str:
    bare = plain_letters(value, spelled_out=True).replace(" ", "")
    return bare + "".join(character for character in value if character.isdigit())


def _in_zone(papers: Papers, zone: Zone | None, key: str) -> Evidence | None:
    reading = papers.worker.part("passport").part("reading")
    value = reading.part("fields").text(key)
    if not value:
        return None
    raw, place = "", None
    if zone is not None and key in zone.cells:
        line, start, stop = zone.cells[key]
        raw = zone.raw_lines[line][start:stop] if line < len(zone.raw_lines) else ""
        place = _cell_place(papers, zone, reading.text("format"), key)
    return Evidence(
        source=Source.MRZ, value=value, mark=Mark.AGREES, raw=raw, confidence=reading.number("confidence"), place=place
    )


def _cell_place(papers: Papers, zone: Zone, kind: str, key: str) -> Place:
    aspect = papers.files[zone.place.file - 1].frame(zone.place.page).aspect
    if zone.place.box is None or aspect is None:
        return Place(file=zone.place.file, page=zone.place.page)
    whole = ZonePlace(format=MrzFormat(kind), lines=zone.lines, box=zone.place.box, aspect=aspect)
    return Place(file=zone.place.file, page=zone.place.page, box=whole.places()[key])


def _printed(papers: Papers, key: str) -> Evidence | None:
    """What the passport prints above its zone, as it prints it, where it was read."""
    passport = papers.worker.part("passport")
    reading, file = passport.part("reading"), papers.file(passport.text("path"))
    fact = reading.part("printed").part(key)
    if not fact.text("value"):
        return None
    page = fact.whole("page") or passport.whole("page") or 1
    read, place = _evidence(fact, Source.PRINTED, file, page), None
    if file is not None and read.place is not None and read.place.box is not None:
        tilt = reading.number("tilt_degrees") or 0.0
        place = replace(read.place, box=file.frame(page).from_shown(read.place.box, tilt_degrees=tilt))
    return replace(read, place=place or read.place)


def _on_form(papers: Papers, key: str) -> Evidence | None:
    answer = IDENTITY.get(key, key)
    form = papers.worker.part("form")
    fact = form.part("reading").part("fields").part(answer) if answer else Kept({})
    if not fact.text("value"):
        return None
    return _evidence(fact, Source.FORM, papers.file(form.text("path")), fact.whole("page"))


def _evidence(fact: Kept, source: Source, file: FileView | None, page: int | None) -> Evidence:
    place = Place(file=file.number, page=page, box=fact.box("box")) if file is not None and page else None
    return Evidence(
        source=source,
        value=fact.text("value"),
        mark=Mark.AGREES,
        raw=fact.text("raw"),
        confidence=fact.number("confidence"),
        place=place,
    )


def _asked(papers: Papers, key: str, answers: Mapping[str, Kept]) -> Field:
    found = _on_form(papers, key) if key in answers else None
    return Field(key=key, value=found.value if found else "", evidence=tuple(_one(found)))


def _one(evidence: Evidence | None) -> Iterator[Evidence]:
    if evidence is not None:
        yield evidence
