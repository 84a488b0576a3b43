"""Signing in with a token, at a mailbox and at a relay that know nothing else."""

import base64
from collections.abc import Iterator

import pytest

from imwu_inbox.adapters.imap_mailbox import ImapMailboxDoor
from imwu_inbox.adapters.smtp_postman import SmtpPostman
from imwu_inbox.errors import NeighbourDown
from tests.fakes.clock import FakeClock
from tests.fakes.tokens import FakeTokens
from tests.servers import plain_imap, smtp
from tests.servers.dovecot import TRAYS
from tests.servers.plain_imap import PlainImap


@pytest.fixture
def server() -> Iterator[PlainImap]:
    """A mailbox that opens to token-2 only."""
    with plain_imap.running() as running:
        running.token = "token-2"
        yield running


def door(port: int, tokens: FakeTokens) -> ImapMailboxDoor:
    """The way in with a token."""
    return ImapMailboxDoor(
        account="unit",
        host="127.0.0.1",
        port=port,
        tls="none",
        user="unit",
        auth="xoauth2",
        password=lambda: tokens.token().text,
        forget=tokens.forget,
        folder="INBOX",
        trays=TRAYS,
        timeout_seconds=10,
    )


def test_a_token_opens_the_mailbox_and_a_refused_one_is_not_shown_again(server: PlainImap) -> None:
    """The refusal tells the server's own reason, and the next visit comes with a new token."""
    tokens = FakeTokens(FakeClock())
    with pytest.raises(NeighbourDown, match="401") as refused, door(server.port, tokens).open():
        pass
    assert "refused the sign-in of unit" in str(refused.value)
    assert "token-1" not in str(refused.value)
    server.deliver(b"Subject: one\r\n\r\nbody\r\n")
    with door(server.port, tokens).open() as mailbox:
        assert list(mailbox.uids(from_uid=1)) == [1]
    assert tokens.given == 2
    assert not any("token" in heard for heard in server.heard)


def test_a_token_opens_the_relay_and_a_refused_one_is_not_shown_again() -> None:
    """The same for letters."""
    tokens = FakeTokens(FakeClock())
    with smtp.running(token="token-2") as relay:
        postman = SmtpPostman(
            host="127.0.0.1",
            port=relay.port,
            tls="none",
            user="unit",
            auth="xoauth2",
            password=lambda: tokens.token().text,
            forget=tokens.forget,
            envelope_sender="",
            timeout_seconds=10,
        )
        with pytest.raises(NeighbourDown, match="535") as refused:
            postman.knock()
        assert base64.b64encode(b"token-1").decode() not in str(refused.value)
        postman.knock()
    assert (tokens.given, relay.shown) == (
        2,
        ["user=unit\x01auth=Bearer token-1\x01\x01", "", "user=unit\x01auth=Bearer token-2\x01\x01"],
    )
