"""Letters that did not arrive, as rows: one column that stands until somebody has seen to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from imwu_inbox.adapters.sql.columns import storable
from imwu_inbox.adapters.sql.history import append
from imwu_inbox.adapters.sql.mapping import id_of
from imwu_inbox.adapters.sql.tables import CaseRow, LetterRow
from imwu_inbox.domain.case import Event, EventKind
from imwu_inbox.domain.reply import LetterKind, LetterState, Undelivered, is_undelivered

UNDELIVERED = col(LetterRow.undelivered_since).is_not(None)
"""Without a bound value, so that either database can prove the partial index."""


def mark_delivery(session: Session, row: LetterRow, now: datetime) -> None:
    """Note on a row in a new state whether its letter did not arrive; one that did sees to the earlier ones."""
    state = LetterState(row.state)
    row.undelivered_since = (row.undelivered_since or now) if is_undelivered(state, row.retry_at) else None
    if state is LetterState.SENT:
        session.flush()
        same_reader = (col(LetterRow.case_id) == row.case_id, col(LetterRow.to_folded) == row.to_folded)
        earlier = update(LetterRow).where(UNDELIVERED, *same_reader, col(LetterRow.id) < id_of(row))
        session.connection().execute(earlier.values(undelivered_since=None))


def undelivered_in(session: Session) -> Sequence[Undelivered]:
    """All of them, oldest first."""
    wanted = select(LetterRow).where(UNDELIVERED).order_by(col(LetterRow.id))
    rows = session.exec(wanted.options(defer(LetterRow.content), defer(LetterRow.text)))  # type: ignore[arg-type]
    return [
        Undelivered(
            letter_id=id_of(row),
            reference=row.reference,
            kind=LetterKind(row.kind),
            to=row.to,
            state=LetterState(row.state),
            since=row.undelivered_since or row.created_at,
            answer=row.last_answer,
        )
        for row in rows
    ]


def undelivered_among(session: Session, case_ids: Sequence[int]) -> set[int]:
    """Those of these records with a letter that did not arrive."""
    return set(session.exec(select(LetterRow.case_id).where(UNDELIVERED, col(LetterRow.case_id).in_(case_ids))))


def see_to(session: Session, reference: str, *, officer: str, now: datetime) -> int:
    """Take the mark off every letter of a record, with an event in its history when there was any."""
    of_record = select(CaseRow).where(CaseRow.reference == storable(reference)).with_for_update()
    case = session.exec(of_record).first()
    if case is None:
        return 0
    rows = session.exec(select(LetterRow).where(UNDELIVERED, LetterRow.case_id == case.id)).all()
    for row in rows:
        row.undelivered_since = None
    if rows:
        facts = {"officer": officer, "letters": [id_of(row) for row in rows]}
        append(session, case, [Event(kind=EventKind.LETTER_SEEN_TO, at=now, facts=facts)])
    return len(rows)
