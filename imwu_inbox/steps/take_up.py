"""Take up: a message set aside is tried once more, whoever asks for it, and it is written down who did."""

from dataclasses import dataclass

from imwu_inbox.domain.audit import Act, AuditEntry
from imwu_inbox.domain.ledger import LedgerEntry
from imwu_inbox.ports.audit_log import AuditLog
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.ledger import Ledger

COMMAND_LINE = "-"
"""Stands for the officer where somebody at the machine itself acts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUp:
    """The act behind the button of the shelf and the command alike."""

    ledger: Ledger
    audit: AuditLog
    clock: Clock

    def __call__(self, mail_id: int, *, by: str = COMMAND_LINE) -> LedgerEntry:
        """Queue the message's run anew. Raises: UsageError when it is not on the shelf; then nothing is written."""
        entry = self.ledger.retry(mail_id)
        self.audit.write(AuditEntry(act=Act.TAKEN_UP, officer=by, at=self.clock.now(), detail=str(mail_id)))
        return entry
