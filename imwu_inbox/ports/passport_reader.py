"""A file to the machine-readable zones on its pages, and nothing else of it."""

from datetime import date
from typing import Protocol

from imwu_inbox.domain.reading import FileReading


class PassportReader(Protocol):
    """Opens one file and looks for zones only: what is no passport is not read."""

    def read_passports(self, content: bytes, *, today: date, confirm: bool) -> FileReading:
        """One document for each page with zones, cards and visas too; `confirm` compares with what stands above them.

        A file that cannot be opened is a reading too, never an error. Raises: NeighbourDown when no child starts.
        """
        ...
