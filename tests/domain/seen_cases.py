"""Materials of the tests of what officers see: records as they come back from the database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from imwu_inbox.domain.admissibility import judge
from imwu_inbox.domain.case import STATUS_OF_OUTCOME, CaseFile, CaseRecord, Event, EventKind
from imwu_inbox.domain.case_view import CaseView, view_of
from imwu_inbox.domain.documents import DocumentKind, Fact, Source
from imwu_inbox.domain.evidence import as_record
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mrz import MrzReading, checks
from imwu_inbox.domain.page_frame import PageFrame
from imwu_inbox.domain.reading import FormReading
from imwu_inbox.domain.reply import OutgoingLetter
from imwu_inbox.domain.request import ReadFile, ReadRequest
from tests.domain.papers import RECEIVED, a_document, a_file, a_form, a_request, a_zone, book

TODAY = date(2026, 11, 20)
LINES = ("P<FRAMARTIN<<ALICE<MARIE<<<<<<<<<<<<<<<<<<<<", "12AB345671FRA8804095F3105012<<<<<<<<<<<<<<02")
SIZE = Event(kind=EventKind.RECEIVED, at=RECEIVED, facts={"size_bytes": 2_000_000, "mail_id": 1})


def read_zone(**changes: Any) -> MrzReading:
    """A zone with its lines, as a reader gives it."""
    zone = replace(a_zone(**changes), lines=LINES, raw_lines=LINES, box=(0.1, 0.8, 0.9, 0.9))
    return replace(zone, checks=checks(LINES))


def placed(form: FormReading) -> FormReading:
    """The form with every answer at a place of its own."""
    facts: dict[str, Fact] = {}
    for row, (key, fact) in enumerate(form.fields.items()):
        box = (0.1, 0.05 * row, 0.3, 0.05 * row + 0.02)
        facts[key] = Fact(value=fact.value, source=Source.FORM, raw=fact.value, page=1, box=box, confidence=0.9)
    return replace(form, fields=facts)


def framed(file: ReadFile, *frames: PageFrame) -> ReadFile:
    """The file with what is known of its pages."""
    return replace(file, reading=replace(file.reading, frames=frames or (PageFrame(number=1, aspect=0.77),)))


def papers(zone: MrzReading, form: FormReading) -> tuple[ReadFile, ReadFile]:
    """One worker's two files."""
    passport = framed(a_file(a_document(DocumentKind.PASSPORT, passports=(zone,)), number=1))
    return passport, framed(a_file(a_document(DocumentKind.IMM5686, form=placed(form)), number=2))


def case_file(request: ReadRequest, *, events: Sequence[Event] = (SIZE,), **assessment: object) -> CaseFile:
    """The record of a request as the database gives it back."""
    judged = judge(request, book())
    verdict = judged.verdict
    record = CaseRecord(
        reference="2026-000123", mail_id=1, status=STATUS_OF_OUTCOME[verdict.outcome], outcome=verdict.outcome,
        received_at=RECEIVED, due_on=verdict.due_on, employer=judged.employer, sender="rh@atelier.example.org",
        language="en", entry_on=judged.entry_on, workers=(), refusals=verdict.reasons, doubts=verdict.doubts,
        flags=verdict.flags,
    )  # fmt: skip
    kept: Mapping[str, Any] = json.loads(json.dumps(as_record(judged)))
    return CaseFile(record=record, assessment={**kept, **assessment}, events=tuple(events))


def seen(case: CaseFile, *letters: OutgoingLetter) -> CaseView:
    """The case as an officer sees it."""
    return view_of(case, letters, limits=Limits(), zone_today=TODAY)


def seen_request(*files: ReadFile, **request: Any) -> CaseView:
    """The case of these files as an officer sees it."""
    return seen(case_file(a_request(*files, **request)))


MOMENT = datetime(2026, 11, 3, 9, 14, tzinfo=UTC)

__all__ = ["MOMENT", "SIZE", "TODAY", "a_form", "case_file", "framed", "papers", "read_zone", "seen", "seen_request"]
