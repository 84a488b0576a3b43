"""A small IMAP server with real folders that misbehaves as told."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

from tests.disasters.mail_lab.faults import Cut, Fault, Wire
from tests.disasters.mail_lab.folders import INBOX, Folder, Kept
from tests.disasters.mail_lab.imap_session import DELETED, USUAL, Answer, Profile, Session

HOST = "127.0.0.1"
GREETING = "greeting"
"""What a fault at the first words of the server is told to match."""


@dataclass(slots=True)
class ImapLab:
    """A running server; it carries out one command at a time.

    `line_lengths`: after how many octets the lines to come break, the last one first.
    """

    port: int
    host: str = HOST
    user: str = "unit"
    password: str = "not-a-secret"
    profile: Profile = USUAL
    faults: list[Fault] = field(default_factory=list)
    folders: dict[str, Folder] = field(default_factory=lambda: {INBOX: Folder(uidvalidity=1_700_000_000)})
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)
    line_lengths: list[int] = field(default_factory=list)

    def deliver(self, content: bytes, received_at: datetime) -> None:
        """A message arrives."""
        with self.lock:
            self.folders[INBOX].add(Kept(content=content, received_at=received_at))

    def rebuild(self) -> None:
        """The folder is restored from a backup: same messages, new epoch, new UIDs."""
        with self.lock:
            self.folders[INBOX] = self.folders[INBOX].rebuilt()

    def contents(self, folder: str) -> list[bytes]:
        """The messages of a folder that nobody marked deleted."""
        with self.lock:
            kept = self.folders[folder].messages.values() if folder in self.folders else ()
            return [one.content for one in kept if DELETED not in one.flags]

    def serve(self, line: socket.socket) -> None:
        """Talk with one client until either hangs up."""
        wire = Wire(line=line, over=self.over, left=[self.line_lengths.pop()] if self.line_lengths else [])
        with suppress(OSError, Cut), line, line.makefile("rb") as heard:
            session = Session(folders=self.folders, profile=self.profile)
            self._speak(wire, "*", GREETING, session)
            for said in heard:
                tag, _, command = said.decode("utf-8", "replace").strip().partition(" ")
                self._speak(wire, tag, command, session)

    def _speak(self, wire: Wire, tag: str, command: str, session: Session) -> None:
        with self.lock:
            fault = next((one for one in self.faults if one.strikes(command)), None)
            is_done = fault is None or fault.is_done
            answer = session.carry_out(command) if is_done and command != GREETING else Answer(end="OK ready")
        octets = answer.lines + f"{tag} {answer.end}\r\n".encode()
        if fault is None:
            wire.send(octets)
        else:
            fault.act(wire, tag, octets)


@contextmanager
def imap_lab() -> Iterator[ImapLab]:
    """Start the server on a free port; its lines end with it."""
    with socket.create_server((HOST, 0)) as listener:
        lab = ImapLab(port=listener.getsockname()[1])
        threading.Thread(target=_accept, args=(listener, lab), daemon=True).start()
        try:
            yield lab
        finally:
            lab.over.set()


def _accept(listener: socket.socket, lab: ImapLab) -> None:
    with suppress(OSError):
        while True:
            line, _ = listener.accept()
            threading.Thread(target=lab.serve, args=(line,), daemon=True).start()
