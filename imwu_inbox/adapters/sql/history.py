"""The history of a record: events are only added, each chained to the one before by its hash."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256

from sqlmodel import Session, col, select

from imwu_inbox.adapters.sql.columns import storable
from imwu_inbox.adapters.sql.mapping import id_of
from imwu_inbox.adapters.sql.tables import CaseRow, EventRow
from imwu_inbox.domain.case import Event, EventKind


def append(session: Session, case: CaseRow, events: Iterable[Event]) -> None:
    """Add events to a record whose row this transaction holds."""
    for event in events:
        facts = canonical(dict(event.facts))
        case.event_count += 1
        case.last_hash = _link(case, case.event_count, event.kind.value, event.at, facts)
        session.add(
            EventRow(
                case_id=id_of(case),
                number=case.event_count,
                kind=event.kind.value,
                at=event.at,
                facts=facts,
                hash=case.last_hash,
            )
        )
    session.flush()


def events_of(session: Session, case: CaseRow) -> tuple[Event, ...]:
    """The history, oldest first."""
    return tuple(
        Event(kind=EventKind(row.kind), at=row.at, facts=json.loads(row.facts)) for row in _rows(session, case)
    )


def is_unbroken(session: Session, case: CaseRow) -> bool:
    """Whether no event was changed, moved, added or taken away behind our back."""
    rows = _rows(session, case)
    walked = CaseRow(id=case.id, reference=case.reference, mail_id=case.mail_id, assessment={})
    for number, row in enumerate(rows, start=1):
        walked.last_hash = _link(walked, number, row.kind, row.at, row.facts)
        if (row.number, row.hash) != (number, walked.last_hash):
            return False
    return (len(rows), walked.last_hash) == (case.event_count, case.last_hash)


def canonical(facts: dict[str, object]) -> str:
    """Facts as one line of JSON that is always spelled the same: its hash must not depend on the writer."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_plain)


def _plain(value: object) -> object:
    """Dates and moments as ISO 8601, sets in order. Raises: TypeError for anything else."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"a fact of type {type(value).__name__} is no plain value")


def _link(case: CaseRow, number: int, kind: str, at: datetime, facts: str) -> str:
    """The hash of one event after the last of this record."""
    line = canonical(
        {
            "reference": case.reference,
            "number": number,
            "kind": kind,
            "at": at.astimezone(UTC),
            "facts": storable(facts),
        }
    )
    return sha256(f"{case.last_hash}{line}".encode()).hexdigest()


def _rows(session: Session, case: CaseRow) -> Sequence[EventRow]:
    return session.exec(select(EventRow).where(EventRow.case_id == case.id).order_by(col(EventRow.number))).all()
