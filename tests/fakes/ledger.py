"""A ledger in memory."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from imwu_inbox.domain.ledger import Fate, LedgerEntry, NewMail, TakenIn
from imwu_inbox.errors import SetAside, UsageError


class FakeLedger:
    """Rows in a dict. `queued` lists (run id, mail id) in order; `enqueue` may run them."""

    def __init__(self, enqueue: Callable[[str, int], None] | None = None) -> None:
        self.rows: dict[int, LedgerEntry] = {}
        self.low: dict[tuple[str, str, int], int] = {}
        self.queued: list[tuple[str, int]] = []
        self._enqueue = enqueue

    def low_uid(self, account: str, folder: str, uidvalidity: int) -> int:
        """The smallest UID that may still lie unfiled; 1 for a new epoch."""
        return self.low.get((account, folder, uidvalidity), 1)

    def raise_low_uid(self, account: str, folder: str, uidvalidity: int, uid: int) -> None:
        """Never goes back."""
        self.low[account, folder, uidvalidity] = max(uid, self.low_uid(account, folder, uidvalidity))

    def known(self, account: str, folder: str, uidvalidity: int, uids: Collection[int]) -> Sequence[LedgerEntry]:
        """The rows that already stand for these UIDs, by UID."""
        place = (account, folder, uidvalidity)
        found = (row for row in self.rows.values() if (row.ref.account, row.ref.folder, row.ref.uidvalidity) == place)
        return sorted((row for row in found if row.ref.uid in uids), key=lambda row: row.ref.uid)

    def of_folder(self, account: str, folder: str) -> Sequence[LedgerEntry]:
        """Every row of a folder."""
        return [row for row in self.rows.values() if (row.ref.account, row.ref.folder) == (account, folder)]

    def take_in_all(self, mails: Sequence[NewMail]) -> Sequence[TakenIn]:
        """Enter each row and queue its run; the same whole bytes again are a duplicate."""
        return [self._take_in(mail) for mail in mails]

    def _take_in(self, mail: NewMail) -> TakenIn:
        for row in self.rows.values():
            if row.ref == mail.ref:
                return TakenIn(entry=row, is_new=False)
        same = [row for row in self.rows.values() if row.whole and mail.whole and row.sha256 == mail.sha256]
        entry = LedgerEntry(
            mail_id=len(self.rows) + 1,
            ref=mail.ref,
            sha256=mail.sha256,
            vault_key=mail.vault_key,
            size_bytes=mail.size_bytes,
            received_at=mail.received_at,
            whole=mail.whole,
            answerable=mail.answerable,
            undoes=mail.undoes,
            fate=Fate.DUPLICATE if same else Fate.STORED,
            case_reference=same[0].case_reference if same else None,
        )
        self.rows[entry.mail_id] = entry
        if not same:
            self._queue(entry)
        return TakenIn(entry=entry, is_new=True)

    def entry(self, mail_id: int) -> LedgerEntry:
        """One row. Raises: SetAside when there is none."""
        if mail_id not in self.rows:
            raise SetAside(f"the ledger has no message {mail_id}")
        return self.rows[mail_id]

    def filed(self, mail_id: int, tray: str) -> None:
        """Note that the message was moved."""
        self.rows[mail_id] = replace(self.entry(mail_id), filed_in=tray)

    def filed_all(self, mail_ids: Collection[int], tray: str) -> None:
        """Note that these messages were moved."""
        for mail_id in mail_ids:
            self.filed(mail_id, tray)

    def shelve(self, mail_id: int, reason: str) -> None:
        """Set aside; a settled message stays settled."""
        row = self.entry(mail_id)
        if row.fate not in {Fate.SETTLED, Fate.DUPLICATE}:
            self.rows[mail_id] = replace(row, fate=Fate.SHELVED, reason=reason, attempts=row.attempts + 1)

    def shelf(self) -> Sequence[LedgerEntry]:
        """The messages set aside, oldest first."""
        return [row for row in self.rows.values() if row.fate is Fate.SHELVED]

    def release(self, mail_id: int) -> None:
        """Take a held message up again."""
        row = self.entry(mail_id)
        if row.fate is Fate.HELD:
            self.rows[mail_id] = replace(row, fate=Fate.STORED, attempts=row.attempts + 1)
            self._queue(self.rows[mail_id])

    def retry(self, mail_id: int) -> LedgerEntry:
        """Take up again. Raises: UsageError when it is not on the shelf."""
        row = self.rows.get(mail_id)
        if row is None or row.fate is not Fate.SHELVED:
            raise UsageError(f"message {mail_id} is not on the shelf: list the shelf for the ids that are")
        self.rows[mail_id] = replace(row, fate=Fate.STORED, reason=None)
        self._queue(self.rows[mail_id])
        return self.rows[mail_id]

    def settle(self, mail_id: int, reference: str, message_id: str | None) -> None:
        """What the case store does to the row, and to its duplicates, in its own transaction."""
        settled = replace(
            self.entry(mail_id), fate=Fate.SETTLED, case_reference=reference, message_id=message_id, reason=None
        )
        self.rows[mail_id] = settled
        for row in self.rows.values():
            if row.fate is Fate.DUPLICATE and row.sha256 == settled.sha256:
                self.rows[row.mail_id] = replace(row, case_reference=reference)

    def _queue(self, entry: LedgerEntry) -> None:
        run_id = f"mail:{entry.mail_id}:{entry.attempts}"
        self.queued.append((run_id, entry.mail_id))
        if self._enqueue:
            self._enqueue(run_id, entry.mail_id)
