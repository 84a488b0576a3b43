"""What the pages ask of the daemon."""

from collections.abc import Sequence
from typing import Protocol

from imwu_inbox.domain.errand import Errand


class Errands(Protocol):
    """One for each record at most.

    Raises: NeighbourDown, TryAgain.
    """

    def ask(self, errand: Errand) -> None:
        """Leave an errand; one that waits stays as it is, one that failed is asked anew."""
        ...

    def of(self, reference: str) -> Errand | None:
        """The errand of a record, if there is one."""
        ...

    def waiting(self) -> Sequence[Errand]:
        """Those that are to be run, the oldest first."""
        ...

    def fail(self, reference: str) -> None:
        """This one cannot be run; the page says so."""
        ...

    def forget(self, reference: str) -> None:
        """This one was run."""
        ...
