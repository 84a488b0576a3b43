"""The demo's and the tests' own IMAP server."""

import imaplib
import os
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from imwu_inbox.adapters.private_dovecot import PrivateDovecot, private_dovecot
from imwu_inbox.errors import NeighbourDown

RECEIVED = datetime(2026, 11, 20, 14, 3, tzinfo=UTC)
SECONDS = 30

HOLDER = """
    import sys
    from imwu_inbox.adapters.private_dovecot import private_dovecot
    with private_dovecot(user="unit@example.org", password="letter-box") as server:
        print(server.port, flush=True)
        sys.stdin.read()
"""


def answers(server: PrivateDovecot) -> bool:
    """Whether anything listens where the server listened."""
    with socket.socket() as line:
        return line.connect_ex((server.host, server.port)) == 0


def test_a_letter_keeps_its_bytes_and_its_moment_of_receipt() -> None:
    """What is delivered is what a mail program finds, with the INTERNALDATE it was given."""
    letter = b"Subject: one\r\n\r\nbody\r\n"
    with private_dovecot(user="unit@example.org", password="letter-box") as server:
        server.deliver([(letter, RECEIVED)])
        with imaplib.IMAP4(server.host, server.port, timeout=SECONDS) as line:
            line.login(server.user, server.password)
            line.select()
            _, found = line.fetch("1", "(INTERNALDATE BODY.PEEK[])")
    said = b"".join(part if isinstance(part, bytes) else b"".join(part or ()) for part in found)
    assert letter in said
    assert b'"20-Nov-2026 14:03:00 +0000"' in said


def test_the_server_ends_with_its_context() -> None:
    """Nothing listens, and no mail is kept, once the context is left."""
    with private_dovecot(user="unit@example.org", password="letter-box") as server:
        assert answers(server)
    assert not answers(server)


def test_two_servers_do_not_meet() -> None:
    """Each has its own port and its own mail."""
    with (
        private_dovecot(user="a@example.org", password="letter-box") as first,
        private_dovecot(user="a@example.org", password="letter-box") as second,
    ):
        first.deliver([(b"Subject: one\r\n\r\n", RECEIVED)])
        with imaplib.IMAP4(second.host, second.port, timeout=SECONDS) as line:
            line.login(second.user, second.password)
            assert line.select()[1] == [b"0"]


def test_a_wrong_setting_is_told_with_the_log() -> None:
    """A server that does not start says why, instead of keeping its starter waiting."""
    with (
        pytest.raises(NeighbourDown, match="no_such_setting"),
        private_dovecot(user="a@example.org", password="letter-box", more_settings="no_such_setting = 1\n"),
    ):
        pass


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a short name, since the names of sockets are short."""
    with tempfile.TemporaryDirectory(prefix="imwu-") as name:
        yield Path(name)


def test_the_server_dies_with_a_killed_starter(short_folder: Path) -> None:
    """A demo that is killed outright leaves no server behind."""
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(short_folder)},
    ) as holder:
        assert holder.stdout is not None
        server = PrivateDovecot(host="127.0.0.1", port=int(holder.stdout.readline()), user="", password="", mail=Path())
        assert answers(server)
        holder.kill()
    deadline = time.monotonic() + SECONDS
    while answers(server) and time.monotonic() < deadline:
        pass
    assert not answers(server)
