"""Who holds a record, on a database: the list's row, the history and the audit log in one transaction."""

from datetime import datetime

from sqlmodel import Session, select

from imwu_inbox.adapters.sql.audit_store import audit_row
from imwu_inbox.adapters.sql.columns import storable
from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.history import append
from imwu_inbox.adapters.sql.mapping import id_of
from imwu_inbox.adapters.sql.tables import CaseRow, QueueRow
from imwu_inbox.domain.audit import Act, AuditEntry
from imwu_inbox.domain.case import Event, EventKind
from imwu_inbox.domain.claim import Claim, ClaimAnswer


class SqlClaims:
    """Takes records and gives them back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, reference: str, officer: str, now: datetime) -> Claim:
        """Take a record with a running clock that nobody holds; taking one's own again changes nothing."""
        with self._database.write() as session:
            found = _running(session, reference)
            if found is None:
                return Claim(answer=ClaimAnswer.NOT_OPEN)
            case, shown = found
            if shown.holder:
                answer = ClaimAnswer.ALREADY if shown.holder == officer else ClaimAnswer.HELD
                return Claim(answer=answer, holder=shown.holder)
            shown.holder, shown.held_since = officer, now
            _tell(session, case, EventKind.CLAIMED, Act.CLAIMED, officer, now)
            return Claim(answer=ClaimAnswer.DONE, holder=officer)

    def release(self, reference: str, officer: str, now: datetime) -> Claim:
        """Give back a record one holds."""
        with self._database.write() as session:
            found = _running(session, reference)
            if found is None:
                return Claim(answer=ClaimAnswer.NOT_OPEN)
            case, shown = found
            if shown.holder != officer:
                answer = ClaimAnswer.HELD if shown.holder else ClaimAnswer.ALREADY
                return Claim(answer=answer, holder=shown.holder)
            shown.holder, shown.held_since = "", None
            _tell(session, case, EventKind.RELEASED, Act.RELEASED, officer, now)
            return Claim(answer=ClaimAnswer.DONE)


def _running(session: Session, reference: str) -> tuple[CaseRow, QueueRow] | None:
    """A record and its row in the lists, both held for a change; None when no clock runs."""
    wanted = select(CaseRow).where(CaseRow.reference == storable(reference)).with_for_update()
    case = session.exec(wanted).first()
    shown = session.get(QueueRow, id_of(case), with_for_update=True) if case else None
    return (case, shown) if case and shown and shown.closed_at is None else None


def _tell(session: Session, case: CaseRow, kind: EventKind, act: Act, officer: str, now: datetime) -> None:
    append(session, case, [Event(kind=kind, at=now, facts={"officer": officer})])
    session.add(audit_row(AuditEntry(act=act, officer=officer, at=now, reference=case.reference)))
