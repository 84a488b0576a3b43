"""The logbook in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from imwu_inbox.domain.mailbox_state import Comparison, MailboxState
from imwu_inbox.domain.reconciliation import Reconciliation


class FakeLogbook:
    """States in a dict, comparisons in a list."""

    def __init__(self) -> None:
        self.kept: dict[str, MailboxState] = {}
        self.found: list[Comparison] = []

    def read(self, mailbox: str, at: datetime) -> None:
        """Forgets failures; an older moment changes nothing."""
        state = self._of(mailbox)
        if state.last_read_at is None or state.last_read_at <= at:
            self.kept[mailbox] = replace(state, last_read_at=at, breakdown="", failures=0)

    def failed(self, mailbox: str, at: datetime, breakdown: str) -> None:
        """Counted."""
        state = self._of(mailbox)
        self.kept[mailbox] = replace(state, last_failed_at=at, breakdown=breakdown, failures=state.failures + 1)

    def compared(self, mailbox: str, at: datetime, found: Reconciliation) -> None:
        """Kept."""
        comparison = Comparison(mailbox=mailbox, at=at, found=found)
        self.found.append(comparison)
        self.kept[mailbox] = replace(self._of(mailbox), compared=comparison)

    def states(self) -> Sequence[MailboxState]:
        """By name."""
        return [self.kept[name] for name in sorted(self.kept)]

    def comparisons(self, *, limit: int = 30) -> Sequence[Comparison]:
        """The newest first."""
        return self.found[::-1][:limit]

    def _of(self, mailbox: str) -> MailboxState:
        return self.kept.get(mailbox) or MailboxState(mailbox=mailbox)
