"""A file or folder of messages as a mailbox: .eml files, an mbox file, a maildir. Nothing in it is ever changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from imwu_inbox.domain.mail import MailRef, Probe
from imwu_inbox.domain.receipt import received_at_of
from imwu_inbox.domain.reconciliation import Standing
from imwu_inbox.errors import InputUnreadable
from imwu_inbox.ports.mailbox import Download, Tray

HEAD_BYTES = 16_384
_HEADER_BYTES = 262_144
_UID_DIGITS = 13
"""Hexadecimal digits of the hash that make the UID: 52 bits, which every database and JSON reader holds exactly."""

ReadLetter = Callable[[], bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderMailboxDoor:
    """The way to messages that lie on the disk."""

    path: Path
    account: str = "files"

    @property
    def name(self) -> str:
        """What lease and log call it."""
        return f"{self.account}/{self.path}"

    @contextmanager
    def open(self) -> Iterator["FolderMailbox"]:
        """Look through the file or folder. Raises: InputUnreadable."""
        try:
            letters = dict(_entry(read) for read in _letters(self.path))
        except OSError as refused:
            raise InputUnreadable(
                f"{self.path} cannot be read ({refused.strerror or refused}). Name an .eml file, an mbox file, or a "
                "folder of .eml files or maildir that this user may read."
            ) from refused
        yield FolderMailbox(account=self.account, folder=str(self.path), letters=letters)


class FolderMailbox:
    """The messages found. A UID is the beginning of the hash of the bytes, so it is the same on every visit."""

    uidvalidity = 0

    def __init__(self, *, account: str, folder: str, letters: dict[int, ReadLetter]) -> None:
        self.account = account
        self.folder = folder
        self._letters = letters

    def uids(self, *, from_uid: int) -> Sequence[int]:  # noqa: ARG002  hashes have no order: a mark would hide mail
        """Every UID, ascending: where there is no epoch, only the ledger knows what is new."""
        return sorted(self._letters)

    def probe(self, uids: Sequence[int]) -> Sequence[Probe]:
        """Size, and the moment its own headers give; vanished ones are left out."""
        probes = []
        for uid in uids:
            content = self._read(uid)
            if content is not None:
                ref = MailRef(account=self.account, folder=self.folder, uidvalidity=self.uidvalidity, uid=uid)
                received_at = received_at_of(content[:_HEADER_BYTES]) or datetime.now(UTC)
                probes.append(Probe(ref=ref, size_bytes=len(content), received_at=received_at))
        return probes

    def head(self, uid: int, *, size_bytes: int) -> bytes:  # noqa: ARG002  a file tells its own length
        """The first 16 KiB of a message."""
        return (self._read(uid) or b"")[:HEAD_BYTES]

    def download(self, uid: int, *, limit_bytes: int) -> Download | None:
        """A message up to one octet past the limit; None when its file is gone."""
        content = self._read(uid)
        if content is None:
            return None
        return Download(content=content[: limit_bytes + 1], whole=len(content) <= limit_bytes)

    def download_small(self, probes: Sequence[Probe], *, limit_bytes: int) -> Mapping[int, Download]:
        """Those that lie there whole, by UID: to read many files is as fast as to read one."""
        found = {probe.ref.uid: self.download(probe.ref.uid, limit_bytes=limit_bytes) for probe in probes}
        return {uid: download for uid, download in found.items() if download and download.whole}

    def file_away(self, uids: Sequence[int], tray: Tray) -> None:
        """Leave the files where they lie: they belong to whoever put them there."""

    def listing(self, tray: Tray | None) -> Sequence[Standing] | None:
        """Every message found; there are no trays."""
        if tray is not None:
            return None
        return [
            Standing(uid=probe.ref.uid, size_bytes=probe.size_bytes, received_at=probe.received_at, message_id=None)
            for probe in self.probe(self.uids(from_uid=1))
        ]

    def download_filed(self, tray: Tray | None, uid: int, *, limit_bytes: int) -> Download | None:
        """A message by its UID; there are no trays to hold one."""
        return self.download(uid, limit_bytes=limit_bytes) if tray is None else None

    def _read(self, uid: int) -> bytes | None:
        read = self._letters.get(uid)
        return read() if read else None


def _entry(read: ReadLetter) -> tuple[int, ReadLetter]:
    digest = sha256(read() or b"").hexdigest()
    return max(1, int(digest[:_UID_DIGITS], 16)), read


def _letters(path: Path) -> Iterator[ReadLetter]:
    """A way to read each message, in the order of the names."""
    if not path.is_dir():
        yield from _letters_of_file(path)
    elif (path / "cur").is_dir() and (path / "new").is_dir():
        yield from (partial(_read_file, file) for file in sorted((*path.glob("cur/*"), *path.glob("new/*"))))
    else:
        for file in sorted((*path.rglob("*.eml"), *path.rglob("*.mbox"))):
            yield from _letters_of_file(file)


def _letters_of_file(file: Path) -> Iterator[ReadLetter]:
    with file.open("rb") as opened:
        is_mbox = opened.read(5) == b"From "
    if not is_mbox:
        yield partial(_read_file, file)
        return
    for start, end in _spans_of_mbox(file):
        yield partial(_read_file, file, start, end)


def _spans_of_mbox(file: Path) -> Iterator[tuple[int, int]]:
    """Where each message of an mbox begins and ends: after a `From ` line after an empty one. Source: RFC 4155."""
    start: int | None = None
    position, after_empty = 0, True
    with file.open("rb") as lines:
        for line in lines:
            if after_empty and line.startswith(b"From "):
                if start is not None:
                    yield start, position
                start = position + len(line)
            position += len(line)
            after_empty = not line.strip(b"\r\n")
    if start is not None:
        yield start, position


def _read_file(file: Path, start: int = 0, end: int | None = None) -> bytes | None:
    try:
        with file.open("rb") as opened:
            opened.seek(start)
            return opened.read() if end is None else opened.read(end - start)
    except FileNotFoundError:
        return None
