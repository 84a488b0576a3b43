"""A case as an officer reads it, from what was kept of its judgement, its history and its letters."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from imwu_inbox.domain.authentication import authentication_in
from imwu_inbox.domain.case import CaseFile, CaseStatus, Event, EventKind
from imwu_inbox.domain.case_view.checks import Looked, completeness, eligibility
from imwu_inbox.domain.case_view.evidence import Check, CheckKey, Concern, Evidence, Field, Mark, Place, Zone
from imwu_inbox.domain.case_view.facts import Papers, fields_of, zone_of
from imwu_inbox.domain.case_view.kept import Kept
from imwu_inbox.domain.case_view.papers import files_of
from imwu_inbox.domain.case_view.values import (
    Banner,
    CaseView,
    CodeView,
    FileView,
    FormView,
    LetterView,
    PaperView,
    WorkerView,
)
from imwu_inbox.domain.documents import Answer
from imwu_inbox.domain.imm5686 import FIELD_KEYS
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.reply import OutgoingLetter
from imwu_inbox.domain.verdict import Doubt, Flag, Outcome

__all__ = [
    "Banner",
    "CaseView",
    "Check",
    "CheckKey",
    "CodeView",
    "Concern",
    "Evidence",
    "Field",
    "FileView",
    "FormView",
    "LetterView",
    "Mark",
    "PaperView",
    "Place",
    "WorkerView",
    "Zone",
    "view_of",
]

_FIELDS_OF_FLAG = {
    Flag.NAME_DIFFERS: ("surname", "given_names"),
    Flag.BIRTH_DATE_DIFFERS: ("birth_date",),
    Flag.CITIZENSHIP_DIFFERS: ("citizenship",),
    Flag.SEX_DIFFERS: ("sex",),
}
_FIELD_SHOWN = {"citizenship": "nationality"}
_UNREADABLE = frozenset({Doubt.PASSPORT_UNREADABLE, Doubt.FORM_UNREADABLE, Doubt.FILE_NOT_OPENED, Doubt.UNSURE_KIND})
_NEED_NOT_BE_FILLED = frozenset(
    {"website", "size_abroad", "uci", "in_canada_explain", "req_body", "noc_code", "kind_work_permit", "kind_lmia"}
)
"""Answers that a complete form may lack: they depend on others, or on who asks. Ticks are never missed."""


def view_of(case: CaseFile, letters: Iterable[OutgoingLetter], *, limits: Limits, zone_today: date) -> CaseView:
    """The whole case. `zone_today` is today in the unit's zone; it stands for a day of receipt that was not kept."""
    kept, record, letters = Kept(case.assessment), case.record, tuple(letters)
    files = files_of(kept)
    received_on = _day(kept.text("received_on")) or zone_today
    size = _size_of(case.events)
    workers = tuple(
        _worker(Papers(worker=worker, files=files), number, case, received_on, size, limits)
        for number, worker in enumerate(kept.parts("workers"), start=1)
    )
    return CaseView(
        record=record,
        subject=kept.text("subject"),
        received_on=received_on,
        workers=workers,
        files=files,
        concerns=tuple(_concerns(case, kept)),
        banners=tuple(_banners(case, files, letters)),
        duplicate_of=kept.text("same_id_as"),
        problems=kept.texts("problems"),
        letters=tuple(map(_letter, letters)),
        events=case.events,
        withheld=_withheld(case.events),
        authentication=authentication_in(case.assessment),
    )


def _worker(
    papers: Papers, number: int, case: CaseFile, received_on: date, size: int | None, limits: Limits
) -> WorkerView:
    worker = papers.worker
    zone, form = zone_of(papers), _form(papers)
    fields = fields_of(papers, zone)
    shown = {one.key: one.value for one in fields if one.is_identity}
    looked = Looked(
        record=case.record, received_on=received_on, size_bytes=size, worker=worker, number=number,
        flags=_flags(worker.texts("flags")), fields=fields, zone=zone, form=form, files=papers.files, limits=limits,
    )  # fmt: skip
    return WorkerView(
        number=number,
        surname=shown["surname"],
        given_names=shown["given_names"],
        nationality=shown["nationality"],
        verified=worker.holds("identity_is_verified"),
        passport=_found(worker.part("passport")),
        form=form,
        zone=zone,
        fields=fields,
        codes=tuple(map(_code, worker.parts("codes"))),
        completeness=completeness(looked),
        eligibility=eligibility(looked),
    )


def _form(papers: Papers) -> FormView:
    kept = papers.worker.part("form")
    reading, file = kept.part("reading"), papers.file(kept.text("path"))
    answers = dict(reading.named_parts("fields"))
    pages = [page for fact in answers.values() if (page := fact.whole("page"))]
    wanted = (key for key in FIELD_KEYS if not key.startswith(("req_", "doc_")) and key not in _NEED_NOT_BE_FILLED)
    return FormView(
        found=_found(kept),
        route=reading.text("route"),
        edition=reading.text("edition"),
        language=reading.text("language"),
        empty=tuple(key for key in wanted if key not in answers) if reading else (),
        why=reading.texts("why"),
        place=Place(file=file.number, page=min(pages, default=1)) if file is not None else None,
    )


def _code(kept: Kept) -> CodeView:
    return CodeView(
        code=kept.text("code"),
        kind=kept.text("kind"),
        status=kept.text("status"),
        became=kept.texts("became"),
        source=kept.text("source"),
    )


def _concerns(case: CaseFile, kept: Kept) -> Iterator[Concern]:
    """Refusals, then doubts, then flags, contradictions before all other flags; a worker's flag once for each."""
    record, workers = case.record, kept.parts("workers")
    yield from (Concern(decision=refusal) for refusal in record.refusals)
    yield from (Concern(decision=doubt) for doubt in record.doubts)
    owned: set[Flag] = set()
    flagged: list[Concern] = []
    for number, worker in enumerate(workers, start=1):
        own = _flags(worker.texts("flags"))
        owned |= own
        flagged += [_flagged(flag, number, worker) for flag in Flag if flag in own]
    flagged += [Concern(decision=flag) for flag in record.flags if flag not in owned]
    yield from sorted(flagged, key=lambda one: not one.is_contradiction)


def _flagged(flag: Flag, number: int, worker: Kept) -> Concern:
    fields = _FIELDS_OF_FLAG.get(flag, ())
    against = tuple(
        (_FIELD_SHOWN.get(one.text("field"), one.text("field")), one.text("passport"), one.text("form"))
        for one in worker.parts("mismatches")
        if one.text("field") in fields
    )
    return Concern(decision=flag, worker=number, against=against, field=against[0][0] if against else "")


def _banners(case: CaseFile, files: Sequence[FileView], letters: Iterable[OutgoingLetter]) -> Iterator[Banner]:
    record = case.record
    raised = (
        (Banner.LETTER_UNDELIVERED, any(letter.undelivered_since for letter in letters)),
        (Banner.REJECTED, record.status is CaseStatus.REJECTED),
        (Banner.NOT_A_REQUEST, record.status is CaseStatus.NOT_A_REQUEST),
        (Banner.UNSAFE_FILE, any(file.has_macros for file in files) or Flag.MACRO_FILE in record.flags),
        (Banner.UNREADABLE, bool(_UNREADABLE.intersection(record.doubts))),
        (Banner.LEFT_TO_OFFICER, record.outcome is Outcome.OFFICER and not _UNREADABLE.issuperset(record.doubts)),
        (Banner.DUPLICATE, Flag.MESSAGE_ID_SEEN in record.flags),
        (Banner.JOINED_AGAIN, any(event.facts.get("is_same_request") for event in case.events)),
    )
    return (banner for banner, is_raised in raised if is_raised)


def _letter(row: OutgoingLetter) -> LetterView:
    return LetterView(
        letter_id=row.letter_id,
        kind=row.letter.kind,
        to=row.letter.to,
        subject=row.letter.subject,
        text=row.letter.text,
        state=row.state,
        attempts=row.attempts,
        written_at=row.created_at,
        last_answer=row.last_answer,
    )


def _flags(names: Iterable[str]) -> frozenset[Flag]:
    known = {flag.value: flag for flag in Flag}
    return frozenset(known[name] for name in names if name in known)


def _found(kept: Kept) -> Answer:
    known = {answer.value: answer for answer in Answer}
    return known.get(kept.text("found"), Answer.CANNOT_TELL)


def _size_of(events: Iterable[Event]) -> int | None:
    """The size of the largest message, as it was received. Units: octets."""
    sizes = (event.facts.get("size_bytes") for event in events if event.kind is EventKind.RECEIVED)
    return max((size for size in sizes if isinstance(size, int)), default=None)


def _withheld(events: Iterable[Event]) -> str:
    """Why no letter went out by itself, the latest reason."""
    found = [str(event.facts.get("reason", "")) for event in events if event.kind is EventKind.REPLY_WITHHELD]
    return found[-1] if found else ""


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
