"""What people did, on a database."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from imwu_inbox.adapters.sql.columns import storable
from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.mapping import id_of
from imwu_inbox.adapters.sql.officer_tables import AuditRow
from imwu_inbox.domain.audit import Act, AuditEntry, AuditLine, AuditQuestion


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

    def page(self, question: AuditQuestion, *, below: int | None = None, rows: int = 100) -> Sequence[AuditLine]:
        """The newest entries asked for, below a number where one is given."""
        wanted = select(AuditRow).order_by(col(AuditRow.id).desc()).limit(rows)
        for condition in _conditions(question, below):
            wanted = wanted.where(condition)
        with self._database.read() as session:
            return [AuditLine(number=id_of(row), entry=_entry(row)) for row in session.exec(wanted)]

    def _newest(self, which: bool, limit: int) -> Sequence[AuditEntry]:  # noqa: FBT001  a condition on rows
        wanted = select(AuditRow).where(which).order_by(col(AuditRow.id).desc()).limit(limit)
        with self._database.read() as session:
            return [_entry(row) for row in session.exec(wanted)]


def _conditions(question: AuditQuestion, below: int | None) -> Iterator[ColumnElement[bool]]:
    if below is not None:
        yield col(AuditRow.id) < below
    if question.act:
        yield col(AuditRow.act) == question.act.value
    if question.officer:
        yield col(AuditRow.officer) == storable(question.officer)
    if question.reference:
        yield col(AuditRow.reference) == storable(question.reference)
    if question.since:
        yield col(AuditRow.at) >= question.since
    if question.until:
        yield col(AuditRow.at) < question.until


def audit_row(entry: AuditEntry) -> AuditRow:
    """A new row, for whoever writes it in a transaction of its own act."""
    return AuditRow(
        act=entry.act.value, officer=entry.officer, at=entry.at, reference=entry.reference, detail=entry.detail
    )


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(act=Act(row.act), officer=row.officer, at=row.at, reference=row.reference, detail=row.detail)
