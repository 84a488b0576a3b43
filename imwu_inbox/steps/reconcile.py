"""Reconcile: once a day the server and the ledger are laid side by side, and every difference is named.

Source: RFC 9051 2.3.1 (UIDs and their validity); what is not compared can be lost in silence.
"""

from dataclasses import dataclass
from datetime import timedelta

from imwu_inbox.domain.reconciliation import GONE, Difference, Finding, Reconciliation, Server, reconcile
from imwu_inbox.errors import TryAgain
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.lease import Lease
from imwu_inbox.ports.ledger import Ledger
from imwu_inbox.ports.mailbox import Mailbox, MailboxDoor, Tray
from imwu_inbox.ports.stragglers import Stragglers
from imwu_inbox.steps.fetch import visiting

NEWCOMER_FOR = timedelta(hours=1)
"""So long a message may wait in the folder before it counts as left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconcile:
    """Compares the mailbox with the ledger; with `note` it also writes down what became of each unfiled message."""

    door: MailboxDoor
    ledger: Ledger
    stragglers: Stragglers
    lease: Lease
    clock: Clock

    def __call__(self, *, note: bool = False) -> Reconciliation:
        """Look, compare, and with `note` write filed and gone messages down.

        Raises: NeighbourDown when server or database fail, TryAgain while another daemon is in the mailbox.
        """
        with self.lease.hold(visiting(self.door)) as is_ours:
            if not is_ours:
                raise TryAgain(f"another daemon is in the mailbox {self.door.name} just now: try again in a moment.")
            with self.door.open() as mailbox:
                found = self._compared(mailbox)
            if note:
                for finding in found.findings:
                    self._note(finding)
        return found

    def _compared(self, mailbox: Mailbox) -> Reconciliation:
        trays = {tray.value: mailbox.listing(tray) for tray in Tray}
        server = Server(
            uidvalidity=mailbox.uidvalidity,
            low_uid=self._low_uid(mailbox),
            folder=mailbox.listing(None) or (),
            trays={tray: listed for tray, listed in trays.items() if listed is not None},
        )
        rows = self.ledger.of_folder(mailbox.account, mailbox.folder)
        stragglers = self.stragglers.of(mailbox.account, mailbox.folder, mailbox.uidvalidity)
        return reconcile(
            server,
            rows,
            newcomers_since=self.clock.now() - NEWCOMER_FOR,
            passed_over={one.ref.uid for one in stragglers},
        )

    def _low_uid(self, mailbox: Mailbox) -> int:
        """How far the folder was read; without an epoch its numbers have no order, and nothing lies below."""
        if not mailbox.uidvalidity:
            return 0
        return self.ledger.low_uid(mailbox.account, mailbox.folder, mailbox.uidvalidity)

    def _note(self, finding: Finding) -> None:
        if finding.mail_id is None:
            return
        if finding.kind is Difference.UNNOTED:
            self.ledger.filed(finding.mail_id, finding.tray)
        elif finding.kind is Difference.GONE:
            self.ledger.filed(finding.mail_id, GONE)
