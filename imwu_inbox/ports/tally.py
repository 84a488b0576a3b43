"""The store's counts, from which the dashboard's figures are worked out."""

from typing import Protocol

from imwu_inbox.domain.counts import Asked, Counts


class Tally(Protocol):
    """Counts in one look.

    Raises: NeighbourDown, TryAgain.
    """

    def counts(self, asked: Asked) -> Counts:
        """How many records and messages are in each group, for these days."""
        ...
