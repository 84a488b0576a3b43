"""Messages that wait for the other parts of their request."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from imwu_inbox.domain.parts import Part, WaitingPart


class Parts(Protocol):
    """Rows of messages that say they are one part of several.

    Raises: NeighbourDown, TryAgain.
    """

    def hold(self, mail_id: int, part: Part, waits_until: datetime) -> None:
        """Let a message wait until this moment; its ledger row says so. A settled message stays settled."""
        ...

    def of_set(self, set_name: str) -> Sequence[WaitingPart]:
        """The parts of a set that no record holds yet, oldest first."""
        ...

    def held(self) -> Sequence[WaitingPart]:
        """The messages that wait for other parts now, set by set."""
        ...

    def due(self, now: datetime) -> Sequence[int]:
        """One message of each set that is whole or has waited long enough: its newest, to be taken up again."""
        ...
