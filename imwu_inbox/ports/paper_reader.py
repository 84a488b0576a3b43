"""A sender's file to what is written in it."""

from datetime import date
from typing import Protocol

from imwu_inbox.domain.reading import FileReading


class PaperReader(Protocol):
    """Opens one file and reads its pages."""

    def read_file(self, content: bytes, *, name: str, today: date) -> FileReading:
        """Every document of the file with its evidence. A file that cannot be opened is a reading too, never an error.

        `today` bounds the century of dates on passports. Raises: NeighbourDown when no child can be started.
        """
        ...
