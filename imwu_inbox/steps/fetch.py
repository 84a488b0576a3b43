"""Fetch: size first, body only if allowed; the original durable in the vault, one commit, and only then the move.

Source: rules 1, 6 and 65; RFC 9051.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from imwu_inbox.domain.ledger import Fate, LedgerEntry, NewMail
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import MailRef, Probe, RawMail
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.lease import Lease
from imwu_inbox.ports.ledger import Ledger
from imwu_inbox.ports.mailbox import Download, Mailbox, MailboxDoor, Tray
from imwu_inbox.ports.stragglers import Stragglers
from imwu_inbox.ports.vault import Vault
from imwu_inbox.steps.passing_over import Caution, PollReport, Stumbled
from imwu_inbox.steps.together import groups, spans, trays

__all__ = ["Fetch", "PollReport", "original_of", "visiting"]

_SURELY_OVER = 4
"""A stated size of this many limits needs no download: no server is that inexact."""


def visiting(door: MailboxDoor) -> str:
    """The lease of a visit: one visitor at a time, so that two do not move the same message."""
    return f"mailbox:{door.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """Takes mail in: every message is safe and entered in the ledger before it is moved on the server."""

    door: MailboxDoor
    vault: Vault
    ledger: Ledger
    lease: Lease
    stragglers: Stragglers
    clock: Clock
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
        """Open the mailbox again after each stumble, until a visit comes to its end."""
        caution, report = Caution(began_at=self.clock.now()), PollReport()
        while True:
            try:
                with self.door.open() as mailbox:
                    return self._visit(mailbox, caution, report, thorough=thorough)
            except Stumbled as stumble:
                caution.learn(stumble)
                report = stumble.report
                self.stragglers.note(list(caution.verdicts(report)))
                if caution.cannot_file or (caution.has_enough and not report.has_read):
                    raise NeighbourDown(str(stumble)) from stumble

    def _visit(self, mailbox: Mailbox, caution: Caution, report: PollReport, *, thorough: bool) -> PollReport:
        """Take in what is new, then file all that stands in the ledger: a refused move keeps no letter outside."""
        place = (mailbox.account, mailbox.folder, mailbox.uidvalidity)
        caution.meet(self.stragglers.of(*place))
        # What was marked deleted and then was not, lies below the mark: only the thorough visit finds it.
        uids = mailbox.uids(from_uid=1 if thorough else self.ledger.low_uid(*place))
        report = replace(report, seen=max(report.seen, len(uids)))
        if not caution.has_enough:
            report = self._read(mailbox, uids, caution, report)
        for span in spans(uids):
            entries = [entry for entry in self.ledger.known(*place, span) if entry.ref not in caution.unfiled]
            for together in trays(entries, caution.apart):
                report = self._file(mailbox, together, report)
        return self._concluded(mailbox, uids, caution, report)

    def _read(self, mailbox: Mailbox, uids: Sequence[int], caution: Caution, report: PollReport) -> PollReport:
        """First what was never tried, then the stragglers that are due."""
        stragglers = {ref.uid for ref in caution.met}
        for span in spans(caution.in_turn([uid for uid in uids if uid not in stragglers])):
            for group in groups(self._unknown(mailbox, span), caution.apart):
                report = self._take_in(mailbox, group, report)
        lying = set(uids)
        for ref in caution.due():
            for probe in self._unknown(mailbox, [ref.uid] if ref.uid in lying else []):
                report = self._take_in(mailbox, [probe], report)
        return report

    def _unknown(self, mailbox: Mailbox, uids: Sequence[int]) -> Sequence[Probe]:
        """What the server says of those that no row stands for, in this order."""
        place = (mailbox.account, mailbox.folder, mailbox.uidvalidity)
        known = {entry.ref.uid for entry in self.ledger.known(*place, uids)}
        probed = {probe.ref.uid: probe for probe in mailbox.probe([uid for uid in uids if uid not in known])}
        return [probed[uid] for uid in uids if uid in probed]

    def _concluded(self, mailbox: Mailbox, uids: Sequence[int], caution: Caution, report: PollReport) -> PollReport:
        """Write down what is left behind and how far the folder was read."""
        lying = set(uids)
        behind = {ref for ref in caution.behind() if ref.uid in lying}
        if caution.passed_over:
            self.stragglers.note(list(caution.verdicts(report)))
        if not caution.has_enough:
            if caught_up := caution.met.keys() - behind:
                self.stragglers.forget(caught_up)
            left = [ref.uid for ref in behind | caution.unfiled]
            if uids:
                place = (mailbox.account, mailbox.folder, mailbox.uidvalidity)
                self.ledger.raise_low_uid(*place, min(left, default=uids[-1] + 1))
        return report.plus(stumbled=len(behind | caution.unfiled))

    def _take_in(self, mailbox: Mailbox, group: Sequence[Probe], report: PollReport) -> PollReport:
        """Download a group and enter it; what came down before the line broke is safe first."""
        at_hand: list[tuple[Probe, Download]] = []
        asked: list[MailRef] = []
        try:
            small = mailbox.download_small(group, limit_bytes=self.limits.message_bytes) if len(group) > 1 else {}
            for probe in group:
                asked.append(probe.ref)
                download = small.get(probe.ref.uid) or self._download(mailbox, probe)
                if download is not None:
                    at_hand.append((probe, download))
        except NeighbourDown as cause:
            report = self._enter(at_hand, report)
            raise Stumbled(asked[-1:] or [probe.ref for probe in group], report, cause, filing=False) from cause
        return self._enter(at_hand, report)

    def _enter(self, at_hand: Sequence[tuple[Probe, Download]], report: PollReport) -> PollReport:
        """The bytes durable in the vault first, then every row of the group with its run in one commit."""
        if not at_hand:
            return report
        keys = self.vault.keep_all([download.content for _, download in at_hand])
        mails = [self._row(*one, key) for one, key in zip(at_hand, keys, strict=True)]
        for taken in self.ledger.take_in_all(mails):
            is_duplicate = taken.is_new and taken.entry.fate is Fate.DUPLICATE
            report = report.plus(
                taken_in=int(taken.is_new and not is_duplicate),
                duplicates=int(is_duplicate),
                over_size=int(taken.is_new and not taken.entry.whole),
            )
        return report

    def _download(self, mailbox: Mailbox, probe: Probe) -> Download | None:
        """The message, or of one over the limit its beginning; None when it has vanished."""
        limit = self.limits.message_bytes
        if probe.size_bytes <= _SURELY_OVER * limit:
            download = mailbox.download(probe.ref.uid, limit_bytes=limit)
            if download is None or download.whole:
                return download
        head = mailbox.head(probe.ref.uid, size_bytes=probe.size_bytes)
        return Download(content=head, whole=False) if head else None

    def _row(self, probe: Probe, download: Download, vault_key: str) -> NewMail:
        """The row of a message whose bytes are in the vault. Our own exact octet count stands for the size."""
        stated = max(probe.size_bytes, self.limits.message_bytes + 1)
        return NewMail(
            ref=probe.ref,
            sha256=hashlib.sha256(download.content).hexdigest(),
            vault_key=vault_key,
            size_bytes=len(download.content) if download.whole else stated,
            received_at=probe.received_at,
            whole=download.whole,
            answerable=probe.received_at >= self.answer_since,
        )

    def _file(self, mailbox: Mailbox, entries: Sequence[LedgerEntry], report: PollReport) -> PollReport:
        """Move messages of one tray together."""
        tray = Tray.PROCESSED if entries[0].whole else Tray.REJECTED
        try:
            mailbox.file_away([entry.ref.uid for entry in entries], tray)
        except NeighbourDown as cause:
            raise Stumbled([entry.ref for entry in entries], report, cause, filing=True) from cause
        self.ledger.filed_all([entry.mail_id for entry in entries], tray)
        return report.plus(filed=len(entries))

    def original(self, mail_id: int) -> RawMail:
        """The message of a ledger row, byte for byte from the vault. Raises: SetAside when its bytes are gone."""
        return original_of(self.ledger, self.vault, mail_id)


def original_of(ledger: Ledger, vault: Vault, mail_id: int) -> RawMail:
    """The message of a ledger row, byte for byte from the vault. Raises: SetAside when its bytes are gone."""
    entry = ledger.entry(mail_id)
    return RawMail(
        ref=entry.ref,
        sha256=entry.sha256,
        content=vault.fetch(entry.vault_key),
        size_bytes=entry.size_bytes,
        received_at=entry.received_at,
        whole=entry.whole,
        answerable=entry.answerable,
        undoes=entry.undoes,
    )
