"""What people did, in memory."""

from collections.abc import Sequence

from imwu_inbox.domain.audit import AuditEntry, AuditLine, AuditQuestion


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

    def page(self, question: AuditQuestion, *, below: int | None = None, rows: int = 100) -> Sequence[AuditLine]:
        """The newest asked for, numbered as they were written."""
        lines = [AuditLine(number=number, entry=entry) for number, entry in enumerate(self.entries, 1)]
        found = [line for line in reversed(lines) if _is_asked(line.entry, question)]
        return [line for line in found if below is None or line.number < below][:rows]


def _is_asked(entry: AuditEntry, question: AuditQuestion) -> bool:
    return (
        question.act in (None, entry.act)
        and question.officer in ("", entry.officer)
        and question.reference in ("", entry.reference)
        and (question.since is None or entry.at >= question.since)
        and (question.until is None or entry.at < question.until)
    )
