"""The dashboard's counts on a database: six queries, each on an index of its own.

Days are spans of UTC given by the caller, so that no database has to know a zone or when its clocks go.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, Integer, bindparam, column, func, text
from sqlmodel import Session, col, select

from imwu_inbox.adapters.sql.columns import Moment
from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.tables import NO_DUE_DATE, LetterRow, MailRow, QueueRow
from imwu_inbox.adapters.sql.undelivered import UNDELIVERED
from imwu_inbox.domain.case import CaseStatus
from imwu_inbox.domain.counts import (
    WAITING_FATES,
    Asked,
    ClosedCount,
    Counts,
    IntakeCount,
    OpenCount,
    RefusedCount,
)
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.local_days import LocalDay
from imwu_inbox.domain.verdict import Outcome, Refusal

_COUNT = func.count()
_UNDELIVERED = select(func.count(func.distinct(LetterRow.case_id))).where(UNDELIVERED)


class SqlTally:
    """Counts in one look."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self, asked: Asked) -> Counts:
        """How many records and messages are in each group, for these days."""
        with self._database.read() as session:
            return Counts(
                open=_open(session),
                closed=_closed(session, asked.closed),
                intake=_intake(session, asked.received),
                refused=_refused(session, asked.received),
                unsettled=_unsettled(session),
                undelivered=session.exec(_UNDELIVERED).one(),
            )


def _open(session: Session) -> Sequence[OpenCount]:
    """In the order of the index that has holder and due date of every open record."""
    holder, due = col(QueueRow.holder), col(QueueRow.sort_due_on)
    rows = session.exec(
        select(holder, due, _COUNT).where(col(QueueRow.closed_at).is_(None)).group_by(holder, due).order_by(holder, due)
    ).all()
    return [
        OpenCount(due_on=None if due_on == NO_DUE_DATE else due_on, holder=held_by, count=count)
        for held_by, due_on, count in rows
    ]


def _closed(session: Session, days: Sequence[LocalDay]) -> Sequence[ClosedCount]:
    spans, due = _spans(len(days)), col(QueueRow.due_on)
    wanted = (
        _within(spans, select(spans.c.number, due, _COUNT), col(QueueRow.closed_at))
        .where(QueueRow.status == CaseStatus.CLOSED.value)
        .group_by(spans.c.number, due)
    )
    rows = session.connection().execute(wanted, _moments(days)).all()
    return [ClosedCount(closed_on=days[number].on, due_on=due_on, count=count) for number, due_on, count in rows]


def _intake(session: Session, days: Sequence[LocalDay]) -> Sequence[IntakeCount]:
    spans, outcome = _spans(len(days)), col(QueueRow.outcome)
    wanted = _within(spans, select(spans.c.number, outcome, _COUNT), col(QueueRow.received_at))
    rows = session.connection().execute(wanted.group_by(spans.c.number, outcome), _moments(days)).all()
    return [
        IntakeCount(received_on=days[number].on, outcome=Outcome(named), count=count) for number, named, count in rows
    ]


def _refused(session: Session, days: Sequence[LocalDay]) -> Sequence[RefusedCount]:
    refusals, received = col(QueueRow.refusals), col(QueueRow.received_at)
    wanted = select(refusals, _COUNT).where(QueueRow.status == CaseStatus.REJECTED.value)
    wanted = wanted.where(received >= days[0].since, received < days[-1].until).group_by(refusals)
    rows = session.exec(wanted)
    return [RefusedCount(refusals=tuple(Refusal(name) for name in names), count=count) for names, count in rows]


def _unsettled(session: Session) -> Mapping[Fate, int]:
    fate = col(MailRow.fate)
    rows = session.exec(
        select(fate, _COUNT).where(fate.in_([waiting.value for waiting in WAITING_FATES])).group_by(fate)
    )
    return {Fate(named): count for named, count in rows}


@lru_cache(maxsize=8)
def _spans(count: int) -> CTE:
    """So many days as rows, each up to the next one: their place, and when they begin and end.

    Built once, so that its statement is compiled once; the moments come with each run (`_moments`).
    """
    bounds = [bindparam(f"at_{number}", type_=Moment) for number in range(count + 1)]
    rows = ", ".join(f"({number}, :at_{number}, :at_{number + 1})" for number in range(count))
    named = "SELECT column1 AS number, column2 AS since, column3 AS until FROM"
    return (
        text(f"{named} (VALUES {rows}) AS days")
        .bindparams(*bounds)
        .columns(column("number", Integer), column("since", Moment), column("until", Moment))
        .cte("spans")
    )


def _moments(days: Sequence[LocalDay]) -> dict[str, datetime]:
    return {f"at_{number}": moment for number, moment in enumerate([day.since for day in days] + [days[-1].until])}


def _within(spans: CTE, wanted: Any, moment: Any) -> Any:
    return wanted.select_from(spans).join(QueueRow, (moment >= spans.c.since) & (moment < spans.c.until))
