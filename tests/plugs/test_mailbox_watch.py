"""The server's word that mail has come, from a real server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from imwu_inbox.errors import NeighbourDown
from tests.servers.dovecot import Account, Dovecot
from tests.servers.lines import silent

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
