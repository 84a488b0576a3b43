"""Short-lived tokens that open a mailbox or a relay instead of a password."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token and the moment it ends; its text never shows in a log."""

    text: str = field(repr=False)
    expires_at: datetime


class Tokens(Protocol):
    """Hands out a token that is still good, asking for a new one shortly before the old one ends."""

    def token(self) -> Token:
        """A token good for some minutes at least. Raises: NeighbourDown when none is given, BadConfig."""
        ...

    def forget(self) -> None:
        """A server refused the token: ask for a new one next time."""
        ...
