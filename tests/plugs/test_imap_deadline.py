"""The deadline of a whole step on the line to a mail server."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from imapclient import IMAPClient

from imwu_inbox.adapters.imap_mailbox.deadline import within
from imwu_inbox.adapters.imap_mailbox.line import hang_up
from imwu_inbox.errors import NeighbourDown
from tests.plugs.mailbox_desks import door_to
from tests.servers.scripted_imap import scripted


def test_a_step_that_takes_too_long_is_cut() -> None:
    """The line's own deadline is far away; the step's is not."""
    answered = threading.Event()

    def answer(_words: str) -> str:
        answered.wait(30)
        return ""

    with scripted(answer) as server:
        client = IMAPClient("127.0.0.1", server.port, ssl=False, timeout=60)
        client.login("unit", "x")
        client.select_folder("INBOX")
        began = time.monotonic()
        with pytest.raises(TimeoutError, match="longer than"), within(client.socket, 0.2):
            client.fetch([1], ["RFC822.SIZE"])
        assert time.monotonic() - began < 15
        answered.set()
        hang_up(client)


def test_a_step_in_time_leaves_the_line_alone() -> None:
    """Its deadline passes with it; the next step has one of its own."""
    with scripted(lambda _words: "") as server:
        client = IMAPClient("127.0.0.1", server.port, ssl=False, timeout=60)
        with within(client.socket, 30):
            client.login("unit", "x")
        with within(client.socket, 30):
            client.select_folder("INBOX")
        client.logout()
        assert threading.active_count() < 10


@contextmanager
def dripping(stage: str) -> Iterator[int]:
    """A server that from this command on, or from its greeting on, says one letter at a time and never ends a line."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_serve_dripping, args=(listener, stage), daemon=True).start()
        yield listener.getsockname()[1]


def _serve_dripping(listener: socket.socket, stage: str) -> None:
    with suppress(OSError):
        caller, _ = listener.accept()
        with caller, caller.makefile("rwb") as line:
            if stage == "handshake":
                # The head of a record of TLS that is announced as 16 KiB long.
                caller.sendall(b"\x16\x03\x03\x40\x00")
            if stage in {"greeting", "handshake"}:
                _drip(caller)
            line.write(b"* OK ready\r\n")
            line.flush()
            for command in line:
                tag, _, words = command.decode().partition(" ")
                if words.startswith(stage):
                    _drip(caller)
                line.write(f"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n".encode())
                line.flush()


def _drip(caller: socket.socket) -> None:
    """Until the caller has had enough: often enough that no single wait of his is long."""
    while True:
        caller.sendall(b"*")
        with suppress(TimeoutError):
            caller.settimeout(0.02)
            if not caller.recv(1):
                raise ConnectionResetError


@pytest.mark.parametrize("stage", ["greeting", "LOGIN", "SELECT"])
def test_a_server_that_drips_before_the_first_question_is_given_up(stage: str) -> None:
    """Greeting, sign-in and selection are steps like any other: ten waits, and no more."""
    with dripping(stage) as port:
        began = time.monotonic()
        with pytest.raises(NeighbourDown, match="did not answer within"), door_to(port, timeout_seconds=0.1).open():
            raise AssertionError("the door opened")
        assert time.monotonic() - began < 30


def test_a_server_that_drips_while_it_encrypts_is_given_up() -> None:
    """The line is cut by a handle that the library's own wrapping does not take away."""
    with dripping("handshake") as port:
        began = time.monotonic()
        door = replace(door_to(port, timeout_seconds=0.1), tls="implicit")
        with pytest.raises(NeighbourDown, match="did not answer within"), door.open():
            raise AssertionError("the door opened")
        assert time.monotonic() - began < 30
