"""A task shared out among several hands, where there are any."""

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from imwu_inbox.domain.hindrances import Hindrance

Share = TypeVar("Share")
Done = TypeVar("Done")


class Hands(Protocol):
    """Works at shares of one task, several at once or one after another."""

    @property
    def count(self) -> int:
        """How many work at once."""
        ...

    def __call__(
        self, next_share: Callable[[], Share | None], work: Callable[[Share], Done], *, until: float
    ) -> Iterator[tuple[Share, Done | Hindrance]]:
        """Each share with what came of it, as it is done; a hand that broke down at one says why.

        `next_share` is asked whenever a hand is free; None says that there is nothing to do, or not before another
        share is done. What `work` remembers may be lost: only what it returns comes back.
        Units: `until` in seconds of the steady clock, when work should end by itself.
        """
        ...
