"""The officers' list, read from one row a record, and who holds what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from imwu_inbox.domain.claim import Claim
from imwu_inbox.domain.queue import Asked, Choices, HeldMail, Question, QueueLine, QueuePage
from imwu_inbox.domain.queue_counts import Counts


class Queue(Protocol):
    """Pages, counts and search.

    Raises: NeighbourDown, TryAgain.
    """

    def page(self, question: Question, asked: Asked) -> QueuePage:
        """One page of the list; an unknown `after` begins at the start."""
        ...

    def counts(self, asked: Asked) -> Counts:
        """How many records each view has."""
        ...

    def newer(self, question: Question, asked: Asked, newest: int) -> int:
        """How many records came into this list since a page's `newest`."""
        ...

    def choices(self) -> Choices:
        """What the filters can be set to."""
        ...

    def held(self) -> Sequence[HeldMail]:
        """The messages that wait for other parts, the oldest first."""
        ...

    def by_number(self, number: str) -> Sequence[str]:
        """The references of the records with a worker of exactly this passport number, newest first."""
        ...

    def line(self, reference: str) -> QueueLine | None:
        """One record as the list shows it."""
        ...


class Claims(Protocol):
    """Who holds a record: told in its history, in the same transaction.

    Raises: NeighbourDown, TryAgain.
    """

    def claim(self, reference: str, officer: str, now: datetime) -> Claim:
        """Take a record with a running clock that nobody holds; taking one's own again changes nothing."""
        ...

    def release(self, reference: str, officer: str, now: datetime) -> Claim:
        """Give back a record one holds."""
        ...
