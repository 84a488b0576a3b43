"""See to: somebody has reached the sender in another way, so a letter that did not arrive needs nobody any more."""

from dataclasses import dataclass

from imwu_inbox.domain.audit import Act, AuditEntry
from imwu_inbox.ports.audit_log import AuditLog
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.outbox import Outbox
from imwu_inbox.steps.take_up import COMMAND_LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeTo:
    """The act behind the button of the case and the command alike."""

    outbox: Outbox
    audit: AuditLog
    clock: Clock

    def __call__(self, reference: str, *, by: str = COMMAND_LINE) -> int:
        """Take the record's letters off the list of those that did not arrive; how many, and nothing when none."""
        now = self.clock.now()
        letters = self.outbox.see_to(reference, officer=by, now=now)
        if letters:
            self.audit.write(AuditEntry(act=Act.LETTER_SEEN_TO, officer=by, at=now, reference=reference))
        return letters
