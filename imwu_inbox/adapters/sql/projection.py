"""The one row from which lists show a record, written with every change of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from imwu_inbox.adapters.sql.columns import INDEXED_LENGTH, storable
from imwu_inbox.adapters.sql.officer_tables import QueueTraitRow, QueueWordRow
from imwu_inbox.adapters.sql.tables import NO_DUE_DATE, QueueRow
from imwu_inbox.domain.case import STATUS_OF_OUTCOME, CaseRecord, CaseStatus, NewCase
from imwu_inbox.domain.queue import WITH_A_CLOCK, QueueLine, line_of
from imwu_inbox.domain.search import search_words
from imwu_inbox.domain.verdict import Doubt, Flag, Refusal

TRAITS = ("codes", "nationalities", "marks")
"""Columns of values between bars, each with a filter of its own."""


def show_in_lists(session: Session, case: NewCase, *, case_id: int, reference: str, now: datetime) -> QueueRow:
    """Write the row of a record and the words it is found by, in place of those that stood; its holder stays."""
    record = _record(case, reference)
    columns = _columns(case, line_of(record), now)
    row = session.get(QueueRow, case_id)
    if row is None:
        row = QueueRow(case_id=case_id, **columns)
        session.add(row)
    for name, value in columns.items():
        setattr(row, name, value)
    for table in (QueueWordRow, QueueTraitRow):
        session.connection().execute(delete(table).where(col(table.case_id) == case_id))
    session.add_all(QueueWordRow(case_id=case_id, word=word) for word in sorted(search_words(record)))
    session.add_all(
        QueueTraitRow(kind=kind, value=value, case_id=case_id, waits=row.closed_at is None)
        for kind in TRAITS
        for value in dict.fromkeys(value[:INDEXED_LENGTH] for value in parted(storable(columns[kind])))
    )
    session.flush()
    return row


def line(row: QueueRow, *, letter_undelivered: bool) -> QueueLine:
    """What a list shows of a row. Letters come and go without a change of the record, so their mark is no column."""
    return QueueLine(
        reference=row.reference,
        status=CaseStatus(row.status),
        received_at=row.received_at,
        due_on=row.due_on,
        surname=row.surname,
        given_names=row.given_names,
        worker_count=row.worker_count,
        nationalities=parted(row.nationalities),
        codes=parted(row.codes),
        number_tail=row.number_tail,
        employer=row.employer,
        sender=row.sender,
        refusals=tuple(Refusal(name) for name in row.refusals),
        doubts=tuple(Doubt(name) for name in row.doubts),
        flags=tuple(Flag(name) for name in row.flags),
        holder=row.holder,
        held_since=row.held_since,
        letter_undelivered=letter_undelivered,
    )


def between_bars(values: Iterable[str]) -> str:
    """Values so that each is found by what stands between two bars. Shape: `|UTO|SWE|`."""
    kept = [value.replace("|", " ") for value in values]
    return f"|{'|'.join(kept)}|" if kept else ""


def parted(text: str) -> tuple[str, ...]:
    """The values again."""
    return tuple(part for part in text.split("|") if part)


def _record(case: NewCase, reference: str) -> CaseRecord:
    return CaseRecord(
        reference=reference,
        mail_id=case.mail_id,
        status=STATUS_OF_OUTCOME[case.outcome],
        outcome=case.outcome,
        received_at=case.received_at,
        due_on=case.due_on,
        employer=case.employer,
        sender=case.sender,
        language=case.language,
        entry_on=case.entry_on,
        workers=case.workers,
        refusals=case.refusals,
        doubts=case.doubts,
        flags=case.flags,
    )


def _columns(case: NewCase, shown: QueueLine, now: datetime) -> dict[str, Any]:
    doubts, flags = [doubt.value for doubt in case.doubts], [flag.value for flag in case.flags]
    return {
        "reference": shown.reference,
        "mail_id": case.mail_id,
        "status": shown.status.value,
        "outcome": case.outcome.value,
        "received_at": case.received_at,
        "due_on": case.due_on,
        "sort_due_on": case.due_on or NO_DUE_DATE,
        "employer": case.employer,
        "sender": case.sender,
        "language": case.language,
        "entry_on": case.entry_on,
        "refusals": [refusal.value for refusal in case.refusals],
        "doubts": doubts,
        "flags": flags,
        "closed_at": None if shown.status in WITH_A_CLOCK else now,
        "surname": shown.surname,
        "given_names": shown.given_names,
        "worker_count": shown.worker_count,
        "nationalities": between_bars(shown.nationalities),
        "codes": between_bars(shown.codes),
        "marks": between_bars((*doubts, *flags)),
        "number_tail": shown.number_tail,
    }
