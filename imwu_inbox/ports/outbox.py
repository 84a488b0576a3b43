"""Letters waiting to go out, written in the case's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from imwu_inbox.domain.reply import DeliveryReport, OutgoingLetter, Undeliverable, Undelivered
from imwu_inbox.domain.reply_limits import WrittenLetter


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

    def written_to(self, address: str, since: datetime) -> Sequence[WrittenLetter]:
        """The letters written to this address since then (case folded), oldest first."""
        ...

    def begun_since(self, since: datetime) -> int:
        """How many letters' last try was begun after this moment: what the breaker counts."""
        ...

    def stuck(self) -> int:
        """How many letters still wait though two tries were made, or one whose answer was never read."""
        ...

    def undelivered(self) -> Sequence[Undelivered]:
        """The letters that did not arrive and that nobody has seen to, oldest first.

        A later letter to the same address in the same record that the relay took sees to those before it.
        """
        ...

    def see_to(self, reference: str, *, officer: str, now: datetime) -> int:
        """An officer has reached the reader otherwise: the record's letters are no longer undelivered; how many.

        Told in the record's history when there was any.
        """
        ...

    def bounced(self, message_id: str, now: datetime) -> OutgoingLetter | None:
        """Mark our letter of this Message-ID as bounced and its address as undeliverable, with an event on its record.

        What still waits for that address is given up. Doing it again changes nothing; None when no letter has this id.
        """
        ...

    def undeliverable(self) -> Sequence[Undeliverable]:
        """The addresses whose letter came back, oldest first."""
        ...

    def reach_again(self, address: str) -> str | None:
        """Forget that a letter to this address came back; the record of that letter, None when there is none."""
        ...

    def is_undeliverable(self, address: str) -> bool:
        """Whether a letter to this address came back (case folded)."""
        ...
