"""A lease in memory."""

from collections.abc import Iterator
from contextlib import contextmanager


class FakeLease:
    """Names held; put one into `held` to play another process holding it."""

    def __init__(self) -> None:
        self.held: set[str] = set()

    @contextmanager
    def hold(self, name: str) -> Iterator[bool]:
        """Hold the name unless it is held."""
        if name in self.held:
            yield False
            return
        self.held.add(name)
        try:
            yield True
        finally:
            self.held.discard(name)
