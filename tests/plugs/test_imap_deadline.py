"""The deadline of a whole step on the line to a mail server."""

import threading
import time

import pytest
from imapclient import IMAPClient

from imwu_inbox.adapters.imap_mailbox.deadline import within
from imwu_inbox.adapters.imap_mailbox.line import hang_up
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
        with pytest.raises(TimeoutError, match="longer than"), within(client, 0.2):
            client.fetch([1], ["RFC822.SIZE"])
        assert time.monotonic() - began < 15
        answered.set()
        hang_up(client)


def test_a_step_in_time_leaves_the_line_alone() -> None:
    """Its deadline passes with it; the next step has one of its own."""
    with scripted(lambda _words: "") as server:
        client = IMAPClient("127.0.0.1", server.port, ssl=False, timeout=60)
        with within(client, 30):
            client.login("unit", "x")
        with within(client, 30):
            client.select_folder("INBOX")
        client.logout()
        assert threading.active_count() < 10
