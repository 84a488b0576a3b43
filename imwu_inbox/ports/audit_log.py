"""What people did, in the order they did it: only added to."""

from collections.abc import Sequence
from typing import Protocol

from imwu_inbox.domain.audit import AuditEntry, AuditLine, AuditQuestion


class AuditLog(Protocol):
    """Entries are added and read, never changed.

    Raises: NeighbourDown, TryAgain.
    """

    def write(self, entry: AuditEntry) -> None:
        """Add one."""
        ...

    def of_record(self, reference: str, *, limit: int = 1000) -> Sequence[AuditEntry]:
        """Who did what with a record, newest first."""
        ...

    def of_officer(self, officer: str, *, limit: int = 1000) -> Sequence[AuditEntry]:
        """What a person did, newest first."""
        ...

    def page(self, question: AuditQuestion, *, below: int | None = None, rows: int = 100) -> Sequence[AuditLine]:
        """The newest entries asked for, below a number where one is given."""
        ...
