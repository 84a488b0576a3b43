"""A folder whose server gives no UIDVALIDITY, so that a UID may mean another message tomorrow.

What the message itself shows then stands for its UID: its headers, its moment and its size. Source: RFC 9051 2.3.1.1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from imwu_inbox.adapters.imap_mailbox.visit import ImapMailbox
from imwu_inbox.domain.mail import Probe
from imwu_inbox.domain.reconciliation import Standing
from imwu_inbox.ports.mailbox import Download, Tray

_DIGITS = 13
"""Hexadecimal digits of the hash that make the stand-in: 52 bits, which every database and JSON reader holds."""


class EpochlessMailbox:
    """One visit, in which every UID given out is a stand-in that is the same on every visit."""

    uidvalidity = 0

    def __init__(self, plain: ImapMailbox) -> None:
        self.account = plain.account
        self.folder = plain.folder
        self._plain = plain
        self._uid_of: dict[int, int] = {}

    def uids(self, *, from_uid: int) -> Sequence[int]:  # noqa: ARG002  hashes have no order: a mark would hide mail
        """Every stand-in, ascending: where there is no epoch, only the ledger knows what is new."""
        for uid, shown in self._plain.shown(self._plain.uids(from_uid=1)):
            stand_in = max(1, int(sha256(shown).hexdigest()[:_DIGITS], 16))
            # Two copies that show the same are told apart by their order.
            while self._uid_of.get(stand_in, uid) != uid:
                stand_in += 1
            self._uid_of[stand_in] = uid
        return sorted(self._uid_of)

    def probe(self, uids: Sequence[int]) -> Sequence[Probe]:
        """Size and moment of receipt of each message, without its body; vanished ones are left out."""
        stand_in_of = {self._uid_of[it]: it for it in uids if it in self._uid_of}
        probes = self._plain.probe(sorted(stand_in_of))
        return [replace(probe, ref=replace(probe.ref, uid=stand_in_of[probe.ref.uid])) for probe in probes]

    def head(self, uid: int, *, size_bytes: int) -> bytes:
        """The first octets of a message: its headers and the start of its body."""
        return self._plain.head(self._uid_of[uid], size_bytes=size_bytes) if uid in self._uid_of else b""

    def download(self, uid: int, *, limit_bytes: int) -> Download | None:
        """A message in pieces, stopping past the limit; None when it has vanished."""
        return self._plain.download(self._uid_of[uid], limit_bytes=limit_bytes) if uid in self._uid_of else None

    def download_small(self, probes: Sequence[Probe], *, limit_bytes: int) -> Mapping[int, Download]:
        """Those of these messages that are small, whole and in few questions, by their stand-ins."""
        known = [probe for probe in probes if probe.ref.uid in self._uid_of]
        stand_in_of = {self._uid_of[probe.ref.uid]: probe.ref.uid for probe in known}
        plain = [replace(probe, ref=replace(probe.ref, uid=self._uid_of[probe.ref.uid])) for probe in known]
        small = self._plain.download_small(plain, limit_bytes=limit_bytes)
        return {stand_in_of[uid]: download for uid, download in small.items()}

    def download_filed(self, tray: Tray | None, uid: int, *, limit_bytes: int) -> Download | None:
        """A message of a tray by its UID there, or of the folder by its stand-in; None when it is gone."""
        if tray is None:
            return self.download(uid, limit_bytes=limit_bytes)
        return self._plain.download_filed(tray, uid, limit_bytes=limit_bytes)

    def file_away(self, uids: Sequence[int], tray: Tray) -> None:
        """Move messages to a tray; moving one that is gone is not an error."""
        if known := [self._uid_of[uid] for uid in uids if uid in self._uid_of]:
            self._plain.file_away(known, tray)

    def listing(self, tray: Tray | None) -> Sequence[Standing] | None:
        """Every message of a tray or of the folder, those of the folder by their stand-ins."""
        listed = self._plain.listing(tray)
        if tray is not None or listed is None:
            return listed
        self.uids(from_uid=1)
        stand_in_of = {uid: stand_in for stand_in, uid in self._uid_of.items()}
        return [replace(it, uid=stand_in_of[it.uid]) for it in listed if it.uid in stand_in_of]
