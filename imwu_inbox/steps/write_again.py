"""Write again: an address whose letter came back is written to again, because somebody knows it to be right now."""

from dataclasses import dataclass

from imwu_inbox.domain.audit import Act, AuditEntry
from imwu_inbox.errors import UsageError
from imwu_inbox.ports.audit_log import AuditLog
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.outbox import Outbox
from imwu_inbox.steps.take_up import COMMAND_LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteAgain:
    """What stands between a full mailbox of last month and silence for ever."""

    outbox: Outbox
    audit: AuditLog
    clock: Clock

    def __call__(self, address: str, *, by: str = COMMAND_LINE) -> None:
        """Let letters go to this address again; those given up meanwhile stay an officer's to write.

        Raises: UsageError when no letter to it came back; then nothing is written down.
        """
        reference = self.outbox.reach_again(address)
        if reference is None:
            raise UsageError(f"no letter to {address} came back: `imwu-inbox undeliverable` lists the addresses")
        self.audit.write(AuditEntry(act=Act.ADDRESS_CLEARED, officer=by, at=self.clock.now(), reference=reference))
