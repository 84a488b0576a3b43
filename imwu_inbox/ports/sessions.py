"""The sign-ins that are open."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from imwu_inbox.domain.session import Session


class Sessions(Protocol):
    """Sessions by the hash of their cookie; the cookie itself is never stored.

    Raises: NeighbourDown, TryAgain.
    """

    def begin(self, session: Session) -> None:
        """Enter a new session."""
        ...

    def find(self, key: str) -> Session | None:
        """The session of this key, over or not."""
        ...

    def touch(self, key: str, at: datetime) -> None:
        """Note that something was done."""
        ...

    def keep_found(self, key: str, references: Sequence[str]) -> None:
        """Keep what the last search by number found, for this session alone."""
        ...

    def keep_told(self, key: str, told: str) -> None:
        """Keep what the next page is to say; empty when it was said."""
        ...

    def end(self, key: str) -> None:
        """End one; ending again changes nothing."""
        ...

    def end_all_of(self, account: str) -> int:
        """End every session of an account; how many."""
        ...

    def forget_before(self, moment: datetime) -> int:
        """Remove sessions not seen since; how many."""
        ...

    def expect_return(self, state: str, kept: Mapping[str, str], until: datetime) -> None:
        """Keep what a sign-in elsewhere needs when it comes back under this state."""
        ...

    def returned(self, state: str, now: datetime) -> Mapping[str, str] | None:
        """What was kept for this state, once; None for an unknown, used or late one."""
        ...
