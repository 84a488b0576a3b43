"""New mail, its size before its body, and filing it away."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from imwu_inbox.domain.mail import Probe
from imwu_inbox.domain.reconciliation import Standing


class Tray(StrEnum):
    """Where a message is filed once it is safe."""

    PROCESSED = "processed"
    REJECTED = "rejected"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """The bytes that were read. `whole` False: reading stopped because the limit was passed."""

    content: bytes
    whole: bool


class Mailbox(Protocol):
    """One open folder of one account.

    Raises: NeighbourDown from every method when the server is silent, cuts the line or refuses.
    """

    @property
    def account(self) -> str:
        """The account's name in the ledger."""
        ...

    @property
    def folder(self) -> str:
        """The folder's name on the server."""
        ...

    @property
    def uidvalidity(self) -> int:
        """The folder's epoch; 0 when the server gives none."""
        ...

    def uids(self, *, from_uid: int) -> Sequence[int]:
        """The UIDs from this one on, ascending, without those marked deleted."""
        ...

    def probe(self, uids: Sequence[int]) -> Sequence[Probe]:
        """Size and moment of receipt of each message, without its body; vanished ones are left out."""
        ...

    def head(self, uid: int, *, size_bytes: int) -> bytes:
        """The first octets of a message: its headers and the start of its body."""
        ...

    def download(self, uid: int, *, limit_bytes: int) -> Download | None:
        """A message in pieces, stopping past the limit; None when it has vanished."""
        ...

    def download_small(self, probes: Sequence[Probe], *, limit_bytes: int) -> Mapping[int, Download]:
        """Those of these messages that are small, whole and in few questions, by UID.

        One that is not small, vanished or could not be had this way is left out, and is asked for by itself.
        """
        ...

    def file_away(self, uids: Sequence[int], tray: Tray) -> None:
        """Move messages to a tray; moving one that is gone is not an error."""
        ...

    def listing(self, tray: Tray | None) -> Sequence[Standing] | None:
        """Every message of a tray, or with None of the folder itself, without those marked deleted.

        None when there is no such tray, so that its messages stay in the folder.
        """
        ...

    def download_filed(self, tray: Tray | None, uid: int, *, limit_bytes: int) -> Download | None:
        """A message of a tray, or with None of the folder, by the UID it is listed with; stops past the limit.

        None when it is gone.
        """
        ...


class MailboxDoor(Protocol):
    """Opens the mailbox for one visit."""

    @property
    def name(self) -> str:
        """What lease and log call the mailbox: its account and folder."""
        ...

    def open(self) -> AbstractContextManager[Mailbox]:
        """Log in, select the folder, and log out at the end. Raises: NeighbourDown."""
        ...
