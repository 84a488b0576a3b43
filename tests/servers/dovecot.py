"""A private Dovecot for the suites: plain and TLS ports, fresh accounts, extensions switched off at will."""

import imaplib
import itertools
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from imwu_inbox.adapters.imap_mailbox import ImapMailboxDoor
from imwu_inbox.adapters.private_dovecot import PrivateDovecot, free_port, private_dovecot
from imwu_inbox.ports.mailbox import Tray
from tests.servers.certificates import Certificates, make_certificates

PASSWORD = "open-sesame"
TRAYS = {Tray.PROCESSED: "Processed", Tray.REJECTED: "Rejected", Tray.REVIEW: "Review"}
_NUMBERS = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A mailbox nobody else uses, seen from the server's side."""

    server: PrivateDovecot
    user: str
    tls_port: int
    authority: Path
    trays: Mapping[Tray, str] = field(default_factory=lambda: TRAYS)

    def door(
        self, *, timeout_seconds: float = 20, port: int | None = None, password: str = PASSWORD
    ) -> ImapMailboxDoor:
        """The program's way in, over the plain loopback port unless another is named."""
        return ImapMailboxDoor(
            account=self.user,
            host="127.0.0.1",
            port=port or self.server.port,
            tls="none",
            user=self.user,
            password=lambda: password,
            folder="INBOX",
            trays=self.trays,
            timeout_seconds=timeout_seconds,
        )

    def deliver(self, content: bytes, at: datetime) -> None:
        """A message arrives."""
        with self._line() as line:
            assert line.append("INBOX", "", imaplib.Time2Internaldate(at), content)[0] == "OK"

    def deliver_all(self, letters: Iterable[bytes], at: datetime) -> None:
        """Many messages arrive over one line."""
        with self._line() as line:
            for content in letters:
                assert line.append("INBOX", "", imaplib.Time2Internaldate(at), content)[0] == "OK"

    def remove(self, uid: int) -> None:
        """Somebody else deletes a message."""
        with self._line() as line:
            line.select("INBOX")
            line.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")
            line.expunge()

    def mark_deleted(self, uid: int) -> None:
        """Somebody marks a message deleted without expunging it."""
        with self._line() as line:
            line.select("INBOX")
            line.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")

    def contents(self, folder: str) -> list[bytes]:
        """The messages of a folder, without those marked deleted."""
        with self._line() as line:
            if line.select(folder, readonly=True)[0] != "OK":
                return []
            numbers = line.search(None, "UNDELETED")[1][0].split()
            answers = [line.fetch(number.decode(), "(BODY.PEEK[])")[1][0] for number in numbers]
            return [answer[1] for answer in answers if isinstance(answer, tuple)]

    def flags(self, uid: int) -> bytes:
        """The flags of a message of the inbox, as the server writes them."""
        with self._line() as line:
            line.select("INBOX", readonly=True)
            return bytes(line.uid("FETCH", str(uid), "(FLAGS)")[1][0] or b"")

    @contextmanager
    def _line(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4(self.server.host, self.server.port, timeout=20) as line:
            line.login(self.user, PASSWORD)
            yield line


@dataclass(frozen=True, slots=True, kw_only=True)
class Dovecot:
    """A running server."""

    server: PrivateDovecot
    tls_port: int
    certificates: Certificates

    def account(self) -> Account:
        """A fresh, empty mailbox."""
        user = f"unit{next(_NUMBERS)}"
        return Account(server=self.server, user=user, tls_port=self.tls_port, authority=self.certificates.authority)


@contextmanager
def running(folder: Path, *, capabilities: str | None = None) -> Iterator[Dovecot]:
    """Start a Dovecot; `capabilities` replaces what it says it can do."""
    certificates, tls_port = make_certificates(folder), free_port()
    settings = _tls_settings(certificates, tls_port)
    if capabilities is not None:
        settings += f"\nprotocol imap {{\n  imap_capability = {capabilities}\n}}\n"
    with private_dovecot(user="unit", password=PASSWORD, more_settings=settings) as server:
        yield Dovecot(server=server, tls_port=tls_port, certificates=certificates)


def _tls_settings(certificates: Certificates, port: int) -> str:
    listener = f"service imap-login {{\n  inet_listener imaps {{\n    port = {port}\n    ssl = yes\n  }}\n}}\n"
    if _is_2_4():
        files = f"ssl_server_cert_file = {certificates.server}\nssl_server_key_file = {certificates.key}\n"
    else:
        files = f"ssl_cert = <{certificates.server}\nssl_key = <{certificates.key}\n"
    return f"\nssl = yes\n{files}{listener}"


def _is_2_4() -> bool:
    program = shutil.which("dovecot") or "/usr/sbin/dovecot"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    major, minor = said.split(".")[:2]
    return (int(major), int(minor)) >= (2, 4)


@pytest.fixture(scope="session")
def dovecot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dovecot]:
    """A Dovecot with all it can do."""
    with running(tmp_path_factory.mktemp("dovecot")) as server:
        yield server


@pytest.fixture(scope="session")
def dovecot_without_move(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dovecot]:
    """A Dovecot that can only copy and expunge by UID."""
    with running(tmp_path_factory.mktemp("dovecot"), capabilities="IMAP4rev1 UIDPLUS") as server:
        yield server


@pytest.fixture(scope="session")
def dovecot_bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dovecot]:
    """A Dovecot as of 2003."""
    with running(tmp_path_factory.mktemp("dovecot"), capabilities="IMAP4rev1") as server:
        yield server
