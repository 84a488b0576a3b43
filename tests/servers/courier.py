"""Courier's IMAP server, the second real one: private, on a free loopback port, its mail in a temporary folder.

Its package cannot stand beside Dovecot's, so `.ci/setup disasters` unpacks it into the venv. Courier lets users in
by a program of its own that hands the line on; that part is ours here, and speaks to `imapd` as Courier's does.
"""

import imaplib
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from imwu_inbox.adapters.imap_mailbox import ImapMailboxDoor
from imwu_inbox.ports.mailbox import Tray

HOST, PASSWORD = "127.0.0.1", "open-sesame"
TRAYS = {Tray.PROCESSED: "INBOX.Processed", Tray.REJECTED: "INBOX.Rejected", Tray.REVIEW: "INBOX.Review"}
"""Courier keeps every folder below the inbox."""
CAPABILITY = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE IDLE"
UNPACKED = Path(sys.prefix) / "courier"
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """A mailbox nobody else uses on a running server."""

    folder: Path
    port: int
    user: str
    host: str = HOST
    password: str = PASSWORD

    def account(self) -> "Courier":
        """A fresh, empty mailbox on the same server."""
        user = f"unit{next(_NUMBERS)}"
        for room in ("cur", "new", "tmp"):
            (self.folder / user / room).mkdir(parents=True)
        return Courier(folder=self.folder, port=self.port, user=user)

    def door(self) -> ImapMailboxDoor:
        """The program's way in."""
        return ImapMailboxDoor(
            account=self.user,
            host=self.host,
            port=self.port,
            tls="none",
            user=self.user,
            password=lambda: PASSWORD,
            folder="INBOX",
            trays=TRAYS,
            timeout_seconds=20,
        )

    def deliver(self, letters: Sequence[tuple[bytes, datetime]]) -> None:
        """Messages arrive."""
        with self._line() as line:
            for content, at in letters:
                assert line.append("INBOX", "", imaplib.Time2Internaldate(at), content)[0] == "OK"

    def remove(self, uid: int) -> None:
        """Somebody else deletes a message."""
        with self._line() as line:
            line.select("INBOX")
            line.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")
            line.expunge()

    def contents(self, folder: str) -> list[bytes]:
        """The messages of a folder, without those marked deleted."""
        with self._line() as line:
            if line.select(folder, readonly=True)[0] != "OK":
                return []
            numbers = line.search(None, "UNDELETED")[1][0].split()
            answers = [line.fetch(number.decode(), "(BODY.PEEK[])")[1][0] for number in numbers]
            return [answer[1] for answer in answers if isinstance(answer, tuple)]

    @contextmanager
    def _line(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4(self.host, self.port, timeout=20) as line:
            line.login(self.user, PASSWORD)
            yield line


@contextmanager
def running() -> Iterator[Courier]:
    """Start the server. Raises: FileNotFoundError when Courier was not unpacked."""
    if not (UNPACKED / "usr/bin/imapd").exists():
        raise FileNotFoundError(f"Courier is not unpacked in {UNPACKED}: run .ci/setup disasters")
    with TemporaryDirectory(prefix="imwu-courier-") as place, socket.create_server((HOST, 0)) as listener:
        first = Courier(folder=Path(place), port=listener.getsockname()[1], user="nobody")
        threading.Thread(target=_accept, args=(listener, first), daemon=True).start()
        yield first


def _accept(listener: socket.socket, server: Courier) -> None:
    with suppress(OSError):
        while True:
            caller, _ = listener.accept()
            threading.Thread(target=_sign_in, args=(caller, server), daemon=True).start()


def _sign_in(caller: socket.socket, server: Courier) -> None:
    """Greet, let one user in, and hand the line to `imapd`, which answers the sign-in itself."""
    with suppress(OSError), caller:
        caller.sendall(f"* OK [CAPABILITY {CAPABILITY}] Courier-IMAP ready.\r\n".encode())
        while command := _line_of(caller):
            tag, _, words = command.decode().strip().partition(" ")
            verb, _, said = words.partition(" ")
            if verb.upper() == "LOGIN":
                user, password = (word.strip('"') for word in said.split())
                if password == PASSWORD and (server.folder / user).is_dir():
                    _hand_over(caller, server.folder / user, tag)
                    return
                caller.sendall(f"{tag} NO Login failed.\r\n".encode())
            else:
                untagged = f"* CAPABILITY {CAPABILITY}\r\n" if verb.upper() == "CAPABILITY" else ""
                caller.sendall(f"{untagged}{tag} OK done\r\n".encode())


def _line_of(caller: socket.socket) -> bytes:
    """One line, octet by octet: what follows is for `imapd` to read."""
    line = bytearray()
    while not line.endswith(b"\n") and (octet := caller.recv(1)):
        line += octet
    return bytes(line)


def _hand_over(caller: socket.socket, maildir: Path, tag: str) -> None:
    libraries = os.pathsep.join(str(folder) for folder in {path.parent for path in UNPACKED.rglob("lib*.so*")})
    setpriv = shutil.which("setpriv")
    subprocess.run(
        [*([setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []), str(UNPACKED / "usr/bin/imapd"), maildir.name],
        stdin=caller.fileno(),
        stdout=caller.fileno(),
        stderr=subprocess.DEVNULL,
        cwd=maildir.parent,
        env={
            "AUTHENTICATED": maildir.name,
            "IMAPLOGINTAG": tag,
            "TCPREMOTEIP": HOST,
            "TCPREMOTEPORT": str(caller.getpeername()[1]),
            "IMAP_IDLE_TIMEOUT": "1",
            "IMAP_CAPABILITY": CAPABILITY,
            "HOME": str(maildir.parent),
            "LD_LIBRARY_PATH": libraries,
        },
        check=False,
    )
