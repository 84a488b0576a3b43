"""Passwords by Argon2id. Source: RFC 9106, second recommended option (64 MiB, three passes)."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

AT_ONCE = 2
"""How many hashes are made at the same moment: each takes 64 MiB, and anybody may knock at the door."""


class Argon2Passwords:
    """Makes and checks Argon2id hashes."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._places = BoundedSemaphore(AT_ONCE)
        # Nobody's password: an account that is not there takes as long to refuse as one that is.
        self._nobody = self._hasher.hash("")

    def hashed(self, password: str) -> str:
        """A new hash with its own salt."""
        with self._places:
            return self._hasher.hash(password)

    def holds(self, secret: str, password: str) -> bool:
        """Whether the password is the one of the hash; an empty hash is as slow and never holds."""
        try:
            with self._places:
                return self._hasher.verify(secret or self._nobody, password) and bool(secret)
        except (VerificationError, InvalidHashError):
            return False
