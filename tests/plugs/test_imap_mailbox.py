"""The real server, its refusals and its silences."""

import time
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from imwu_inbox.adapters.imap_mailbox import ImapMailboxDoor
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.ports.mailbox import Tray
from tests.plugs.mailbox_desks import LIMIT, RECEIVED, message
from tests.servers.dovecot import TRAYS, Account, Dovecot
from tests.servers.lines import counting, saying, silent


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    """A fresh account of the real server."""
    return dovecot.account()


@pytest.mark.dovecot
def test_reading_leaves_a_message_unread(account: Account) -> None:
    """An officer's own mail program must not see our reading."""
    account.deliver(message(1), RECEIVED)
    with account.door().open() as mailbox:
        mailbox.probe([1])
        mailbox.head(1, size_bytes=100)
        mailbox.download(1, limit_bytes=LIMIT)
    assert b"Seen" not in account.flags(1)


@pytest.mark.dovecot
def test_a_message_marked_deleted_is_not_listed(account: Account) -> None:
    """It is on its way out."""
    account.deliver(message(1), RECEIVED)
    account.mark_deleted(1)
    with account.door().open() as mailbox:
        assert list(mailbox.uids(from_uid=1)) == []


@pytest.mark.dovecot
def test_the_moment_of_receipt_keeps_its_offset(account: Account) -> None:
    """INTERNALDATE is read as the server wrote it, not in this machine's own time."""
    eastern = RECEIVED.astimezone(timezone(timedelta(hours=-5)))
    account.deliver(message(1), eastern)
    with account.door().open() as mailbox:
        (probe,) = mailbox.probe([1])
    assert probe.received_at == eastern


@pytest.mark.dovecot
def test_more_messages_than_one_batch_are_all_probed(account: Account) -> None:
    """Fifty at a time, none forgotten."""
    for number in range(1, 53):
        account.deliver(message(number), RECEIVED)
    with account.door().open() as mailbox:
        assert [probe.ref.uid for probe in mailbox.probe(mailbox.uids(from_uid=1))] == list(range(1, 53))


@pytest.mark.dovecot
def test_a_25_mb_message_is_judged_with_less_than_64_kb_on_the_line(account: Account) -> None:
    """Size and head are enough to reject it; the body never travels."""
    content = message(1, size_bytes=25_000_000)
    account.deliver(content, RECEIVED)
    with counting(account.server.port) as line:
        with account.door(port=line.port).open() as mailbox:
            (probe,) = mailbox.probe(mailbox.uids(from_uid=1))
            head = mailbox.head(1, size_bytes=probe.size_bytes)
        assert line.received_bytes < 65_536
    assert probe.size_bytes == len(content)
    assert head.startswith(b"Received:")


@pytest.mark.dovecot
def test_a_folder_without_a_tray_configured_is_left_as_it_is(account: Account) -> None:
    """An empty name means: leave it in place."""
    account.deliver(message(1), RECEIVED)
    door = replace(account.door(), trays={})
    with door.open() as mailbox:
        mailbox.file_away([1], Tray.PROCESSED)
        assert list(mailbox.uids(from_uid=1)) == [1]


@pytest.mark.dovecot
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_trusted_certificate_opens_an_encrypted_visit(account: Account, tls: str) -> None:
    """Both ways to TLS, with the authority named."""
    account.deliver(message(1), RECEIVED)
    with encrypted(account, tls, ca_file=str(account.authority)).open() as mailbox:
        assert list(mailbox.uids(from_uid=1)) == [1]


@pytest.mark.dovecot
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_certificate_nobody_vouches_for_stops_the_visit(account: Account, tls: str) -> None:
    """The password is never sent to a stranger."""
    with pytest.raises(NeighbourDown, match="could not be trusted"), encrypted(account, tls).open():
        pass


def encrypted(account: Account, tls: str, *, ca_file: str | None = None) -> ImapMailboxDoor:
    """The account's door over TLS."""
    port = account.tls_port if tls == "implicit" else account.server.port
    return ImapMailboxDoor(
        account=account.user,
        host="localhost",
        port=port,
        tls="implicit" if tls == "implicit" else "starttls",
        user=account.user,
        password=lambda: "open-sesame",
        folder="INBOX",
        trays=TRAYS,
        timeout_seconds=20,
        ca_file=ca_file,
    )


@pytest.mark.dovecot
def test_a_refused_sign_in_says_what_to_check(account: Account) -> None:
    """And does not repeat the password."""
    with pytest.raises(NeighbourDown, match="refused the sign-in") as refused, account.door(password="wr0ng!").open():
        pass
    assert "wr0ng!" not in str(refused.value)


@pytest.mark.dovecot
def test_a_folder_that_does_not_exist_is_named(account: Account) -> None:
    """The operator sees which one."""
    with pytest.raises(NeighbourDown, match="Elsewhere"), replace(account.door(), folder="Elsewhere").open():
        pass


def door_to(port: int) -> ImapMailboxDoor:
    """A door to whatever listens there, with little patience."""
    return ImapMailboxDoor(
        account="unit",
        host="127.0.0.1",
        port=port,
        tls="none",
        user="unit",
        password=lambda: "x",
        folder="INBOX",
        trays=TRAYS,
        timeout_seconds=0.3,
    )


def test_a_silent_server_is_given_up_in_time() -> None:
    """A deadline stands on every step."""
    began = time.monotonic()
    with silent() as port, pytest.raises(NeighbourDown, match="did not answer within"), door_to(port).open():
        pass
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("greeting", [b"", b"* BYE go away\r\n", b"220 this is no IMAP\r\n", b"* OK hello\r\n"])
def test_a_server_that_breaks_off_or_talks_nonsense_is_down(greeting: bytes) -> None:
    """Whatever the library raises, it becomes one breakdown."""
    with saying(greeting) as port, pytest.raises(NeighbourDown), door_to(port).open():
        pass


def test_nobody_listening_is_down() -> None:
    """A closed port is a breakdown like the others."""
    with silent() as port:
        pass
    with pytest.raises(NeighbourDown, match="the next poll tries again"), door_to(port).open():
        pass


@pytest.mark.dovecot
def test_a_callers_own_fault_passes_through_a_real_visit(account: Account) -> None:
    """A full disk during a visit is not a mail server that is down."""
    with pytest.raises(FileNotFoundError), account.door().open():
        raise FileNotFoundError("the caller's own")


@pytest.mark.dovecot
def test_a_tray_that_is_not_configured_has_no_listing(account: Account) -> None:
    """Its messages stay in the folder, and no one looks for them elsewhere."""
    with replace(account.door(), trays={}).open() as mailbox:
        assert mailbox.listing(Tray.PROCESSED) is None


@pytest.mark.dovecot
def test_a_message_without_a_message_id_is_listed_too(account: Account) -> None:
    """And one whose Message-ID is folded over two lines."""
    account.deliver(b"Subject: bare\r\n\r\nbody\r\n", RECEIVED)
    account.deliver(b"Message-ID:\r\n <folded@maple.example>\r\n\r\nbody\r\n", RECEIVED)
    with account.door().open() as mailbox:
        assert [it.message_id for it in mailbox.listing(None) or []] == [None, "<folded@maple.example>"]
