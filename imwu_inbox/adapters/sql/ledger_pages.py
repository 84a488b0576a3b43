"""The ledger's pages on a database, each read through an index from its newest row."""

from collections.abc import Sequence

from sqlmodel import col, select

from imwu_inbox.adapters.sql.columns import storable
from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.mapping import entry_of
from imwu_inbox.adapters.sql.tables import MailboxRow, MailRow
from imwu_inbox.domain.ledger import LedgerEntry
from imwu_inbox.domain.ledger_page import PAGE_ROWS, Wanted


class SqlLedgerPages:
    """Reads and changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, wanted: Wanted, *, below: int | None = None, rows: int = PAGE_ROWS) -> Sequence[LedgerEntry]:
        """The messages taken in last, newest first; `below` is the id of the last row of the page before."""
        asked = select(MailRow).order_by(col(MailRow.id).desc()).limit(rows)
        if below is not None:
            asked = asked.where(col(MailRow.id) < below)
        if wanted.fate is not None:
            asked = asked.where(MailRow.fate == wanted.fate.value)
        if wanted.place is not None:
            account, folder = map(storable, wanted.place)
            asked = asked.where(MailRow.account == account, MailRow.folder == folder)
        if wanted.since is not None:
            asked = asked.where(col(MailRow.received_at) >= wanted.since)
        if wanted.until is not None:
            asked = asked.where(col(MailRow.received_at) < wanted.until)
        if wanted.reference:
            asked = asked.where(MailRow.case_reference == storable(wanted.reference))
        with self._database.read() as session:
            return [entry_of(row) for row in session.exec(asked)]

    def places(self) -> Sequence[tuple[str, str]]:
        """Every account and folder that was ever read, by name."""
        account, folder = col(MailboxRow.account), col(MailboxRow.folder)
        with self._database.read() as session:
            return session.exec(select(account, folder).distinct().order_by(account, folder)).all()
