"""The logbook of the mailboxes on a database."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.logbook_tables import ComparisonRow, LogbookRow
from imwu_inbox.domain.mailbox_state import Comparison, MailboxState
from imwu_inbox.domain.reconciliation import Difference, Finding, Reconciliation


class SqlLogbook:
    """One row a mailbox, and one for each comparison."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, mailbox: str, at: datetime) -> None:
        """Note that a visit came to its end; earlier failures are forgotten. An older moment changes nothing."""
        entered = self._insert(mailbox=mailbox, last_read_at=at, last_failed_at=None, breakdown="", failures=0)
        newer = entered.on_conflict_do_update(
            index_elements=["mailbox"],
            set_={"last_read_at": at, "breakdown": "", "failures": 0},
            where=func.coalesce(LogbookRow.last_read_at, at) <= at,
        )
        with self._database.write() as session:
            session.connection().execute(newer)

    def failed(self, mailbox: str, at: datetime, breakdown: str) -> None:
        """Note that a visit failed, and count it."""
        entered = self._insert(mailbox=mailbox, last_read_at=None, last_failed_at=at, breakdown=breakdown, failures=1)
        counted = entered.on_conflict_do_update(
            index_elements=["mailbox"],
            set_={"last_failed_at": at, "breakdown": breakdown, "failures": col(LogbookRow.failures) + 1},
        )
        with self._database.write() as session:
            session.connection().execute(counted)

    def compared(self, mailbox: str, at: datetime, found: Reconciliation) -> None:
        """Keep what a comparison with the ledger found."""
        with self._database.write() as session:
            session.add(ComparisonRow(mailbox=mailbox, at=at, **_plain(found)))

    def states(self) -> Sequence[MailboxState]:
        """Every mailbox that was ever visited, by name, with its last comparison."""
        newest = select(func.max(ComparisonRow.id)).group_by(ComparisonRow.mailbox)
        with self._database.read() as session:
            rows = session.exec(select(ComparisonRow).where(col(ComparisonRow.id).in_(newest)))
            last = {row.mailbox: _comparison(row) for row in rows}
            visited = {row.mailbox: row for row in session.exec(select(LogbookRow))}
            return [_state(name, visited.get(name), last.get(name)) for name in sorted({*visited, *last})]

    def comparisons(self, *, limit: int = 30) -> Sequence[Comparison]:
        """The last comparisons, the newest first."""
        newest = select(ComparisonRow).order_by(col(ComparisonRow.id).desc()).limit(limit)
        with self._database.read() as session:
            return [_comparison(row) for row in session.exec(newest)]

    def _insert(self, **values: Any) -> Any:
        insert = sqlite.insert if self._database.dialect == "sqlite" else postgresql.insert
        return insert(LogbookRow).values(**values)


def _plain(found: Reconciliation) -> dict[str, Any]:
    values = asdict(found)
    findings = [{**finding, "kind": finding["kind"].value} for finding in values.pop("findings")]
    return {**values, "findings": findings}


def _comparison(row: ComparisonRow) -> Comparison:
    found = Reconciliation(
        on_server=row.on_server,
        in_ledger=row.in_ledger,
        waiting=row.waiting,
        taken_out=row.taken_out,
        gone_before=row.gone_before,
        findings=tuple(Finding(**{**finding, "kind": Difference(finding["kind"])}) for finding in row.findings),
    )
    return Comparison(mailbox=row.mailbox, at=row.at, found=found)


def _state(mailbox: str, row: LogbookRow | None, compared: Comparison | None) -> MailboxState:
    if row is None:
        return MailboxState(mailbox=mailbox, compared=compared)
    return MailboxState(
        mailbox=mailbox,
        last_read_at=row.last_read_at,
        last_failed_at=row.last_failed_at,
        breakdown=row.breakdown,
        failures=row.failures,
        compared=compared,
    )
