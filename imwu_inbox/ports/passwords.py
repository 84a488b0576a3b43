"""Passwords as hashes."""

from typing import Protocol


class Passwords(Protocol):
    """Makes and checks hashes that are slow to guess."""

    def hashed(self, password: str) -> str:
        """A new hash with its own salt."""
        ...

    def holds(self, secret: str, password: str) -> bool:
        """Whether the password is the one of the hash; an empty hash is as slow and never holds."""
        ...
