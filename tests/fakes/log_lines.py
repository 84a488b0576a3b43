"""A log that a test can read, and wait for."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

WAIT_SECONDS = 20.0
DAEMON = "imwu_inbox.daemon"


class Lines(logging.Handler):
    """Keeps what was logged, and lets a test wait for a line."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.said: list[str] = []
        self._changed = threading.Condition()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        with self._changed:
            self.said.append(f"{record.levelname} {record.getMessage()}")
            self._changed.notify_all()

    def expect(self, words: str) -> str:
        """Wait for a line with these words."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._found(words) is not None, WAIT_SECONDS), self.said
        found = self._found(words)
        assert found is not None
        return found

    def _found(self, words: str) -> str | None:
        return next((line for line in self.said if words in line), None)


@contextmanager
def told_by(logger_name: str) -> Iterator[Lines]:
    """What this logger says meanwhile."""
    handler, logger = Lines(), logging.getLogger(logger_name)
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield handler
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
