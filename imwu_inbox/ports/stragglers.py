"""The messages that visits pass over, remembered from visit to visit."""

from collections.abc import Collection, Sequence
from typing import Protocol

from imwu_inbox.domain.mail import MailRef
from imwu_inbox.domain.straggler import Straggler


class Stragglers(Protocol):
    """One for each message.

    Raises: NeighbourDown, TryAgain.
    """

    def of(self, account: str, folder: str, uidvalidity: int) -> Sequence[Straggler]:
        """Those of one epoch of a folder, by UID."""
        ...

    def note(self, stragglers: Collection[Straggler]) -> None:
        """Remember these, or what is new about them."""
        ...

    def forget(self, refs: Collection[MailRef]) -> None:
        """These were taken in or are gone; one that is not known is no fault."""
        ...
