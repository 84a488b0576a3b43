"""Accounts on a database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from imwu_inbox.adapters.sql.columns import INDEXED_LENGTH, storable
from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.officer_tables import AccountRow, TriesRow
from imwu_inbox.domain.officer import Account, Role
from imwu_inbox.domain.sign_in import FORGET_STRANGERS, Tries
from imwu_inbox.errors import UsageError


class SqlAccounts:
    """Accounts by their name, which is compared without regard to case."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, account: Account) -> None:
        """Enter a new account. Raises: UsageError when the name or the subject is taken."""
        with self._database.write() as session:
            if _held(session, account.name):
                raise UsageError(f"there is an account {account.name} already: names are never given twice")
            if account.subject and _of_subject(session, account.subject):
                raise UsageError("this person of the sign-in service has an account already")
            session.add(_row(account))

    def by_name(self, name: str) -> Account | None:
        """The account of this name, if any."""
        with self._database.read() as session:
            row = session.exec(select(AccountRow).where(AccountRow.name_folded == _key(name))).first()
            return _account(row) if row else None

    def by_subject(self, subject: str) -> Account | None:
        """The account of this person of the sign-in service, if any."""
        with self._database.read() as session:
            row = _of_subject(session, subject)
            return _account(row) if row else None

    def everyone(self) -> Sequence[Account]:
        """All accounts by name, disabled ones too."""
        with self._database.read() as session:
            return [_account(row) for row in session.exec(select(AccountRow).order_by(col(AccountRow.name_folded)))]

    def tries(self, name: str) -> Tries:
        """The failed tries under a name, of an account or not."""
        with self._database.read() as session:
            row = session.get(TriesRow, _key(name))
            return Tries(count=row.count, last_at=row.last_at) if row else Tries()

    def failed(self, name: str, at: datetime) -> Tries:
        """Count a failed try under a name; how many there are then. Old tries of strangers are forgotten."""
        known = select(AccountRow.name_folded)
        strangers = delete(TriesRow).where(
            col(TriesRow.last_at) < at - FORGET_STRANGERS, col(TriesRow.name_folded).not_in(known)
        )
        with self._database.write() as session:
            session.connection().execute(strangers)
            row = session.get(TriesRow, _key(name), with_for_update=True)
            if row is None:
                row = TriesRow(name_folded=_key(name), count=0, last_at=at)
                session.add(row)
            row.count, row.last_at = row.count + 1, at
            return Tries(count=row.count, last_at=row.last_at)

    def succeeded(self, name: str) -> None:
        """Forget the failed tries under a name."""
        with self._database.write() as session:
            _forget_tries(session, name)

    def reset(self, name: str, secret: str) -> Account:
        """Give a new password's hash, forget failed tries, and enable. Raises: UsageError when there is none."""
        with self._database.write() as session:
            row = _must_be_held(session, name)
            row.secret, row.disabled_at = secret, None
            _forget_tries(session, name)
            return _account(row)

    def disable(self, name: str, at: datetime) -> Account:
        """Let nobody sign in with it any more. Raises: UsageError when there is none."""
        with self._database.write() as session:
            row = _must_be_held(session, name)
            row.disabled_at = row.disabled_at or at
            return _account(row)


def _key(name: str) -> str:
    return storable(name.casefold())[:INDEXED_LENGTH]


def _forget_tries(session: Session, name: str) -> None:
    session.connection().execute(delete(TriesRow).where(col(TriesRow.name_folded) == _key(name)))


def _held(session: Session, name: str) -> AccountRow | None:
    wanted = select(AccountRow).where(AccountRow.name_folded == _key(name))
    return session.exec(wanted.with_for_update()).first()


def _must_be_held(session: Session, name: str) -> AccountRow:
    row = _held(session, name)
    if row is None:
        raise UsageError(f"there is no account {name}: `imwu-inbox user list` shows them")
    return row


def _of_subject(session: Session, subject: str) -> AccountRow | None:
    return session.exec(select(AccountRow).where(AccountRow.subject == subject)).first()


def _row(account: Account) -> AccountRow:
    return AccountRow(
        name=account.name,
        name_folded=_key(account.name),
        display_name=account.display_name,
        role=account.role.value,
        secret=account.secret,
        subject=account.subject or None,
        disabled_at=account.disabled_at,
    )


def _account(row: AccountRow) -> Account:
    return Account(
        name=row.name,
        display_name=row.display_name,
        role=Role(row.role),
        secret=row.secret,
        subject=row.subject or "",
        disabled_at=row.disabled_at,
    )
