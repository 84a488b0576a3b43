"""How each mailbox was last read and compared, and when that is long enough ago for an alarm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from imwu_inbox.domain.reconciliation import Reconciliation

UNREAD_INTERVALS = 3
"""A mailbox that was not read for so many intervals of the poll is an alarm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Server and ledger of one mailbox, compared at a moment."""

    mailbox: str
    at: datetime
    found: Reconciliation


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxState:
    """How a mailbox fares. `breakdown` is the kind of the last failure since a visit last succeeded, if any."""

    mailbox: str
    last_read_at: datetime | None = None
    last_failed_at: datetime | None = None
    breakdown: str = ""
    failures: int = 0
    compared: Comparison | None = None

    def is_unread_too_long(self, now: datetime, interval_seconds: int) -> bool:
        """Whether nobody read it for three intervals; a mailbox that was never read is no better."""
        if self.last_read_at is None:
            return True
        return now - self.last_read_at > UNREAD_INTERVALS * timedelta(seconds=interval_seconds)


def states_of(configured: Iterable[str], written: Iterable[MailboxState]) -> tuple[MailboxState, ...]:
    """One state for each mailbox of the configuration, in its order; one that nobody wrote of was never read."""
    known = {state.mailbox: state for state in written}
    return tuple(known.get(name) or MailboxState(mailbox=name) for name in configured)
