"""One holder at a time for a mailbox or an executor id."""

from contextlib import AbstractContextManager
from typing import Protocol


class Lease(Protocol):
    """A lock that its holder's death frees."""

    def hold(self, name: str) -> AbstractContextManager[bool]:
        """Try to hold the name for the length of the context; False when another process holds it."""
        ...
