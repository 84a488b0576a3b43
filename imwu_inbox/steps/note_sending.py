"""Note sending: that kill switch or trial was turned is written down, and shown to whoever waits for letters."""

from dataclasses import dataclass

from imwu_inbox.domain.audit import Act, AuditEntry, AuditQuestion
from imwu_inbox.domain.sending import Sending
from imwu_inbox.ports.audit_log import AuditLog
from imwu_inbox.ports.clock import Clock
from imwu_inbox.steps.take_up import COMMAND_LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSending:
    """Several daemons that read one file note its change once."""

    audit: AuditLog
    clock: Clock

    def __call__(self, now: Sending) -> bool:
        """Write down how the switches stand; whether that was not known yet."""
        if last_sending(self.audit) is now:
            return False
        entry = AuditEntry(act=Act.SENDING, officer=COMMAND_LINE, at=self.clock.now(), detail=now.value)
        self.audit.write(entry)
        return True


def last_sending(audit: AuditLog) -> Sending:
    """How the switches stood when a daemon last looked; on where none ever found them otherwise."""
    turned = audit.page(AuditQuestion(act=Act.SENDING, officer=COMMAND_LINE), rows=1)
    known = {sending.value: sending for sending in Sending}
    return next((known[line.entry.detail] for line in turned if line.entry.detail in known), Sending.ON)
