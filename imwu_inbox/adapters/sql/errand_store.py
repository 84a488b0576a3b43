"""The errands on a database."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlmodel import col, select

from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.errand_table import ErrandRow
from imwu_inbox.domain.errand import Errand


class SqlErrands:
    """One row each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, errand: Errand) -> None:
        """Leave an errand; one that waits stays as it is, one that failed is asked anew."""
        with self._database.write() as session:
            standing = session.get(ErrandRow, errand.reference, with_for_update=True)
            if standing is None or standing.has_failed:
                session.merge(ErrandRow(**asdict(errand)))

    def of(self, reference: str) -> Errand | None:
        """The errand of a record, if there is one."""
        with self._database.read() as session:
            row = session.get(ErrandRow, reference)
            return _errand(row) if row else None

    def waiting(self) -> Sequence[Errand]:
        """Those that are to be run, the oldest first."""
        open_ones = select(ErrandRow).where(col(ErrandRow.has_failed).is_(False)).order_by(col(ErrandRow.asked_at))
        with self._database.read() as session:
            return [_errand(row) for row in session.exec(open_ones)]

    def fail(self, reference: str) -> None:
        """This one cannot be run; the page says so."""
        with self._database.write() as session:
            if row := session.get(ErrandRow, reference, with_for_update=True):
                row.has_failed = True

    def forget(self, reference: str) -> None:
        """This one was run."""
        with self._database.write() as session:
            if row := session.get(ErrandRow, reference, with_for_update=True):
                session.delete(row)


def _errand(row: ErrandRow) -> Errand:
    return Errand(reference=row.reference, officer=row.officer, asked_at=row.asked_at, has_failed=row.has_failed)
