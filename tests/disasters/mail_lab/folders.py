"""The folders of the lab's IMAP server: messages under UIDs, in memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

INBOX = "INBOX"
_ITEM = re.compile(r"BODY\.PEEK\[(?P<section>[^\]]*)\](?:<(?P<start>\d+)\.(?P<length>\d+)>)?")


@dataclass(slots=True, kw_only=True)
class Kept:
    """One message on the server."""

    content: bytes
    received_at: datetime
    flags: set[str] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class Folder:
    """A folder with its epoch."""

    uidvalidity: int
    next_uid: int = 1
    messages: dict[int, Kept] = field(default_factory=dict)

    def add(self, message: Kept) -> int:
        """Put a message in and return its UID."""
        uid, self.next_uid = self.next_uid, self.next_uid + 1
        self.messages[uid] = message
        return uid

    def among(self, uid_set: str) -> list[int]:
        """The UIDs that are there of a set such as `1,3:5,9:*`; a star is the last one."""
        last = max(self.messages, default=0)
        wanted: set[int] = set()
        for span in uid_set.split(","):
            first, _, end = (last if part == "*" else part for part in span.partition(":"))
            low, high = sorted((int(first), int(end or first)))
            wanted |= {uid for uid in self.messages if low <= uid <= high}
        return sorted(wanted)

    def position(self, uid: int) -> int:
        """The message's number, from 1."""
        return sorted(self.messages).index(uid) + 1

    def rebuilt(self) -> "Folder":
        """The same messages under a new epoch and new UIDs, as after a restored backup."""
        fresh = Folder(uidvalidity=self.uidvalidity + 1)
        for uid in sorted(self.messages):
            fresh.add(self.messages[uid])
        return fresh


def described(folder: Folder, uid: int, items: str, *, size_error: float) -> bytes:
    """The untagged answer to a FETCH of one message. `size_error` is how far its stated size is off, as a share."""
    kept = folder.messages[uid]
    said = [b"UID %d" % uid, *_said(kept, items, size_error)]
    return b"* %d FETCH (%s)\r\n" % (folder.position(uid), b" ".join(said))


def _said(kept: Kept, items: str, size_error: float) -> Iterator[bytes]:
    if "RFC822.SIZE" in items:
        yield b"RFC822.SIZE %d" % round(len(kept.content) * (1 + size_error))
    if "INTERNALDATE" in items:
        yield f'INTERNALDATE "{kept.received_at:%d-%b-%Y %H:%M:%S %z}"'.encode()
    for item in _ITEM.finditer(items):
        octets = kept.content if not item["section"] else b""
        label = f"BODY[{item['section']}]"
        if item["start"] is not None:
            start = int(item["start"])
            octets = octets[start : start + int(item["length"])]
            label += f"<{start}>"
        yield b"%s {%d}\r\n%s" % (label.encode(), len(octets), octets)
