"""Servers like Exchange, and servers that give no epoch: every message is taken in once, by our own count of octets."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from imwu_inbox.adapters.imap_mailbox import ImapMailboxDoor
from imwu_inbox.domain.limits import Limits
from imwu_inbox.ports.mailbox import Tray
from imwu_inbox.steps.fetch import Fetch, PollReport
from imwu_inbox.steps.reconcile import Reconcile
from tests.fakes.clock import FakeClock
from tests.fakes.lease import FakeLease
from tests.fakes.ledger import FakeLedger
from tests.fakes.stragglers import FakeStragglers
from tests.fakes.vault import FakeVault
from tests.plugs.mailbox_desks import message
from tests.servers import plain_imap
from tests.servers.dovecot import TRAYS
from tests.servers.plain_imap import PASSWORD, PlainImap

LIMIT = 100_000
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
NO_EPOCH = [pytest.param(None, id="missing"), pytest.param(0, id="zero")]


@pytest.fixture
def server() -> Iterator[PlainImap]:
    """A server without keywords, CONDSTORE or UIDNEXT."""
    with plain_imap.running() as running:
        yield running


@dataclass
class Desk:
    """A mailbox on that server with a ledger of its own."""

    server: PlainImap
    ledger: FakeLedger = field(default_factory=FakeLedger)
    lease: FakeLease = field(default_factory=FakeLease)

    @property
    def door(self) -> ImapMailboxDoor:
        """The way in."""
        return ImapMailboxDoor(
            account="unit",
            host="127.0.0.1",
            port=self.server.port,
            tls="none",
            user="unit",
            password=lambda: PASSWORD,
            folder="INBOX",
            trays=TRAYS,
            timeout_seconds=10,
        )

    def visit(self) -> PollReport:
        """One visit."""
        limits = Limits(message_bytes=LIMIT, nominal_message_bytes=LIMIT)
        return Fetch(
            door=self.door,
            vault=FakeVault(),
            ledger=self.ledger,
            lease=self.lease,
            stragglers=FakeStragglers(),
            clock=FakeClock(),
            limits=limits,
            answer_since=SINCE,
        )()

    def differences(self) -> list[str]:
        """What differs between server and ledger."""
        found = Reconcile(
            door=self.door, ledger=self.ledger, stragglers=FakeStragglers(), lease=self.lease, clock=FakeClock()
        )()
        return [finding.kind.value for finding in found.findings]


@pytest.mark.parametrize("off", [-90_000, -1, 1, 250_000])
def test_a_size_that_is_a_little_off_decides_nothing(server: PlainImap, off: int) -> None:
    """Exchange states the size it stores; what counts are the octets that came down."""
    server.size_off = off
    server.deliver(message(1, size_bytes=LIMIT), message(2, size_bytes=LIMIT + 1))
    desk = Desk(server)
    assert desk.visit() == PollReport(seen=2, taken_in=2, over_size=1, filed=2)
    first, second = (desk.ledger.entry(mail_id) for mail_id in (1, 2))
    assert (first.whole, first.size_bytes, second.whole) == (True, LIMIT, False)
    assert (len(server.folders["Processed"]), len(server.folders["Rejected"])) == (1, 1)
    assert desk.differences() == []


def test_nothing_is_asked_that_such_a_server_refuses(server: PlainImap) -> None:
    """No keyword, no character set, no structure and no flag; UIDs and MOVE are enough."""
    server.deliver(message(1), message(2))
    desk = Desk(server)
    assert desk.visit().filed == 2
    desk.visit()
    asked = " ".join(server.heard).upper()
    assert [
        word
        for word in ("KEYWORD", "CHARSET", "BODYSTRUCTURE", "ENVELOPE", "FLAGS", "CHANGEDSINCE", "ENABLE")
        if word in asked
    ] == []


@pytest.mark.parametrize("uidvalidity", NO_EPOCH)
def test_without_an_epoch_a_number_used_again_hides_no_message(server: PlainImap, uidvalidity: int | None) -> None:
    """The folder was made anew and its numbers start at one: the new message is still new."""
    server.uidvalidity = uidvalidity
    desk = Desk(server)
    server.deliver(message(1))
    assert desk.visit().taken_in == 1
    server.next_uid = 1
    server.deliver(message(2))
    assert desk.visit() == PollReport(seen=1, taken_in=1, filed=1)
    assert len({row.sha256 for row in desk.ledger.rows.values()}) == 2
    assert sorted(server.folders["Processed"].values()) == [message(1), message(2)]
    assert desk.differences() == []


@pytest.mark.parametrize("uidvalidity", NO_EPOCH)
def test_without_an_epoch_a_message_that_stays_is_known_by_what_it_shows(
    server: PlainImap, uidvalidity: int | None
) -> None:
    """Under another number it is the same message, and it is not taken in again."""
    server.uidvalidity = uidvalidity
    desk = Desk(server)
    server.deliver(message(1))
    with desk.door.open() as mailbox:
        (before,) = mailbox.uids(from_uid=1)
    server.folders["INBOX"] = {77: message(1)}
    with desk.door.open() as mailbox:
        assert list(mailbox.uids(from_uid=before + 1)) == [before]
        (probe,) = mailbox.probe([before])
        assert (probe.ref.uid, probe.ref.uidvalidity, probe.size_bytes) == (before, 0, len(message(1)))
        download = mailbox.download(before, limit_bytes=LIMIT)
        assert download is not None
        assert download.content == message(1)
        assert mailbox.head(before, size_bytes=10) == message(1)[:10]
        mailbox.file_away([before], Tray.PROCESSED)
    assert server.folders["Processed"] == {1: message(1)}


def test_without_an_epoch_two_copies_are_both_filed_and_one_request_is_known(server: PlainImap) -> None:
    """They show the same of themselves; their order tells them apart."""
    server.uidvalidity = None
    desk = Desk(server)
    server.deliver(message(1), message(1))
    assert desk.visit() == PollReport(seen=2, taken_in=1, duplicates=1, filed=2)
    assert (server.folders["INBOX"], len(server.folders["Processed"])) == ({}, 2)


def test_without_an_epoch_a_message_that_is_gone_is_gone_everywhere(server: PlainImap) -> None:
    """Somebody else deleted it, or it was never there."""
    server.uidvalidity = None
    with Desk(server).door.open() as mailbox:
        assert (list(mailbox.uids(from_uid=1)), list(mailbox.probe([5]))) == ([], [])
        assert (mailbox.download(5, limit_bytes=LIMIT), mailbox.head(5, size_bytes=10)) == (None, b"")
        mailbox.file_away([5], Tray.PROCESSED)
