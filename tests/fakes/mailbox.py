"""A mailbox in memory."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from imwu_inbox.domain.mail import MailRef, Probe
from imwu_inbox.domain.reconciliation import Standing
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.ports.mailbox import Download, Tray

HEAD_BYTES = 16_384
SMALL_BYTES = 262_144


@dataclass(slots=True)
class FakeMailbox:
    """One folder with its trays. `broken` names the methods that find the server down, or holds "open"."""

    account: str = "unit"
    folder: str = "INBOX"
    uidvalidity: int = 7
    letters: dict[int, tuple[bytes, datetime]] = field(default_factory=dict)
    trays: dict[Tray, list[bytes]] = field(default_factory=dict)
    filed: dict[Tray, list[Standing]] = field(default_factory=dict)
    has_trays: bool = True
    broken: set[str] = field(default_factory=set)
    stated_sizes: Mapping[int, int] = field(default_factory=dict)
    _next_uid: int = 1

    @property
    def name(self) -> str:
        """Account and folder."""
        return f"{self.account}/{self.folder}"

    @contextmanager
    def open(self) -> Iterator["FakeMailbox"]:
        """Visit the folder."""
        self._must_answer("open")
        yield self

    def deliver(self, content: bytes, at: datetime) -> int:
        """A message arrives; its UID."""
        uid, self._next_uid = self._next_uid, self._next_uid + 1
        self.letters[uid] = (content, at)
        return uid

    def uids(self, *, from_uid: int) -> Sequence[int]:
        """The UIDs from this one on."""
        self._must_answer("uids")
        return sorted(uid for uid in self.letters if uid >= from_uid)

    def probe(self, uids: Sequence[int]) -> Sequence[Probe]:
        """Sizes and moments of what is there."""
        self._must_answer("probe")
        return [self._probe(uid) for uid in uids if uid in self.letters]

    def _probe(self, uid: int) -> Probe:
        content, at = self.letters[uid]
        ref = MailRef(account=self.account, folder=self.folder, uidvalidity=self.uidvalidity, uid=uid)
        return Probe(ref=ref, size_bytes=self.stated_sizes.get(uid, len(content)), received_at=at)

    def head(self, uid: int, *, size_bytes: int) -> bytes:
        """The beginning of a message."""
        self._must_answer("head")
        content, _ = self.letters.get(uid, (b"", None))
        return content[: min(HEAD_BYTES, size_bytes or HEAD_BYTES)]

    def download(self, uid: int, *, limit_bytes: int) -> Download | None:
        """A message up to one octet past the limit."""
        self._must_answer("download")
        if uid not in self.letters:
            return None
        content, _ = self.letters[uid]
        return Download(content=content[: limit_bytes + 1], whole=len(content) <= limit_bytes)

    def download_small(self, probes: Sequence[Probe], *, limit_bytes: int) -> Mapping[int, Download]:
        """Those stated to be small that prove whole."""
        small = [probe.ref.uid for probe in probes if 0 < probe.size_bytes <= SMALL_BYTES]
        found = {uid: self.download(uid, limit_bytes=limit_bytes) for uid in small}
        return {uid: download for uid, download in found.items() if download and download.whole}

    def file_away(self, uids: Sequence[int], tray: Tray) -> None:
        """Move messages to a tray."""
        self._must_answer("file_away")
        for uid in sorted(set(uids) & set(self.letters)):
            listed = self._standing(uid)
            content, _ = self.letters.pop(uid)
            self.trays.setdefault(tray, []).append(content)
            filed = self.filed.setdefault(tray, [])
            filed.append(replace(listed, uid=len(filed) + 1))

    def listing(self, tray: Tray | None) -> Sequence[Standing] | None:
        """What lies in a tray, or in the folder."""
        self._must_answer("listing")
        if tray is None:
            return [self._standing(uid) for uid in sorted(self.letters)]
        return self.filed.get(tray, []) if self.has_trays else None

    def download_filed(self, tray: Tray | None, uid: int, *, limit_bytes: int) -> Download | None:
        """A message of a tray by its place there."""
        self._must_answer("download_filed")
        if tray is None:
            return self.download(uid, limit_bytes=limit_bytes)
        lying = self.trays.get(tray, [])
        if not 1 <= uid <= len(lying):
            return None
        return Download(content=lying[uid - 1][: limit_bytes + 1], whole=len(lying[uid - 1]) <= limit_bytes)

    def _standing(self, uid: int) -> Standing:
        content, at = self.letters[uid]
        found = re.search(rb"(?im)^message-id:\s*(\S+)", content)
        size_bytes = self.stated_sizes.get(uid, len(content))
        return Standing(uid=uid, size_bytes=size_bytes, received_at=at, message_id=found[1].decode() if found else None)

    def _must_answer(self, method: str) -> None:
        if method in self.broken:
            raise NeighbourDown("The mail server did not answer within 1 s. The next poll tries again.")
