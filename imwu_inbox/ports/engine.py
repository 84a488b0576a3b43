"""Durable runs: what was queued is carried to its end, across kills and machines."""

from typing import Protocol


class Engine(Protocol):
    """Carries each queued mail through its run; a finished step is never repeated."""

    def launch(self) -> None:
        """Start working, taking up what an earlier process of this executor left.

        Raises: TryAgain when another live process holds the executor.
        """
        ...

    def adopt_dead(self) -> int:
        """Take over the runs of executors that died; how many."""
        ...

    def pending(self) -> int:
        """How many runs are not at their end."""
        ...

    def wait_until_idle(self, timeout_seconds: float) -> bool:
        """Wait until no run is pending; False when the time ran out first."""
        ...

    def purge(self, *, older_than_days: int) -> int:
        """Forget runs that ended longer ago than this; how many."""
        ...

    def stop(self, timeout_seconds: float) -> int:
        """Finish the steps under way, then stop; how many runs did not end in time and are left to the next launch."""
        ...
