"""Fetch: size first, body only if allowed; the original durable in the vault, one commit, and only then the move.

Source: rules 1, 6 and 65; RFC 9051.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from imwu_inbox.domain.ledger import Fate, LedgerEntry, NewMail
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import Probe, RawMail
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.ports.lease import Lease
from imwu_inbox.ports.ledger import Ledger
from imwu_inbox.ports.mailbox import Download, Mailbox, MailboxDoor, Tray
from imwu_inbox.ports.vault import Vault

_SURELY_OVER = 4
"""A stated size of this many limits needs no download: no server is that inexact."""
_STUMBLES_PER_VISIT = 10
"""How many messages one visit passes over before it reports the server as down; a dead one refuses to open at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReport:
    """What one visit to the mailbox did. Units: counts of messages; `elsewhere` of mailboxes another daemon is in."""

    seen: int = 0
    taken_in: int = 0
    duplicates: int = 0
    over_size: int = 0
    filed: int = 0
    stumbled: int = 0
    elsewhere: int = 0

    def plus(self, **counts: int) -> "PollReport":
        """The report with these counts added."""
        return replace(self, **{name: getattr(self, name) + count for name, count in counts.items()})


def visiting(door: MailboxDoor) -> str:
    """The lease of a visit: one visitor at a time, so that two do not move the same message."""
    return f"mailbox:{door.name}"


class _Stumbled(NeighbourDown):
    """One message broke the visit; the next visit passes it over and goes on counting."""

    def __init__(self, uid: int, report: PollReport, cause: NeighbourDown) -> None:
        super().__init__(str(cause))
        self.uid = uid
        self.report = report


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """Takes mail in: every message is safe and entered in the ledger before it is moved on the server."""

    door: MailboxDoor
    vault: Vault
    ledger: Ledger
    lease: Lease
    limits: Limits
    answer_since: datetime

    def __call__(self, *, thorough: bool = False) -> PollReport:
        """Visit the mailbox once, unless another daemon is in it; `thorough` looks at every message, old ones too.

        A message that breaks the visit is passed over, not allowed to block the rest.
        Raises: NeighbourDown when server or database fails, CannotWrite when the disk refuses; then poll again.
        """
        with self.lease.hold(visiting(self.door)) as is_ours:
            return self._visits(thorough=thorough) if is_ours else PollReport(elsewhere=1)

    def _visits(self, *, thorough: bool) -> PollReport:
        passed_over: set[int] = set()
        report = PollReport()
        while True:
            try:
                with self.door.open() as mailbox:
                    return self._visit(mailbox, passed_over, report, thorough=thorough)
            except _Stumbled as stumble:
                passed_over.add(stumble.uid)
                report = stumble.report.plus(stumbled=1)
                if len(passed_over) > _STUMBLES_PER_VISIT:
                    raise NeighbourDown(str(stumble)) from stumble

    def _visit(self, mailbox: Mailbox, passed_over: set[int], report: PollReport, *, thorough: bool) -> PollReport:
        """Take in what is new, then file all that stands in the ledger: a refused move keeps no letter outside."""
        place = (mailbox.account, mailbox.folder, mailbox.uidvalidity)
        # What was marked deleted and then was not, lies below the mark: only the thorough visit finds it.
        uids = mailbox.uids(from_uid=1 if thorough else self.ledger.low_uid(*place))
        known = {entry.ref.uid for entry in self.ledger.known(*place, uids)}
        report = replace(report, seen=max(report.seen, len(uids)))
        for probe in mailbox.probe([uid for uid in uids if uid not in known and uid not in passed_over]):
            report = self._take_in(mailbox, probe, report)
        for entry in self.ledger.known(*place, uids):
            if entry.ref.uid not in passed_over:
                report = self._file(mailbox, entry, report)
        left = [uid for uid in uids if uid in passed_over]
        if uids:
            self.ledger.raise_low_uid(*place, min(left, default=uids[-1] + 1))
        return report

    def _take_in(self, mailbox: Mailbox, probe: Probe, report: PollReport) -> PollReport:
        try:
            download = self._download(mailbox, probe)
        except NeighbourDown as cause:
            raise _Stumbled(probe.ref.uid, report, cause) from cause
        if download is None:
            return report
        taken = self.ledger.take_in(self._entered(probe, download))
        is_duplicate = taken.is_new and taken.entry.fate is Fate.DUPLICATE
        return report.plus(
            taken_in=int(taken.is_new and not is_duplicate),
            duplicates=int(is_duplicate),
            over_size=int(taken.is_new and not download.whole),
        )

    def _download(self, mailbox: Mailbox, probe: Probe) -> Download | None:
        """The message, or of one over the limit its beginning; None when it has vanished."""
        limit = self.limits.message_bytes
        if probe.size_bytes <= _SURELY_OVER * limit:
            download = mailbox.download(probe.ref.uid, limit_bytes=limit)
            if download is None or download.whole:
                return download
        head = mailbox.head(probe.ref.uid, size_bytes=probe.size_bytes)
        return Download(content=head, whole=False) if head else None

    def _entered(self, probe: Probe, download: Download) -> NewMail:
        """The row of a message whose bytes are in the vault. Our own exact octet count stands for the size."""
        stated = max(probe.size_bytes, self.limits.message_bytes + 1)
        return NewMail(
            ref=probe.ref,
            sha256=hashlib.sha256(download.content).hexdigest(),
            vault_key=self.vault.keep(download.content),
            size_bytes=len(download.content) if download.whole else stated,
            received_at=probe.received_at,
            whole=download.whole,
            answerable=probe.received_at >= self.answer_since,
        )

    def _file(self, mailbox: Mailbox, entry: LedgerEntry, report: PollReport) -> PollReport:
        tray = Tray.PROCESSED if entry.whole else Tray.REJECTED
        try:
            mailbox.file_away(entry.ref.uid, tray)
        except NeighbourDown as cause:
            raise _Stumbled(entry.ref.uid, report, cause) from cause
        self.ledger.filed(entry.mail_id, tray)
        return report.plus(filed=1)

    def original(self, mail_id: int) -> RawMail:
        """The message of a ledger row, byte for byte from the vault. Raises: SetAside when its bytes are gone."""
        entry = self.ledger.entry(mail_id)
        return RawMail(
            ref=entry.ref,
            sha256=entry.sha256,
            content=self.vault.fetch(entry.vault_key),
            size_bytes=entry.size_bytes,
            received_at=entry.received_at,
            whole=entry.whole,
            answerable=entry.answerable,
        )
