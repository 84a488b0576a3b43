"""Is the set complete, and may the unit be used? Each line with its rule, its answer and where it was seen.

Source: rules 1-3, 5, 8-18 and 30. Nothing here decides anew: it shows what was judged at intake.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from imwu_inbox.domain.case import CaseRecord
from imwu_inbox.domain.case_view.evidence import Check, CheckKey, Field, Place, Zone
from imwu_inbox.domain.case_view.kept import Kept
from imwu_inbox.domain.case_view.values import FileView, FormView, PaperView
from imwu_inbox.domain.documents import Answer, Source
from imwu_inbox.domain.imm5686 import NO, YES
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.verdict import Flag, Refusal

_SUPPORTING = (
    (CheckKey.LETTER, frozenset({"letter"})),
    (CheckKey.OFFER, frozenset({"offer", "contract"})),
    (CheckKey.CV, frozenset({"cv"})),
)
_CODE_FAULTS = (Flag.CODE_SUPERSEDED, Flag.CODE_UNKNOWN, Flag.CODE_ABSENT, Flag.CODE_OPEN_PERMIT,
                Flag.CODE_ONLY_IN_CANADA, Flag.YOUTH_EXCHANGE)  # fmt: skip
_DIFFERS = (Flag.NAME_DIFFERS, Flag.BIRTH_DATE_DIFFERS, Flag.CITIZENSHIP_DIFFERS, Flag.SEX_DIFFERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one worker's checks look at. `flags` are the worker's own; the record's stand in the record."""

    record: CaseRecord
    received_on: date
    size_bytes: int | None
    worker: Kept
    number: int
    flags: frozenset[Flag]
    fields: tuple[Field, ...]
    zone: Zone | None
    form: FormView
    files: tuple[FileView, ...]
    limits: Limits

    def field(self, key: str) -> Field:
        """One fact; an empty one where there is none."""
        return next((one for one in self.fields if one.key == key), Field(key=key, value=""))

    def place_of(self, key: str) -> Place | None:
        """Where a fact was read first."""
        return next((one.place for one in self.field(key).evidence if one.place), None)

    def papers(self, kinds: frozenset[str]) -> Sequence[PaperView]:
        """The papers of these kinds, in the order of the files."""
        return [paper for file in self.files for paper in file.papers if paper.kind in kinds]


def completeness(looked: Looked) -> tuple[Check, ...]:
    """Size, passport page and form, which alone may reject; then the papers that support the request."""
    return (_size(looked), _passport(looked), _form(looked), *_supporting(looked), _diploma(looked))


def eligibility(looked: Looked) -> tuple[Check, ...]:
    """The conditions to use the unit. None of them rejects."""
    checks = (_nationality, _outside, _no_permit, _no_flagpoling, _one_code, _code_in_use, _valid, _same, _notice)
    return tuple(check(looked) for check in checks)


def _size(looked: Looked) -> Check:
    refused = Refusal.OVER_SIZE in looked.record.refusals
    facts = {"size_bytes": looked.size_bytes, "limit_bytes": looked.limits.message_bytes}
    if looked.size_bytes is None and not refused:
        return Check(key=CheckKey.SIZE, rule=1, answer=Answer.CANNOT_TELL, said="size-unknown", facts=facts)
    near = Flag.NEAR_LIMIT in looked.record.flags
    said = "too-large" if refused else "near-limit" if near else "within-limit"
    return Check(key=CheckKey.SIZE, rule=6 if near and not refused else 1, answer=Answer.NO if refused else Answer.YES,
                 said=said, facts=facts, rejects=True)  # fmt: skip


def _answer(kept: Kept) -> Answer:
    try:
        return Answer(kept.text("found"))
    except ValueError:
        return Answer.CANNOT_TELL


def _passport(looked: Looked) -> Check:
    answer = _answer(looked.worker.part("passport"))
    zone = looked.zone
    facts = {"held": zone.passing, "all": len(zone.checks)} if zone else {}
    said = {Answer.YES: "zone-read" if zone else "found", Answer.NO: "not-found", Answer.CANNOT_TELL: "unreadable"}
    return Check(key=CheckKey.PASSPORT, rule=5 if answer is Answer.CANNOT_TELL else 2, answer=answer,
                 said=said[answer], facts=facts, rejects=True, place=zone.place if zone else None)  # fmt: skip


def _form(looked: Looked) -> Check:
    form = looked.form
    said = {
        Answer.YES: "some-empty" if form.empty else "all-filled",
        Answer.NO: "not-found",
        Answer.CANNOT_TELL: "unreadable",
    }
    return Check(key=CheckKey.FORM, rule=5 if form.found is Answer.CANNOT_TELL else 3, answer=form.found,
                 said=said[form.found], facts={"empty": len(form.empty)}, rejects=True, place=form.place)  # fmt: skip


def _supporting(looked: Looked) -> Iterator[Check]:
    unread = any(file.opened != "ok" or file.unread_pages for file in looked.files)
    for key, kinds in _SUPPORTING:
        papers = looked.papers(kinds)
        if papers:
            place = Place(file=papers[0].file, page=papers[0].pages[0])
            facts = {"pages": sum(len(paper.pages) for paper in papers)}
            yield Check(key=key, rule=17, answer=Answer.YES, said="pages", facts=facts, place=place)
        else:
            answer = Answer.CANNOT_TELL if unread else Answer.NO
            yield Check(key=key, rule=17, answer=answer, said="not-seen" if unread else "absent")


def _diploma(looked: Looked) -> Check:
    papers = looked.papers(frozenset({"diploma"}))
    if not papers:
        return Check(key=CheckKey.DIPLOMA, rule=17, answer=Answer.CANNOT_TELL, said="if-needed", is_asked=False)
    place = Place(file=papers[0].file, page=papers[0].pages[0])
    facts = {"pages": sum(len(paper.pages) for paper in papers)}
    return Check(key=CheckKey.DIPLOMA, rule=17, answer=Answer.YES, said="pages", facts=facts, place=place)


def _nationality(looked: Looked) -> Check:
    code = _zone_value(looked, "nationality")
    rows = (
        (Flag.NATIONALITY_NOT_EXEMPT, Answer.NO, "not-exempt"),
        (Flag.NATIONALITY_CONDITIONAL, Answer.CANNOT_TELL, "conditional"),
        (Flag.NATIONALITY_UNKNOWN, Answer.CANNOT_TELL, "unknown"),
    )
    answer, said = next(((answer, said) for flag, answer, said in rows if flag in looked.flags), (Answer.YES, "exempt"))
    if not code:
        answer, said = Answer.CANNOT_TELL, "unknown"
    return Check(key=CheckKey.NATIONALITY, rule=9, answer=answer, said=said, facts={"country": code},
                 place=looked.place_of("nationality"))  # fmt: skip


def _zone_value(looked: Looked, key: str) -> str:
    read = looked.field(key).of(Source.MRZ)
    return read.value if read else ""


def _outside(looked: Looked) -> Check:
    said = looked.field("in_canada").value
    answer = {NO: Answer.YES, YES: Answer.NO}.get(said, Answer.CANNOT_TELL)
    words = {Answer.YES: "declared-outside", Answer.NO: "declared-inside", Answer.CANNOT_TELL: "not-declared"}
    return Check(key=CheckKey.OUTSIDE_CANADA, rule=8, answer=answer, said=words[answer],
                 place=looked.place_of("in_canada"))  # fmt: skip


def _no_permit(looked: Looked) -> Check:
    """Only an officer can say that none is held; the letter's wording is a hint."""
    hinted = Flag.PERMIT_HELD in looked.record.flags
    return Check(key=CheckKey.NO_PERMIT, rule=12, answer=Answer.NO if hinted else Answer.CANNOT_TELL,
                 said="hinted" if hinted else "to-confirm")  # fmt: skip


def _no_flagpoling(looked: Looked) -> Check:
    hinted = Flag.FLAGPOLING in looked.record.flags
    return Check(key=CheckKey.NO_FLAGPOLING, rule=11, answer=Answer.NO if hinted else Answer.YES,
                 said="hinted" if hinted else "not-mentioned")  # fmt: skip


def _one_code(looked: Looked) -> Check:
    codes = tuple(code.text("code") for code in looked.worker.parts("codes"))
    several = Flag.MORE_THAN_ONE_EXEMPTION in looked.flags
    elsewhere = Flag.CODES_DIFFER in looked.record.flags
    answer = Answer.NO if several else Answer.CANNOT_TELL if elsewhere or not codes else Answer.YES
    said = "several" if several else "differ" if elsewhere else "named" if codes else "none"
    return Check(key=CheckKey.ONE_CODE, rule=32 if elsewhere and not several else 10, answer=answer, said=said,
                 facts={"codes": ", ".join(codes)}, place=looked.place_of("exemption_code"))  # fmt: skip


def _code_in_use(looked: Looked) -> Check:
    fault = next((flag for flag in _CODE_FAULTS if flag in looked.flags), None)
    codes = looked.worker.parts("codes")
    became = tuple(dict.fromkeys(one for code in codes for one in code.texts("became")))
    unsure = (Flag.CODE_UNKNOWN, Flag.CODE_ABSENT)
    answer = Answer.YES if codes else Answer.CANNOT_TELL
    if fault is not None:
        answer = Answer.CANNOT_TELL if fault in unsure else Answer.NO
    return Check(key=CheckKey.CODE_IN_USE, rule=22 if fault is Flag.YOUTH_EXCHANGE else 18, answer=answer,
                 said=fault.value if fault else "current" if codes else "code-absent",
                 facts={"became": ", ".join(became)}, place=looked.place_of("exemption_code"))  # fmt: skip


def _valid(looked: Looked) -> Check:
    expires = looked.field("expiry_date").value
    rows = (
        (Flag.PASSPORT_EXPIRED, "expired"),
        (Flag.PASSPORT_NOT_YET_VALID, "not-yet"),
        (Flag.PASSPORT_EXPIRES_DURING_STAY, "expires-during"),
    )
    said = next((said for flag, said in rows if flag in looked.flags), "valid")
    answer = Answer.NO if said != "valid" else Answer.YES
    if not expires:
        answer, said = Answer.CANNOT_TELL, "unknown"
    return Check(key=CheckKey.PASSPORT_VALID, rule=15, answer=answer, said=said, facts={"expires": expires},
                 place=looked.place_of("expiry_date"))  # fmt: skip


def _same(looked: Looked) -> Check:
    if looked.flags.intersection(_DIFFERS):
        differing = next((one.key for one in looked.fields if one.is_identity and one.differs), "")
        return Check(key=CheckKey.SAME_PERSON, rule=16, answer=Answer.NO, said="differ",
                     place=looked.place_of(differing))  # fmt: skip
    if looked.worker.holds("identity_is_verified"):
        return Check(key=CheckKey.SAME_PERSON, rule=16, answer=Answer.YES, said="verified")
    both = looked.zone is not None and looked.form.found is Answer.YES
    return Check(key=CheckKey.SAME_PERSON, rule=16, answer=Answer.YES if both else Answer.CANNOT_TELL,
                 said="agree-unverified" if both else "not-compared")  # fmt: skip


def _notice(looked: Looked) -> Check:
    entry = looked.field("from").value
    try:
        days = (date.fromisoformat(entry) - looked.received_on).days
    except ValueError:
        return Check(key=CheckKey.NOTICE, rule=13, answer=Answer.CANNOT_TELL, said="no-date")
    enough = days >= looked.limits.entry_notice_days
    said = "enough" if enough else "past" if days < 0 else "short"
    return Check(key=CheckKey.NOTICE, rule=14 if days < 0 else 13, answer=Answer.YES if enough else Answer.NO,
                 said=said, facts={"days": days, "wanted": looked.limits.entry_notice_days},
                 place=looked.place_of("from"))  # fmt: skip
