"""The officers' list: its views, its filters, and what one line of it says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from imwu_inbox.domain.case import CaseRecord, CaseStatus
from imwu_inbox.domain.gravity import PLACE
from imwu_inbox.domain.narrowing import WHOLE, Narrowing
from imwu_inbox.domain.verdict import Doubt, Flag, Refusal

PAGE = 50
UTC_ZONE = ZoneInfo("UTC")
MOST_COUNTED = 10_000
"""So many records without a clock are counted, and no more: an archive grows for ever, a page must not wait for it."""
MOST_FOUND = 100
"""So many results of a search, or of a filter without a clock, are counted: what half of all have takes long."""
SHOWN_DIGITS = 3
"""How many of a passport number's last characters a list shows. Source: the privacy requirements of the unit."""
WITH_A_CLOCK = frozenset({CaseStatus.OPEN, CaseStatus.WITH_OFFICER})
"""The statuses whose records wait for an officer by a due date."""

Mark = Doubt | Flag


class View(StrEnum):
    """A list of its own."""

    OPEN = "open"
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    REJECTED = "rejected"
    NOT_A_REQUEST = "not-a-request"
    CLOSED = "closed"
    HELD = "held"
    UNDELIVERED = "undelivered"
    """Whatever its status: a letter of it did not arrive, and nobody has seen to it."""
    ALL = "all"
    """Every record, with a clock or without."""
    FOUND = "found"
    """What the last search by passport number found."""


OUTSIDE_THE_CLOCK: Mapping[View, CaseStatus] = {
    View.REJECTED: CaseStatus.REJECTED,
    View.NOT_A_REQUEST: CaseStatus.NOT_A_REQUEST,
    View.CLOSED: CaseStatus.CLOSED,
}
"""Views without due dates, newest first, with the status each shows."""


class Stage(StrEnum):
    """How far officers have come with a record."""

    NEW = "new"
    IN_REVIEW = "in-review"
    REJECTED = "rejected"
    NOT_A_REQUEST = "not-a-request"
    CLOSED = "closed"


class Urgency(StrEnum):
    """How near the due date is."""

    LATE = "late"
    TODAY = "today"
    NEAR = "near"
    CALM = "calm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a page of the list is asked for. Empty filters let everything through; `officer` may be `NOBODY`.

    `words` looks everywhere, whatever the view. `after` is the reference of the last line of the page before.
    """

    view: View = View.OPEN
    stage: str = ""
    code: str = ""
    nationality: str = ""
    mark: str = ""
    officer: str = ""
    words: str = ""
    after: str = ""
    narrowed: Narrowing = WHOLE

    @property
    def filters(self) -> Mapping[str, str]:
        """The filters that are set, those of the dashboard among them."""
        names = ("stage", "code", "nationality", "mark", "officer")
        return {**{name: getattr(self, name) for name in names if getattr(self, name)}, **self.narrowed.asked}

    @property
    def is_by_due_date(self) -> bool:
        """Whether the list is in the order of due dates; else the newest record comes first."""
        return self.view not in (*OUTSIDE_THE_CLOCK, View.UNDELIVERED, View.ALL, View.FOUND) and not self.words

    @property
    def most_counted(self) -> int | None:
        """How far its records are counted; None where all are, as those with a clock are few."""
        is_archive = self.view in (*OUTSIDE_THE_CLOCK, View.ALL)
        if self.words or (self.filters and is_archive and not self.narrowed.since):
            return MOST_FOUND
        return MOST_COUNTED if is_archive else None

    def without_filters(self) -> "Question":
        """The whole view."""
        return replace(self, stage="", code="", nationality="", mark="", officer="", after="", narrowed=WHOLE)


NOBODY = "-"
"""The officer of a record that nobody holds, in a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, and what day it is for them. `found` are the references the view FOUND shows."""

    officer: str
    today: date
    found: tuple[str, ...] = ()
    zone: ZoneInfo = UTC_ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One record as a list shows it: its first worker, how many there are, the end of the first's passport."""

    reference: str
    status: CaseStatus
    received_at: datetime
    due_on: date | None
    surname: str
    given_names: str
    worker_count: int
    nationalities: tuple[str, ...]
    codes: tuple[str, ...]
    number_tail: str
    employer: str
    sender: str
    refusals: tuple[Refusal, ...]
    doubts: tuple[Doubt, ...]
    flags: tuple[Flag, ...]
    holder: str
    held_since: datetime | None
    letter_undelivered: bool = False

    @property
    def stage(self) -> Stage:
        """How far officers have come with it."""
        if self.status in WITH_A_CLOCK:
            return Stage.IN_REVIEW if self.holder else Stage.NEW
        return Stage(self.status.value)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What an officer should see at once, the gravest first: doubts, then what differs or stands against it."""
        return (*self.doubts, *sorted(self.flags, key=PLACE.__getitem__))


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """A page of the list. `newest` marks what came since; `next_after` goes on.

    `total` counts the whole question, up to one more than its `most_counted`.
    """

    lines: tuple[QueueLine, ...]
    total: int
    newest: int
    next_after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the filters can be set to: only what the open records have."""

    codes: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    officers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMail:
    """A message that says it is one part of several and waits for the others."""

    received_at: datetime
    number: int
    total: int
    waits_until: datetime


def urgency(due_on: date, today: date) -> Urgency:
    """Late, today, near (1 or 2 days) or calm."""
    left = (due_on - today).days
    if left < 0:
        return Urgency.LATE
    if left == 0:
        return Urgency.TODAY
    return Urgency.NEAR if left <= 2 else Urgency.CALM


def days_used(due_on: date, today: date, due_days: int) -> int:
    """How many ticks of the track are filled. Units: calendar days, 0 to due_days."""
    return max(0, min(due_days, due_days - (due_on - today).days))


def end_of_week(today: date) -> date:
    """The Sunday of this week."""
    return today + timedelta(days=6 - today.weekday())


def line_of(
    record: CaseRecord, *, holder: str = "", held_since: datetime | None = None, letter_undelivered: bool = False
) -> QueueLine:
    """The line of a record."""
    first = record.workers[0] if record.workers else None
    return QueueLine(
        reference=record.reference,
        status=record.status,
        received_at=record.received_at,
        due_on=record.due_on,
        surname=first.surname if first else "",
        given_names=first.given_names if first else "",
        worker_count=len(record.workers),
        nationalities=tuple(dict.fromkeys(worker.nationality for worker in record.workers if worker.nationality)),
        codes=tuple(dict.fromkeys(code for worker in record.workers for code in worker.codes)),
        number_tail=_tail(first.passport_number) if first else "",
        employer=record.employer,
        sender=record.sender,
        refusals=record.refusals,
        doubts=record.doubts,
        flags=record.flags,
        holder=holder,
        held_since=held_since,
        letter_undelivered=letter_undelivered,
    )


def _tail(number: str) -> str:
    return number[-SHOWN_DIGITS:] if len(number) > SHOWN_DIGITS else ""
