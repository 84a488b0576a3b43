"""The ledger on a database: a row and its run are committed together, once."""

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import Connection, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.mapping import entry_of, mail_row
from imwu_inbox.adapters.sql.tables import MailboxRow, MailRow
from imwu_inbox.adapters.sql.turns import Turn, one_at_a_time
from imwu_inbox.domain.ledger import Fate, LedgerEntry, NewMail, TakenIn
from imwu_inbox.domain.mail import MailRef
from imwu_inbox.errors import SetAside, UsageError

Enqueue = Callable[[Connection, str, int], None]
"""Queues a run in the transaction of this connection: (connection, run id, mail id)."""

_UIDS_A_QUERY = 500
_ROWS_A_PAGE = 1000


class SqlLedger:
    """Rows keyed (account, folder, uidvalidity, uid), plus the hash of the bytes."""

    def __init__(self, database: Database, enqueue: Enqueue) -> None:
        self._database = database
        self._enqueue = enqueue

    def low_uid(self, account: str, folder: str, uidvalidity: int) -> int:
        """The smallest UID that may still lie unfiled in the folder; 1 for a new epoch."""
        with self._database.read() as session:
            row = session.get(MailboxRow, (account, folder, uidvalidity))
            return row.low_uid if row else 1

    def raise_low_uid(self, account: str, folder: str, uidvalidity: int, uid: int) -> None:
        """Remember that every UID below this one was taken in and filed; never goes back."""
        insert = sqlite.insert if self._database.dialect == "sqlite" else postgresql.insert
        entered = insert(MailboxRow).values(account=account, folder=folder, uidvalidity=uidvalidity, low_uid=uid)
        higher = entered.on_conflict_do_update(
            index_elements=["account", "folder", "uidvalidity"],
            set_={"low_uid": entered.excluded.low_uid},
            where=col(MailboxRow.low_uid) < entered.excluded.low_uid,
        )
        with self._database.write() as session:
            session.connection().execute(higher)

    def known(self, account: str, folder: str, uidvalidity: int, uids: Collection[int]) -> Sequence[LedgerEntry]:
        """The rows that already stand for these UIDs, by UID."""
        wanted = sorted(uids)
        found: list[LedgerEntry] = []
        with self._database.read() as session:
            for start in range(0, len(wanted), _UIDS_A_QUERY):
                rows = session.exec(
                    select(MailRow)
                    .where(MailRow.account == account, MailRow.folder == folder, MailRow.uidvalidity == uidvalidity)
                    .where(col(MailRow.uid).in_(wanted[start : start + _UIDS_A_QUERY]))
                    .order_by(col(MailRow.uid))
                )
                found.extend(entry_of(row) for row in rows)
        return found

    def of_folder(self, account: str, folder: str) -> Sequence[LedgerEntry]:
        """Every row of a folder, of all its epochs, oldest first; read page by page, so that nobody waits for it."""
        found: list[LedgerEntry] = []
        page = select(MailRow).where(MailRow.account == account, MailRow.folder == folder).order_by(col(MailRow.id))
        while True:
            last = found[-1].mail_id if found else 0
            with self._database.read() as session:
                rows = session.exec(page.where(col(MailRow.id) > last).limit(_ROWS_A_PAGE)).all()
                found.extend(entry_of(row) for row in rows)
            if len(rows) < _ROWS_A_PAGE:
                return found

    def take_in_all(self, mails: Sequence[NewMail]) -> Sequence[TakenIn]:
        """Enter rows, each as by itself, and queue their runs in one commit.

        The same bytes again are entered as a duplicate, without a run. Only whole messages are compared by their
        bytes: the beginning of an over-size one proves nothing.
        """
        if not mails:
            return []
        with self._database.write() as session:
            # Two daemons entering the same message or bytes wait for each other.
            names = {str(mail.ref) for mail in mails} | {mail.sha256 for mail in mails}
            one_at_a_time(session, names, what=Turn.ARRIVAL)
            rows = _entered(session, mails)
            session.flush()
            taken = [TakenIn(entry=entry_of(row), is_new=is_new) for row, is_new in rows]
            for one in taken:
                if one.is_new and one.entry.fate is Fate.STORED:
                    self._queue(session, one.entry)
            return taken

    def entry(self, mail_id: int) -> LedgerEntry:
        """One row. Raises: SetAside when there is none."""
        with self._database.read() as session:
            return entry_of(_row(session, mail_id))

    def filed(self, mail_id: int, tray: str) -> None:
        """Note that the message was moved on the server."""
        with self._database.write() as session:
            _row(session, mail_id).filed_in = tray

    def filed_all(self, mail_ids: Collection[int], tray: str) -> None:
        """Note in one commit that these messages were moved on the server."""
        with self._database.write() as session:
            session.connection().execute(
                update(MailRow).where(col(MailRow.id).in_(sorted(mail_ids))).values(filed_in=tray)
            )

    def shelve(self, mail_id: int, reason: str) -> None:
        """Set a message aside with the reason, counting the attempt; a settled message stays settled."""
        with self._database.write() as session:
            row = _row(session, mail_id, for_update=True)
            if row.fate in {Fate.SETTLED.value, Fate.DUPLICATE.value}:
                return
            row.fate = Fate.SHELVED.value
            row.reason = reason
            row.attempts += 1

    def shelf(self) -> Sequence[LedgerEntry]:
        """The messages set aside, oldest first."""
        with self._database.read() as session:
            rows = session.exec(select(MailRow).where(MailRow.fate == Fate.SHELVED.value).order_by(col(MailRow.id)))
            return [entry_of(row) for row in rows]

    def release(self, mail_id: int) -> None:
        """Take a held message up again: its run is queued anew. One that is not held stays as it is."""
        with self._database.write() as session:
            row = _row(session, mail_id, for_update=True)
            if row.fate != Fate.HELD.value:
                return
            row.fate = Fate.STORED.value
            row.attempts += 1
            session.flush()
            self._queue(session, entry_of(row))

    def retry(self, mail_id: int) -> LedgerEntry:
        """Take a shelved message up again: its run is queued anew. Raises: UsageError when it is not on the shelf."""
        with self._database.write() as session:
            row = session.get(MailRow, mail_id, with_for_update=True)
            if row is None or row.fate != Fate.SHELVED.value:
                raise UsageError(f"message {mail_id} is not on the shelf: list the shelf for the ids that are")
            row.fate = Fate.STORED.value
            row.reason = None
            session.flush()
            entry = entry_of(row)
            self._queue(session, entry)
            return entry

    def _queue(self, session: Session, entry: LedgerEntry) -> None:
        self._enqueue(session.connection(), f"mail:{entry.mail_id}:{entry.attempts}", entry.mail_id)


def _entered(session: Session, mails: Sequence[NewMail]) -> list[tuple[MailRow, bool]]:
    """A row for each of these, and whether it is new."""
    by_ref, by_bytes = _by_ref(session, mails), _first_whole(session, [mail.sha256 for mail in mails if mail.whole])
    rows: list[tuple[MailRow, bool]] = []
    for mail in mails:
        standing = by_ref.get(mail.ref)
        if standing is None:
            first = by_bytes.get(mail.sha256) if mail.whole else None
            row = mail_row(mail, fate=Fate.DUPLICATE if first else Fate.STORED)
            row.case_reference = first.case_reference if first else None
            session.add(row)
            by_ref[mail.ref] = row
            if mail.whole:
                by_bytes.setdefault(mail.sha256, row)
        rows.append((standing or by_ref[mail.ref], standing is None))
    return rows


def _by_ref(session: Session, mails: Sequence[NewMail]) -> dict[MailRef, MailRow]:
    """The rows that already stand for these messages."""
    found: dict[MailRef, MailRow] = {}
    for account, folder, uidvalidity in {(mail.ref.account, mail.ref.folder, mail.ref.uidvalidity) for mail in mails}:
        uids = [mail.ref.uid for mail in mails if (mail.ref.account, mail.ref.folder) == (account, folder)]
        rows = session.exec(
            select(MailRow)
            .where(MailRow.account == account, MailRow.folder == folder, MailRow.uidvalidity == uidvalidity)
            .where(col(MailRow.uid).in_(uids))
        )
        found.update(
            (MailRef(account=account, folder=folder, uidvalidity=uidvalidity, uid=row.uid), row) for row in rows
        )
    return found


def _first_whole(session: Session, hashes: Collection[str]) -> dict[str, MailRow]:
    """The first row of each of these bytes. Of an over-size message we have the beginning only: it proves nothing."""
    rows = session.exec(
        select(MailRow).where(col(MailRow.sha256).in_(hashes), col(MailRow.whole).is_(True)).order_by(col(MailRow.id))
    )
    found: dict[str, MailRow] = {}
    for row in rows:
        found.setdefault(row.sha256, row)
    return found


def _row(session: Session, mail_id: int, *, for_update: bool = False) -> MailRow:
    row = session.get(MailRow, mail_id, with_for_update=True) if for_update else session.get(MailRow, mail_id)
    if row is None:
        raise SetAside(f"the ledger has no message {mail_id}")
    return row
