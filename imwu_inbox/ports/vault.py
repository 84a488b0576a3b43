"""Original bytes, never altered, found again by their content."""

from collections.abc import Sequence
from typing import Protocol


class Vault(Protocol):
    """Keeps bytes encrypted and durable.

    Raises: CannotWrite when the disk refuses or is full.
    """

    def keep_all(self, contents: Sequence[bytes]) -> Sequence[str]:
        """Store originals durably, together, and return their keys in order; the same bytes again are harmless."""
        ...

    def fetch(self, key: str) -> bytes:
        """The bytes of this key. Raises: SetAside when they are gone or altered."""
        ...

    def remember(self, name: str, content: bytes) -> None:
        """Keep a reading under a name, replacing an older one."""
        ...

    def recall(self, name: str) -> bytes | None:
        """The reading kept under this name, or None."""
        ...
