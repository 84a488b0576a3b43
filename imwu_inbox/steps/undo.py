"""Undo: an officer takes up a request that was rejected for its size; the whole message is fetched from its tray.

Source: rules 1 and 5; an officer can undo a rejection in one action, and the case keeps its day of receipt.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from imwu_inbox.domain.audit import Act, AuditEntry
from imwu_inbox.domain.ledger import LedgerEntry, NewMail
from imwu_inbox.domain.reconciliation import lying_as
from imwu_inbox.errors import TryAgain, UsageError
from imwu_inbox.ports.audit_log import AuditLog
from imwu_inbox.ports.case_store import CaseStore
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.lease import Lease
from imwu_inbox.ports.ledger import Ledger
from imwu_inbox.ports.mailbox import Mailbox, MailboxDoor, Tray
from imwu_inbox.ports.vault import Vault
from imwu_inbox.steps.errands import rejected_for_its_size
from imwu_inbox.steps.fetch import visiting
from imwu_inbox.steps.take_up import COMMAND_LINE

MOST_LIMITS = 10
"""What is larger than so many limits is no request a reader could carry; an officer opens it in a mail program."""
_TRAYS = (Tray.REJECTED, Tray.REVIEW, Tray.PROCESSED, None)
"""Where it is looked for: where we filed it, where an officer may have laid it, and the folder itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Fetches the message and enters it for its record, which is then judged anew; it is never rejected again."""

    doors: Mapping[str, MailboxDoor]
    ledger: Ledger
    cases: CaseStore
    vault: Vault
    lease: Lease
    audit: AuditLog
    clock: Clock
    limit_bytes: int

    def __call__(self, reference: str, *, by: str = COMMAND_LINE) -> int:
        """Queue the judgement of the whole message; its id in the ledger. Doing it again changes nothing.

        Raises: UsageError when there is nothing to undo or the message is gone, TryAgain while a visit is under way,
        NeighbourDown.
        """
        entry = self.ledger.entry(rejected_for_its_size(self.cases, reference).mail_id)
        content = self._fetched(reference, entry)
        (key,) = self.vault.keep_all([content])
        # A name of its own in the ledger: the row of the head stands, and a second undo finds this one.
        ref = replace(entry.ref, folder=f"{entry.ref.folder} (whole)")
        mail = NewMail(
            ref=ref,
            sha256=hashlib.sha256(content).hexdigest(),
            vault_key=key,
            size_bytes=len(content),
            received_at=entry.received_at,
            whole=True,
            answerable=entry.answerable,
            undoes=reference,
        )
        (taken,) = self.ledger.take_in_all([mail])
        if taken.is_new:
            self.audit.write(AuditEntry(act=Act.UNDONE, officer=by, at=self.clock.now(), reference=reference))
        return taken.entry.mail_id

    def _fetched(self, reference: str, entry: LedgerEntry) -> bytes:
        name = f"{entry.ref.account}/{entry.ref.folder}"
        door = self.doors.get(name)
        if door is None:
            raise UsageError(f"{reference} came by {name}, which is no mailbox of the configuration any more.")
        with self.lease.hold(visiting(door)) as is_ours:
            if not is_ours:
                raise TryAgain(f"another daemon is in the mailbox {name} just now: try again in a moment.")
            with door.open() as mailbox:
                content = self._whole(mailbox, entry)
        if content is None:
            raise UsageError(
                f"{reference}: its message lies in no folder of {name} any more, or is larger than "
                f"{MOST_LIMITS} times the limit. Ask its sender to send the papers again."
            )
        return content

    def _whole(self, mailbox: Mailbox, entry: LedgerEntry) -> bytes | None:
        """Only a message that begins with the very octets we have of it: a moment or an id may be another's too."""
        head = self.vault.fetch(entry.vault_key)
        for tray in _TRAYS:
            standing = lying_as(entry, mailbox.listing(tray) or ())
            if standing is not None:
                found = mailbox.download_filed(tray, standing.uid, limit_bytes=MOST_LIMITS * self.limit_bytes)
                if found and found.whole and found.content.startswith(head):
                    return found.content
        return None
