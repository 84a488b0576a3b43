"""The record of a request: its workers, its events and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from imwu_inbox.domain.verdict import Doubt, Flag, Outcome, Refusal


class CaseStatus(StrEnum):
    """Where a record stands. Only OPEN and WITH_OFFICER have a running clock."""

    OPEN = "open"
    WITH_OFFICER = "with-officer"
    REJECTED = "rejected"
    NOT_A_REQUEST = "not-a-request"
    CLOSED = "closed"


STATUS_OF_OUTCOME: Mapping[Outcome, CaseStatus] = {
    Outcome.ACCEPTED: CaseStatus.OPEN,
    Outcome.OFFICER: CaseStatus.WITH_OFFICER,
    Outcome.HELD: CaseStatus.WITH_OFFICER,
    Outcome.REJECTED: CaseStatus.REJECTED,
    Outcome.NOT_A_REQUEST: CaseStatus.NOT_A_REQUEST,
}
"""The status a new record starts in. A joined message opens no record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSummary:
    """What the queue shows of one worker: names as the passport gives them, else as the form does.

    `verified` is a promise: number, birth date and expiry have their check digits and the names a second source.
    """

    surname: str
    given_names: str
    nationality: str
    passport_number: str
    birth_date: date | None
    expiry_date: date | None
    codes: tuple[str, ...]
    verified: bool


class EventKind(StrEnum):
    """What can happen to a record."""

    RECEIVED = "received"
    ASSESSED = "assessed"
    OPENED = "opened"
    REJECTED = "rejected"
    SET_APART = "set-apart"
    MAIL_JOINED = "mail-joined"
    LETTER_QUEUED = "letter-queued"
    LETTER_SENT = "letter-sent"
    LETTER_FAILED = "letter-failed"
    LETTER_UNCERTAIN = "letter-uncertain"
    LETTER_BOUNCED = "letter-bounced"
    LETTER_SEEN_TO = "letter-seen-to"
    REPLY_WITHHELD = "reply-withheld"
    CLAIMED = "claimed"
    RELEASED = "released"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. `facts` are small plain values: ids, rule ids, dates; never a person's data."""

    kind: EventKind
    at: datetime
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPart:
    """Another message of a request, which ends at the same record; its names tell it when it comes again."""

    mail_id: int
    message_id: str | None
    likeness: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A record about to be opened, with everything the queue shows.

    Shape: `assessment` is the whole judgement with its evidence, ready to be kept as JSON; `earlier_mails` are the
    other parts of the request. `joins_twin`: a running record of the same employer, workers and codes takes the message
    instead (rule 34). `likeness` tells a copy that comes by another way; `namesakes_seen` is how many other messages of
    this Message-ID the judgement knew, None where nobody was asked.
    """

    mail_id: int
    outcome: Outcome
    received_at: datetime
    due_on: date | None
    employer: str
    sender: str
    language: str
    entry_on: date | None
    workers: tuple[WorkerSummary, ...]
    refusals: tuple[Refusal, ...]
    doubts: tuple[Doubt, ...]
    flags: tuple[Flag, ...]
    message_id: str | None
    assessment: Mapping[str, object]
    events: tuple[Event, ...]
    earlier_mails: tuple[OtherPart, ...] = ()
    joins_twin: bool = False
    likeness: str = ""
    namesakes_seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """A record as the queue shows it."""

    reference: str
    mail_id: int
    status: CaseStatus
    outcome: Outcome
    received_at: datetime
    due_on: date | None
    employer: str
    sender: str
    language: str
    entry_on: date | None
    workers: tuple[WorkerSummary, ...]
    refusals: tuple[Refusal, ...]
    doubts: tuple[Doubt, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A record with its judgement and history, for one case's page. Shape: `events` oldest first."""

    record: CaseRecord
    assessment: Mapping[str, object]
    events: tuple[Event, ...]


def reference_of(year: int, number: int) -> str:
    """The reference of a record. Shape: `2026-000123`."""
    return f"{year:04d}-{number:06d}"
