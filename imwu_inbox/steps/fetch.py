"""Fetch: size first, body only if allowed; the original durable in the vault, one commit, and only then the move.

Source: rules 1, 6 and 65; RFC 9051.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
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
_GROUP = 32
"""So many messages are made safe, entered and moved together. Units: messages."""
_GROUP_BYTES = 16_777_216
"""A group holds no more than this by the sizes stated. Units: octets."""
_UIDS_AT_ONCE = 500
"""A folder of any size is gone through in spans of so many messages."""
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
    """One of these messages broke the visit; the next visit takes them by themselves and goes on counting."""

    def __init__(self, uids: Sequence[int], report: PollReport, cause: NeighbourDown) -> None:
        super().__init__(str(cause))
        self.uids = uids
        self.report = report


@dataclass(frozen=True, slots=True, kw_only=True)
class _Care:
    """What a visit must beware of: messages it passes over, and messages it takes one by one."""

    passed_over: set[int] = field(default_factory=set)
    apart: set[int] = field(default_factory=set)

    def learn(self, stumble: _Stumbled) -> PollReport:
        """A message that broke the visit by itself is passed over; of several, each is tried by itself first."""
        if len(stumble.uids) > 1:
            self.apart.update(stumble.uids)
            return stumble.report
        self.passed_over.update(stumble.uids)
        return stumble.report.plus(stumbled=1)


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
        care, report = _Care(), PollReport()
        while True:
            try:
                with self.door.open() as mailbox:
                    return self._visit(mailbox, care, report, thorough=thorough)
            except _Stumbled as stumble:
                report = care.learn(stumble)
                if len(care.passed_over) > _STUMBLES_PER_VISIT:
                    raise NeighbourDown(str(stumble)) from stumble

    def _visit(self, mailbox: Mailbox, care: _Care, report: PollReport, *, thorough: bool) -> PollReport:
        """Take in what is new, then file all that stands in the ledger: a refused move keeps no letter outside."""
        place = (mailbox.account, mailbox.folder, mailbox.uidvalidity)
        # What was marked deleted and then was not, lies below the mark: only the thorough visit finds it.
        uids = mailbox.uids(from_uid=1 if thorough else self.ledger.low_uid(*place))
        report = replace(report, seen=max(report.seen, len(uids)))
        for span in _spans(uids):
            known = {entry.ref.uid for entry in self.ledger.known(*place, span)} | care.passed_over
            probes = mailbox.probe([uid for uid in span if uid not in known])
            for group in _groups(probes, care.apart):
                report = self._take_in(mailbox, group, report)
        for span in _spans(uids):
            entries = [entry for entry in self.ledger.known(*place, span) if entry.ref.uid not in care.passed_over]
            for together in _trays(entries, care.apart):
                report = self._file(mailbox, together, report)
        left = [uid for uid in uids if uid in care.passed_over]
        if uids:
            self.ledger.raise_low_uid(*place, min(left, default=uids[-1] + 1))
        return report

    def _take_in(self, mailbox: Mailbox, group: Sequence[Probe], report: PollReport) -> PollReport:
        """Download a group and enter it; what came down before the line broke is safe first."""
        at_hand: list[tuple[Probe, Download]] = []
        asked: list[int] = []
        try:
            small = mailbox.download_small(group, limit_bytes=self.limits.message_bytes) if len(group) > 1 else {}
            for probe in group:
                asked.append(probe.ref.uid)
                download = small.get(probe.ref.uid) or self._download(mailbox, probe)
                if download is not None:
                    at_hand.append((probe, download))
        except NeighbourDown as cause:
            report = self._enter(at_hand, report)
            raise _Stumbled(asked[-1:] or [probe.ref.uid for probe in group], report, cause) from cause
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
        uids = [entry.ref.uid for entry in entries]
        tray = Tray.PROCESSED if entries[0].whole else Tray.REJECTED
        try:
            mailbox.file_away(uids, tray)
        except NeighbourDown as cause:
            raise _Stumbled(uids, report, cause) from cause
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
    )


def _spans(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (uids[start : start + _UIDS_AT_ONCE] for start in range(0, len(uids), _UIDS_AT_ONCE))


def _groups(probes: Sequence[Probe], apart: Collection[int]) -> Iterator[Sequence[Probe]]:
    """What is taken in together: few enough, small enough, and each of those apart by itself."""
    group: list[Probe] = []
    size_bytes = 0
    for probe in probes:
        if probe.ref.uid in apart:
            yield [probe]
            continue
        if len(group) == _GROUP or (group and size_bytes + probe.size_bytes > _GROUP_BYTES):
            yield group
            group, size_bytes = [], 0
        group.append(probe)
        size_bytes += probe.size_bytes
    if group:
        yield group


def _trays(entries: Sequence[LedgerEntry], apart: Collection[int]) -> Iterator[Sequence[LedgerEntry]]:
    """What is filed together: messages of one tray, and each of those apart by itself."""
    yield from ([entry] for entry in entries if entry.ref.uid in apart)
    for whole in (True, False):
        same = [entry for entry in entries if entry.whole is whole and entry.ref.uid not in apart]
        yield from (same[start : start + _GROUP] for start in range(0, len(same), _GROUP))
