"""One mailbox of the unit with what is done to it: visited, listened to, compared with the ledger."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from imwu_inbox.domain.reconciliation import Reconciliation
from imwu_inbox.steps.fetch import PollReport
from imwu_inbox.steps.visit import Visit
from imwu_inbox.wiring.neighbours import AnyDoor


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterbox:
    """One folder of one account, under one lease with every other daemon on the same database."""

    door: AnyDoor
    visit: Visit

    @property
    def name(self) -> str:
        """What lease and log call it: account and folder."""
        return self.door.name

    def poll(self) -> PollReport:
        """Look into it once. Raises: NeighbourDown, CannotWrite; nothing is lost, poll again."""
        return self.visit()

    def watch(self, *, stopping: threading.Event, wake: Callable[[], None]) -> bool:
        """Call `wake` whenever the server tells of mail, until `stopping` is set; False when it cannot tell.

        Raises: NeighbourDown when the line breaks.
        """
        return self.door.watch(stopping=stopping, wake=wake)

    def reconcile(self) -> Reconciliation:
        """Look at every message, also those below the mark, then compare and write down what became of each.

        Raises: NeighbourDown, CannotWrite, TryAgain.
        """
        return self.visit.thoroughly()

    def verify(self) -> Reconciliation:
        """Compare with the ledger and change nothing. Raises: NeighbourDown, TryAgain."""
        return self.visit.compare()
