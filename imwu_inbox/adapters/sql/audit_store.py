"""What people did, on a database."""

from collections.abc import Sequence

from sqlmodel import col, select

from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.officer_tables import AuditRow
from imwu_inbox.domain.audit import Act, AuditEntry


class SqlAuditLog:
    """Entries are added and read, never changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self, entry: AuditEntry) -> None:
        """Add one."""
        with self._database.write() as session:
            session.add(audit_row(entry))

    def of_record(self, reference: str, *, limit: int = 1000) -> Sequence[AuditEntry]:
        """Who did what with a record, newest first."""
        return self._newest(AuditRow.reference == reference, limit)

    def of_officer(self, officer: str, *, limit: int = 1000) -> Sequence[AuditEntry]:
        """What a person did, newest first."""
        return self._newest(AuditRow.officer == officer, limit)

    def _newest(self, which: bool, limit: int) -> Sequence[AuditEntry]:  # noqa: FBT001  a condition on rows
        wanted = select(AuditRow).where(which).order_by(col(AuditRow.id).desc()).limit(limit)
        with self._database.read() as session:
            return [_entry(row) for row in session.exec(wanted)]


def audit_row(entry: AuditEntry) -> AuditRow:
    """A new row, for whoever writes it in a transaction of its own act."""
    return AuditRow(
        act=entry.act.value, officer=entry.officer, at=entry.at, reference=entry.reference, detail=entry.detail
    )


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(act=Act(row.act), officer=row.officer, at=row.at, reference=row.reference, detail=row.detail)
