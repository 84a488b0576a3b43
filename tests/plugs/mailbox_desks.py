"""Mailboxes of each kind, and what happens to them from outside."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from imwu_inbox.adapters.folder_mailbox import FolderMailboxDoor
from imwu_inbox.adapters.imap_mailbox import ImapMailboxDoor
from imwu_inbox.ports.mailbox import MailboxDoor, Tray
from tests.fakes.mailbox import FakeMailbox
from tests.servers.dovecot import TRAYS, Dovecot

RECEIVED = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)


LIMIT = 4_194_304


def message(number: int, *, size_bytes: int = 0) -> bytes:
    """A small message of its own, padded on request."""
    head = (
        f"Received: from x by y; Mon, 02 Mar 2026 15:04:05 +0000\r\nMessage-ID: <{number}@maple.example>\r\n"
        f"Subject: request {number}\r\n\r\nbody\r\n"
    ).encode()
    line = b"x" * 76 + b"\r\n"
    return head + (line * (1 + size_bytes // len(line)))[: max(0, size_bytes - len(head))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A mailbox, and what happens to it from outside."""

    door: MailboxDoor
    deliver: Callable[[bytes], None]
    remove: Callable[[int], None]
    contents: Callable[[Tray], list[bytes]]


def note(_outcome: object) -> None:
    """Let go of what an act returns."""


def fake_desk() -> Desk:
    """The mailbox in memory."""
    fake = FakeMailbox()
    return Desk(
        door=fake,
        deliver=lambda content: note(fake.deliver(content, RECEIVED)),
        remove=lambda uid: note(fake.letters.pop(uid)),
        contents=lambda tray: fake.trays.get(tray, []),
    )


def imap_desk(server: Dovecot) -> Desk:
    """An account of a real server."""
    account = server.account()
    return Desk(
        door=account.door(),
        deliver=lambda content: account.deliver(content, RECEIVED),
        remove=account.remove,
        contents=lambda tray: account.contents(TRAYS[tray]),
    )


def folder_desk(folder: Path) -> Desk:
    """Messages as files; removing one removes the file that holds it."""
    door = FolderMailboxDoor(path=folder, trays=TRAYS)

    def remove(uid: int) -> None:
        with door.open() as mailbox:
            download = mailbox.download(uid, limit_bytes=LIMIT)
        assert download is not None
        next(file for file in folder.glob("*.eml") if file.read_bytes() == download.content).unlink()

    return Desk(
        door=door,
        deliver=lambda content: note((folder / f"{len(list(folder.iterdir()))}.eml").write_bytes(content)),
        remove=remove,
        contents=lambda tray: [file.read_bytes() for file in sorted((folder / TRAYS[tray]).glob("*"))],
    )


SERVERS = [
    pytest.param(name, marks=pytest.mark.dovecot) for name in ("dovecot", "dovecot_without_move", "dovecot_bare")
]


def door_to(port: int, *, timeout_seconds: float = 5) -> ImapMailboxDoor:
    """A door to a scripted server."""
    return ImapMailboxDoor(
        account="unit",
        host="127.0.0.1",
        port=port,
        tls="none",
        user="unit",
        password=lambda: "x",
        folder="INBOX",
        trays={Tray.PROCESSED: "Processed"},
        timeout_seconds=timeout_seconds,
    )
