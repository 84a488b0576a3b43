"""A file or folder of messages as a mailbox: .eml files, an mbox file, a maildir.

With trays it is a mailbox of its own: the .eml files in the folder itself are its messages, and are moved to folders in
it once they are safe. Without trays nothing is ever changed.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from imwu_inbox.adapters.folder_mailbox.letter_files import ReadLetter, letters_below, read_file
from imwu_inbox.domain.mail import MailRef, Probe
from imwu_inbox.domain.receipt import message_id_of, received_at_of
from imwu_inbox.domain.reconciliation import Standing
from imwu_inbox.errors import InputUnreadable, NeighbourDown
from imwu_inbox.ports.mailbox import Download, Tray

HEAD_BYTES = 16_384
_HEADER_BYTES = 262_144
_UID_DIGITS = 13
"""Hexadecimal digits of the hash that make the UID: 52 bits, which every database and JSON reader holds exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """A message and the files that hold it: the same bytes may lie there twice. The moment is its file's."""

    read: ReadLetter
    files: tuple[Path, ...]
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderMailboxDoor:
    """The way to messages that lie on the disk."""

    path: Path
    account: str = "files"
    trays: Mapping[Tray, str] | None = None
    settled_seconds: float = 0.0

    @property
    def name(self) -> str:
        """What lease and log call it."""
        return f"{self.account}/{self.path}"

    @contextmanager
    def open(self) -> Iterator["FolderMailbox"]:
        """Look through the file or folder. Raises: InputUnreadable."""
        try:
            letters = _by_uid(self._files() if self.trays is not None else letters_below(self.path))
        except OSError as refused:
            raise InputUnreadable(
                f"{self.path} cannot be read ({refused.strerror or refused}). Name an .eml file, an mbox file, or a "
                "folder of .eml files or maildir that this user may read."
            ) from refused
        yield FolderMailbox(account=self.account, path=self.path, letters=letters, trays=self.trays)

    def watch(self, *, stopping: threading.Event, wake: Callable[[], None]) -> bool:  # noqa: ARG002  as for a server
        """A folder tells nobody of its files: they are found by polling."""
        return False

    def _files(self) -> Iterator[tuple[ReadLetter, Path]]:
        """The files that nobody is still writing: half a message taken for a whole one would be a letter lost."""
        until = time.time() - self.settled_seconds
        for entry in sorted(os.scandir(self.path), key=lambda entry: entry.name):
            if entry.name.lower().endswith(".eml") and entry.is_file() and entry.stat().st_mtime <= until:
                yield partial(read_file, Path(entry.path)), Path(entry.path)


class FolderMailbox:
    """The messages found. A UID is the beginning of the hash of the bytes, so it is the same on every visit."""

    uidvalidity = 0

    def __init__(
        self, *, account: str, path: Path, letters: Mapping[int, _Letter], trays: Mapping[Tray, str] | None = None
    ) -> None:
        self.account = account
        self.folder = str(path)
        self._path = path
        self._letters = letters
        self._trays = trays

    def uids(self, *, from_uid: int) -> Sequence[int]:  # noqa: ARG002  hashes have no order: a mark would hide mail
        """Every UID, ascending: where there is no epoch, only the ledger knows what is new."""
        return sorted(self._letters)

    def probe(self, uids: Sequence[int]) -> Sequence[Probe]:
        """Size, and the moment its own headers give; vanished ones are left out."""
        return [probe for uid in uids if uid in self._letters for probe in self._probe(uid, self._letters[uid])]

    def _probe(self, uid: int, letter: _Letter) -> Iterator[Probe]:
        ref = MailRef(account=self.account, folder=self.folder, uidvalidity=self.uidvalidity, uid=uid)
        try:
            content = letter.read()
        except OSError:
            # It is there: the download tells what is wrong with it.
            yield Probe(ref=ref, size_bytes=0, received_at=letter.written_at)
            return
        if content is not None:
            received_at = received_at_of(content[:_HEADER_BYTES]) or letter.written_at
            yield Probe(ref=ref, size_bytes=len(content), received_at=received_at)

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
        """Move the files of these messages; without trays they belong to whoever put them there, and stay."""
        folder = self._tray(tray)
        if folder is None:
            return
        for uid in uids:
            for file in self._letters[uid].files if uid in self._letters else ():
                _move(uid, file, folder)

    def _tray(self, tray: Tray) -> Path | None:
        name = (self._trays or {}).get(tray)
        return self._path / name if name else None

    def listing(self, tray: Tray | None) -> Sequence[Standing] | None:
        """Every message of the folder or of a tray; None when there is no such tray."""
        if tray is None:
            return [standing for uid in self.uids(from_uid=1) for standing in self._standing(uid)]
        folder = self._tray(tray)
        if folder is None:
            return None
        with self._filed_in(folder) as filed:
            return filed.listing(None)

    def download_filed(self, tray: Tray | None, uid: int, *, limit_bytes: int) -> Download | None:
        """A message of a tray, or with None of the folder, by the UID it is listed with; None when it is gone."""
        if tray is None:
            return self.download(uid, limit_bytes=limit_bytes)
        folder = self._tray(tray)
        if folder is None:
            return None
        with self._filed_in(folder) as filed:
            return filed.download(uid, limit_bytes=limit_bytes)

    @contextmanager
    def _filed_in(self, folder: Path) -> Iterator["FolderMailbox"]:
        """A tray as a folder of its own, empty while it is not made."""
        if not folder.is_dir():
            yield FolderMailbox(account=self.account, path=folder, letters={})
            return
        with FolderMailboxDoor(path=folder, account=self.account, trays={}).open() as filed:
            yield filed

    def _standing(self, uid: int) -> Iterator[Standing]:
        letter = self._letters[uid]
        for probe in self._probe(uid, letter):
            message_id = message_id_of(self.head(uid, size_bytes=0)) if probe.size_bytes else None
            for _ in letter.files:
                yield Standing(
                    uid=uid, size_bytes=probe.size_bytes, received_at=probe.received_at, message_id=message_id
                )

    def _read(self, uid: int) -> bytes | None:
        letter = self._letters.get(uid)
        try:
            return letter.read() if letter else None
        except OSError as refused:
            raise NeighbourDown(
                f"a file in {self.folder} cannot be read ({refused.strerror or refused}): let this user read it."
            ) from refused


def _move(uid: int, file: Path, folder: Path) -> None:
    """A file that was written anew since it was read is another message: it stays for the next visit."""
    try:
        content = read_file(file)
        if content is None or _uid_of(content) != uid:
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        free, number = folder / file.name, 1
        while free.exists():
            number += 1
            free = folder / f"{file.stem}-{number}{file.suffix}"
        file.rename(free)
    except OSError as refused:
        raise NeighbourDown(
            f"{file} cannot be moved to {folder} ({refused.strerror or refused}). Nothing is lost; let this user "
            "write in both folders."
        ) from refused


def _by_uid(found: Iterable[tuple[ReadLetter, Path]]) -> Mapping[int, _Letter]:
    """Each message once. One that cannot be read goes by the name of its file until it can."""
    letters: dict[int, _Letter] = {}
    for read, file in found:
        try:
            content = read()
            written_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        except FileNotFoundError:
            continue
        except PermissionError:
            content, written_at = str(file).encode(), datetime.now(UTC)
        if content is None:
            continue
        uid = _uid_of(content)
        same = letters.get(uid)
        letters[uid] = _Letter(read=read, files=(*(same.files if same else ()), file), written_at=written_at)
    return letters


def _uid_of(content: bytes) -> int:
    return max(1, int(sha256(content).hexdigest()[:_UID_DIGITS], 16))
