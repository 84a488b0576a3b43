"""What the visits to the mailboxes found, kept for whoever watches over the house."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from imwu_inbox.domain.mailbox_state import Comparison, MailboxState
from imwu_inbox.domain.reconciliation import Reconciliation


class Logbook(Protocol):
    """Written by the process that reads the mailboxes, read by the one that shows them.

    Raises: NeighbourDown, TryAgain.
    """

    def read(self, mailbox: str, at: datetime) -> None:
        """Note that a visit came to its end; earlier failures are forgotten. An older moment changes nothing."""
        ...

    def failed(self, mailbox: str, at: datetime, breakdown: str) -> None:
        """Note that a visit failed, and count it."""
        ...

    def compared(self, mailbox: str, at: datetime, found: Reconciliation) -> None:
        """Keep what a comparison with the ledger found."""
        ...

    def states(self) -> Sequence[MailboxState]:
        """Every mailbox that was ever visited, by name, with its last comparison."""
        ...

    def comparisons(self, *, limit: int = 30) -> Sequence[Comparison]:
        """The last comparisons, the newest first."""
        ...
