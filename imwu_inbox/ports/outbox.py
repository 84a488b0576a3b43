"""Letters waiting to go out, written in the case's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from imwu_inbox.domain.reply import DeliveryReport, OutgoingLetter


class Outbox(Protocol):
    """Rows of letters. A letter is sent at most once more after an uncertain attempt, never a third time."""

    def due(self, now: datetime) -> Sequence[int]:
        """Ids of letters that may be sent now, oldest first."""
        ...

    def claim(self, letter_id: int, now: datetime) -> OutgoingLetter | None:
        """Mark a letter as being sent and return it; None when another process has it, or it must not go out.

        A letter found in SENDING when its holder died becomes UNCERTAIN first: its identical bytes may go once more.
        """
        ...

    def settle(self, letter_id: int, report: DeliveryReport, now: datetime) -> None:
        """Write down the relay's answer, and when to try again if it refused for now."""
        ...

    def letters(self, *, reference: str | None = None) -> Sequence[OutgoingLetter]:
        """Letters of one record, or all, oldest first."""
        ...

    def sent_to(self, address: str, since: datetime) -> int:
        """How many letters were written to this address since then (case folded)."""
        ...
