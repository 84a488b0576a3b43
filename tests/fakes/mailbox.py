"""A mailbox in memory."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from imwu_inbox.domain.mail import MailRef, Probe
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.ports.mailbox import Download, Tray

HEAD_BYTES = 16_384


@dataclass(slots=True)
class FakeMailbox:
    """One folder with its trays. `broken` names the methods that find the server down, or holds "open"."""

    account: str = "unit"
    folder: str = "INBOX"
    uidvalidity: int = 7
    letters: dict[int, tuple[bytes, datetime]] = field(default_factory=dict)
    trays: dict[Tray, list[bytes]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    stated_sizes: Mapping[int, int] = field(default_factory=dict)
    _next_uid: int = 1

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

    def file_away(self, uid: int, tray: Tray) -> None:
        """Move a message to a tray."""
        self._must_answer("file_away")
        if uid in self.letters:
            content, _ = self.letters.pop(uid)
            self.trays.setdefault(tray, []).append(content)

    def _must_answer(self, method: str) -> None:
        if method in self.broken:
            raise NeighbourDown("The mail server did not answer within 1 s. The next poll tries again.")
