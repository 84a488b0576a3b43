"""Open sign-ins on a database."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.officer_tables import ReturnRow, SessionRow
from imwu_inbox.domain.session import Session


class SqlSessions:
    """Sessions by the hash of their cookie; the cookie itself is never stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, session: Session) -> None:
        """Enter a new session."""
        with self._database.write() as transaction:
            transaction.add(
                SessionRow(
                    key=session.key,
                    account=session.account,
                    csrf=session.csrf,
                    began_at=session.began_at,
                    seen_at=session.seen_at,
                    found=list(session.found),
                )
            )

    def find(self, key: str) -> Session | None:
        """The session of this key, over or not."""
        with self._database.read() as transaction:
            row = transaction.get(SessionRow, key)
            return _session(row) if row else None

    def touch(self, key: str, at: datetime) -> None:
        """Note that something was done."""
        with self._database.write() as transaction:
            row = transaction.get(SessionRow, key)
            if row is not None:
                row.seen_at = max(row.seen_at, at)

    def keep_found(self, key: str, references: Sequence[str]) -> None:
        """Keep what the last search by number found, for this session alone."""
        with self._database.write() as transaction:
            row = transaction.get(SessionRow, key)
            if row is not None:
                row.found = list(references)

    def keep_told(self, key: str, told: str) -> None:
        """Keep what the next page is to say; empty when it was said."""
        with self._database.write() as transaction:
            row = transaction.get(SessionRow, key)
            if row is not None:
                row.told = told

    def end(self, key: str) -> None:
        """End one; ending again changes nothing."""
        with self._database.write() as transaction:
            transaction.connection().execute(delete(SessionRow).where(col(SessionRow.key) == key))

    def end_all_of(self, account: str) -> int:
        """End every session of an account; how many."""
        return self._removed(col(SessionRow.account) == account)

    def forget_before(self, moment: datetime) -> int:
        """Remove sessions not seen since; how many."""
        return self._removed(col(SessionRow.seen_at) < moment)

    def expect_return(self, state: str, kept: Mapping[str, str], until: datetime) -> None:
        """Keep what a sign-in elsewhere needs when it comes back under this state."""
        with self._database.write() as transaction:
            transaction.add(ReturnRow(state=state, kept=dict(kept), until=until))

    def returned(self, state: str, now: datetime) -> Mapping[str, str] | None:
        """What was kept for this state, once; None for an unknown, used or late one."""
        with self._database.write() as transaction:
            transaction.connection().execute(delete(ReturnRow).where(col(ReturnRow.until) < now))
            row = transaction.exec(select(ReturnRow).where(ReturnRow.state == state).with_for_update()).first()
            if row is None:
                return None
            transaction.delete(row)
            return {name: str(value) for name, value in row.kept.items()}

    def _removed(self, which: object) -> int:
        with self._database.write() as transaction:
            return transaction.connection().execute(delete(SessionRow).where(which)).rowcount  # type: ignore[arg-type]


def _session(row: SessionRow) -> Session:
    return Session(
        key=row.key,
        account=row.account,
        csrf=row.csrf,
        began_at=row.began_at,
        seen_at=row.seen_at,
        found=tuple(row.found),
        told=row.told,
    )
