"""Remembered readings in a dict."""

from datetime import date

from imwu_inbox.domain.reading import FileReading


class FakeReadings:
    """What a test remembers, by hash."""

    def __init__(self) -> None:
        self.kept: dict[str, FileReading] = {}

    def recall(self, sha256: str, on: date) -> FileReading | None:
        """The reading of this hash, whatever the day."""
        del on
        return self.kept.get(sha256)
