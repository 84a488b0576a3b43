"""What the ticks drive: the house, and each of its letterboxes."""

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from imwu_inbox.domain.reconciliation import Reconciliation
from imwu_inbox.domain.sending import Sending
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.engine import Engine
from imwu_inbox.settings import Settings
from imwu_inbox.steps.fetch import PollReport


class Letterbox(Protocol):
    """One mailbox of the unit."""

    @property
    def name(self) -> str:
        """What the log calls it: account and folder."""
        ...

    def poll(self) -> PollReport:
        """Look into it once. Raises: NeighbourDown, CannotWrite, TryAgain."""
        ...

    def watch(self, *, stopping: threading.Event, wake: Callable[[], None]) -> bool:
        """Call `wake` whenever the server tells of mail; False when it cannot tell. Raises: NeighbourDown."""
        ...

    def reconcile(self) -> Reconciliation:
        """Look at every message and compare with the ledger, writing down what is found. Raises: as `poll`."""
        ...

    def verify(self) -> Reconciliation:
        """Compare with the ledger and change nothing. Raises: as `poll`."""
        ...


class Ticked(Protocol):
    """What the ticks drive."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        ...

    @property
    def clock(self) -> Clock:
        """What time it is."""
        ...

    @property
    def engine(self) -> Engine:
        """What carries the runs."""
        ...

    @property
    def letterboxes(self) -> Sequence[Letterbox]:
        """The mailboxes that are read, the first of the configuration first."""
        ...

    def post_due(self) -> int:
        """Send the letters that are due; how many."""
        ...

    def sending(self) -> Sending:
        """How kill switch and trial stand."""
        ...

    def note_sending(self, now: Sending) -> bool:
        """Write down how they stand; whether that was not known yet."""
        ...

    def stuck(self) -> int:
        """How many letters wait for a relay that does not take them."""
        ...

    def undelivered(self) -> frozenset[int]:
        """The letters that did not arrive and that nobody has seen to."""
        ...

    def braked(self) -> int:
        """How many letters the breaker makes wait."""
        ...

    def run_errands(self) -> int:
        """Fetch what officers asked for on the pages; how many."""
        ...

    def sweep(self) -> None:
        """Put right what an interrupted act left behind."""
        ...

    def close(self) -> None:
        """Let go of database, vault and children."""
        ...
