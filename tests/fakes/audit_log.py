"""What people did, in memory."""

from collections.abc import Sequence

from imwu_inbox.domain.audit import AuditEntry


class FakeAuditLog:
    """Entries in a list."""

    def __init__(self) -> None:
        self.entries: list[AuditEntry] = []

    def write(self, entry: AuditEntry) -> None:
        """Add one."""
        self.entries.append(entry)

    def of_record(self, reference: str, *, limit: int = 1000) -> Sequence[AuditEntry]:
        """Those about a record, newest first."""
        return [entry for entry in reversed(self.entries) if entry.reference == reference][:limit]

    def of_officer(self, officer: str, *, limit: int = 1000) -> Sequence[AuditEntry]:
        """Those of a person, newest first."""
        return [entry for entry in reversed(self.entries) if entry.officer == officer][:limit]
