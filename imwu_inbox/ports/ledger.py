"""Every message ever seen, and its fate: the authority on what was taken in."""

from collections.abc import Collection, Sequence
from typing import Protocol

from imwu_inbox.domain.ledger import LedgerEntry, NewMail, TakenIn


class Ledger(Protocol):
    """Rows keyed (account, folder, uidvalidity, uid), plus the hash of the bytes.

    Raises: NeighbourDown when the database does not answer, TryAgain when it is full or locked.
    """

    def low_uid(self, account: str, folder: str, uidvalidity: int) -> int:
        """The smallest UID that may still lie unfiled in the folder; 1 for a new epoch."""
        ...

    def raise_low_uid(self, account: str, folder: str, uidvalidity: int, uid: int) -> None:
        """Remember that every UID below this one was taken in and filed."""
        ...

    def known(self, account: str, folder: str, uidvalidity: int, uids: Collection[int]) -> Sequence[LedgerEntry]:
        """The rows that already stand for these UIDs."""
        ...

    def of_folder(self, account: str, folder: str) -> Sequence[LedgerEntry]:
        """Every row of a folder, of all its epochs, oldest first."""
        ...

    def take_in_all(self, mails: Sequence[NewMail]) -> Sequence[TakenIn]:
        """Enter rows, each as by itself, and queue their runs in one commit; the same bytes again get no run."""
        ...

    def entry(self, mail_id: int) -> LedgerEntry:
        """One row. Raises: SetAside when there is none."""
        ...

    def filed(self, mail_id: int, tray: str) -> None:
        """Note that the message was moved on the server."""
        ...

    def filed_all(self, mail_ids: Collection[int], tray: str) -> None:
        """Note in one commit that these messages were moved on the server."""
        ...

    def shelve(self, mail_id: int, reason: str) -> None:
        """Set a message aside with the reason, counting the attempt."""
        ...

    def shelf(self) -> Sequence[LedgerEntry]:
        """The messages set aside, oldest first."""
        ...

    def release(self, mail_id: int) -> None:
        """Take a held message up again: its run is queued anew. One that is not held stays as it is."""
        ...

    def retry(self, mail_id: int) -> LedgerEntry:
        """Take a shelved message up again: its run is queued anew. Raises: UsageError when it is not on the shelf."""
        ...
