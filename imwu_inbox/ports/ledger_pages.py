"""The ledger as a person reads it: newest first, page by page."""

from collections.abc import Sequence
from typing import Protocol

from imwu_inbox.domain.ledger import LedgerEntry
from imwu_inbox.domain.ledger_page import PAGE_ROWS, Wanted


class LedgerPages(Protocol):
    """Reads and changes nothing.

    Raises: NeighbourDown, TryAgain.
    """

    def page(self, wanted: Wanted, *, below: int | None = None, rows: int = PAGE_ROWS) -> Sequence[LedgerEntry]:
        """The messages taken in last, newest first; `below` is the id of the last row of the page before."""
        ...

    def places(self) -> Sequence[tuple[str, str]]:
        """Every account and folder that was ever read, by name."""
        ...
