"""Materials of the page tests: records on a desk of fakes, with their messages and papers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from imwu_inbox.domain.case import CaseFile, NewCase, WorkerSummary
from imwu_inbox.domain.ledger import Fate, LedgerEntry
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import Address, Attachment, MailRef, ParsedMail, RawMail
from imwu_inbox.steps.show import Show
from imwu_inbox.wiring import Desk
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FakeClock
from tests.fakes.mime_parser import FakeMimeParser
from tests.fakes.page_renderer import FakePageRenderer
from tests.fakes.pictures import FakePictures
from tests.fakes.readings import FakeReadings

MESSAGE = b"the original message"


def show_with(cases: FakeCaseStore, clock: FakeClock) -> Show:
    """What shows the records of this store: every message says the same until a test gives it words."""
    parser, renderer = FakeMimeParser({}), FakePageRenderer({})
    return Show(
        cases=cases,
        outbox=cases.outbox,
        original=lambda mail_id: _original(cases, mail_id),
        parser=parser,
        renderer=renderer,
        readings=FakeReadings(),
        pictures=FakePictures(),
        clock=clock,
        limits=Limits(),
        zone=ZoneInfo("America/Toronto"),
        key=b"picture names of the tests",
    )


def _original(cases: FakeCaseStore, mail_id: int) -> RawMail:
    row = cases.ledger.entry(mail_id)
    return RawMail(
        ref=row.ref, sha256=row.sha256, content=MESSAGE, size_bytes=row.size_bytes, received_at=row.received_at
    )


def put(
    desk: Desk,
    case: CaseFile,
    *,
    mail: ParsedMail | None = None,
    pages: Mapping[bytes, tuple[str, ...]] | None = None,
    now: datetime | None = None,
) -> str:
    """A record on the desk, with its message and what each of its files shows; its reference.

    Shape: `pages` gives each file's bytes the words of its pages, "" for a page with pixels.
    """
    cases: Any = desk.cases
    record = case.record
    row = _entry(len(cases.ledger.rows) + 1, record.received_at)
    cases.ledger.rows[row.mail_id] = row
    new = NewCase(
        mail_id=row.mail_id, outcome=record.outcome, received_at=record.received_at, due_on=record.due_on,
        employer=record.employer, sender=record.sender, language=record.language, entry_on=record.entry_on,
        workers=record.workers, refusals=record.refusals, doubts=record.doubts, flags=record.flags, message_id=None,
        assessment=case.assessment, events=case.events,
    )  # fmt: skip
    reference: str = cases.open(new, now=now or record.received_at, letter=lambda _: None).record.reference
    known: Any = desk.show.parser
    known.known[MESSAGE] = mail or letter_with(case)
    shows: Any = desk.show.renderer
    shows.texts.update(pages if pages is not None else {b"": ("", "")})
    return reference


def letter_with(
    case: CaseFile, body: str = "Please find our request attached.", subject: str = "Request"
) -> ParsedMail:
    """The record's message, with a file for each that it names."""
    kept: Any = case.assessment.get("files", [])
    return ParsedMail(
        from_=(Address(name="Dana Whitfield", address=case.record.sender),),
        to=(Address(name="", address="unit@example.org"),),
        subject=subject,
        body_text=body,
        own_text=body,
        attachments=tuple(_attachment(one) for one in kept),
    )


def _attachment(kept: Mapping[str, Any]) -> Attachment:
    return Attachment(
        path=kept["path"], name=kept["name"], media_type=kept["media_type"], content=b"",
        size_bytes=kept["size_bytes"], sha256=kept["sha256"],
    )  # fmt: skip


def _entry(mail_id: int, received_at: datetime) -> LedgerEntry:
    ref = MailRef(account="unit", folder="INBOX", uidvalidity=1, uid=mail_id)
    return LedgerEntry(
        mail_id=mail_id, ref=ref, sha256=f"{mail_id:064x}", vault_key=f"{mail_id}", size_bytes=2_000_000,
        received_at=received_at, whole=True, answerable=True, fate=Fate.STORED,
    )  # fmt: skip


def summary(**changes: Any) -> WorkerSummary:
    """A worker as the queue shows one."""
    plain = WorkerSummary(
        surname="MARTIN", given_names="ALICE MARIE", nationality="FRA", passport_number="12AB34567", birth_date=None,
        expiry_date=None, codes=("R186(g)",), verified=True,
    )  # fmt: skip
    return replace(plain, **changes)
