"""A vault in memory."""

from collections.abc import Sequence
from hashlib import sha256

from imwu_inbox.errors import SetAside


class FakeVault:
    """Bytes in dicts."""

    def __init__(self) -> None:
        self.originals: dict[str, bytes] = {}
        self.readings: dict[str, bytes] = {}

    def keep_all(self, contents: Sequence[bytes]) -> Sequence[str]:
        """Store them and return their keys."""
        keys = [sha256(content).hexdigest() for content in contents]
        self.originals.update(zip(keys, contents, strict=True))
        return keys

    def fetch(self, key: str) -> bytes:
        """The bytes of this key. Raises: SetAside when they are gone."""
        if key not in self.originals:
            raise SetAside("the original is gone from the vault or was altered: restore it from backup")
        return self.originals[key]

    def remember(self, name: str, content: bytes) -> None:
        """Keep a reading, replacing an older one."""
        self.readings[name] = content

    def recall(self, name: str) -> bytes | None:
        """The reading kept under this name, or None."""
        return self.readings.get(name)
