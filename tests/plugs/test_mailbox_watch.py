"""The server's word that mail has come, from a real server."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from imwu_inbox.adapters.imap_mailbox.line import ImapLine
from imwu_inbox.adapters.imap_mailbox.watch import TURN_SECONDS, watch
from imwu_inbox.errors import NeighbourDown
from tests.servers import plain_imap
from tests.servers.dovecot import Account, Dovecot
from tests.servers.lines import silent
from tests.servers.plain_imap import PASSWORD, PlainImap

pytestmark = pytest.mark.dovecot

RECEIVED = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
WAIT_SECONDS = 30.0


@contextmanager
def watching(account: Account) -> Iterator[threading.Event]:
    """Watch the account in a thread of its own; the event is set by each word of mail."""
    stopping, told, ended = threading.Event(), threading.Event(), threading.Event()

    def watch() -> None:
        if account.door().watch(stopping=stopping, wake=told.set):
            ended.set()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield told
    finally:
        stopping.set()
        thread.join(WAIT_SECONDS)
        assert ended.is_set()


def test_each_new_message_is_told(dovecot: Dovecot) -> None:
    """Not only the first; and the watch ends when it is told to."""
    account = dovecot.account()
    with watching(account) as told:
        for number in range(2):
            told.clear()
            while not told.wait(0.5):
                # The watch may not have begun yet: another message finds it later.
                account.deliver(f"Subject: {number}\r\n\r\nbody\r\n".encode(), RECEIVED)


def test_a_server_without_the_word_says_so(dovecot_bare: Dovecot) -> None:
    """Then only the poll finds mail."""
    account = dovecot_bare.account()
    assert account.door().watch(stopping=threading.Event(), wake=lambda: None) is False


def test_a_line_that_breaks_is_a_breakdown(dovecot: Dovecot) -> None:
    """A wrong password, a silent server: the daemon tries again later."""
    with pytest.raises(NeighbourDown):
        dovecot.account().door(password="wrong").watch(stopping=threading.Event(), wake=lambda: None)
    with silent() as port, pytest.raises(NeighbourDown):
        dovecot.account().door(port=port, timeout_seconds=1).watch(stopping=threading.Event(), wake=lambda: None)


def line_to(server: PlainImap) -> ImapLine:
    """The line to a server of a few lines."""
    return ImapLine(
        host="127.0.0.1",
        port=server.port,
        tls="none",
        auth="password",
        user="unit",
        password=lambda: PASSWORD,
        folder="INBOX",
        timeout_seconds=10,
        ca_file=None,
    )


def test_the_listening_is_left_and_the_line_tried_again_and_again() -> None:
    """A peer that died in silence is noticed at the latest then; the folder is never opened for writing."""
    stopping, third = threading.Event(), threading.Event()
    with plain_imap.running() as server:
        thread = threading.Thread(
            target=watch, args=[line_to(server)], kwargs={"stopping": stopping, "wake": third.set, "turn_seconds": 0.0}
        )
        thread.start()
        while server.heard.count("NOOP") < 3:
            assert thread.is_alive()
            third.wait(0.05)
        stopping.set()
        thread.join(WAIT_SECONDS)
        heard = [words for words in server.heard if words in {"IDLE", "DONE", "NOOP"}]
    assert heard[:9] == ["IDLE", "DONE", "NOOP"] * 3
    assert any(words.startswith("EXAMINE") for words in server.heard)
    assert TURN_SECONDS <= 300


def test_a_line_cut_while_listening_is_noticed_at_once_and_not_asked_in_a_circle() -> None:
    """The library gives an empty answer again and again for a line that was cut."""
    with plain_imap.running() as server:
        server.idles = False
        began = time.monotonic()
        with pytest.raises(NeighbourDown):
            watch(line_to(server), stopping=threading.Event(), wake=lambda: None)
    assert time.monotonic() - began < 5
    assert server.heard.count("IDLE") == 1
