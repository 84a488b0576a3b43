"""What was read from a file, remembered for as long as the code that read it stands."""

from datetime import date
from typing import Protocol

from imwu_inbox.domain.reading import FileReading


class Readings(Protocol):
    """Remembered readings, encrypted where they are kept."""

    def recall(self, sha256: str, on: date) -> FileReading | None:
        """The reading of the bytes with this hash, on the day of their receipt; None where none is remembered."""
        ...
