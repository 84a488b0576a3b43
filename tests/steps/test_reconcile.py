"""The daily comparison: what it finds, what it writes down, and what only the thorough visit sees."""

from dataclasses import replace

import pytest

from imwu_inbox.domain.reconciliation import GONE, Difference
from imwu_inbox.errors import NeighbourDown, TryAgain
from imwu_inbox.ports.mailbox import Tray
from imwu_inbox.steps.fetch import PollReport
from imwu_inbox.steps.reconcile import Reconcile
from tests.fakes.clock import FakeClock
from tests.fakes.watched import WatchedDesk

LEASE = "mailbox:unit/INBOX"


@pytest.fixture
def desk() -> WatchedDesk:
    """Three messages taken in and filed."""
    desk = WatchedDesk()
    desk.deliver(b"one", b"three", b"second")
    desk.fetch()
    return desk


def reconcile(desk: WatchedDesk) -> Reconcile:
    """The comparison on this desk, two days later."""
    return Reconcile(
        door=desk.mailbox, ledger=desk.ledger, stragglers=desk.stragglers, lease=desk.lease, clock=FakeClock()
    )


def kinds(desk: WatchedDesk, *, note: bool = False) -> list[Difference]:
    """The differences found."""
    return [finding.kind for finding in reconcile(desk)(note=note).findings]


def test_what_was_taken_in_and_filed_agrees(desk: WatchedDesk) -> None:
    """Three on the server, three in the ledger."""
    found = reconcile(desk)()
    assert (found.findings, found.on_server, found.in_ledger) == ((), 3, 3)


def test_a_row_that_lacks_its_note_of_the_tray_gets_it(desk: WatchedDesk) -> None:
    """Looking alone changes nothing; the daily act notes it, and the next finds agreement."""
    desk.ledger.rows[2] = replace(desk.ledger.rows[2], filed_in=None)
    looked = (kinds(desk), desk.ledger.entry(2).filed_in)
    assert looked == ([Difference.UNNOTED], None)
    noted = (kinds(desk, note=True), desk.ledger.entry(2).filed_in)
    assert noted == ([Difference.UNNOTED], "processed")
    assert kinds(desk) == []


def test_a_message_that_is_gone_is_named_once_and_then_counted(desk: WatchedDesk) -> None:
    """Its run goes on from the vault."""
    desk.ledger.rows[2] = replace(desk.ledger.rows[2], filed_in=None)
    del desk.mailbox.filed[Tray.PROCESSED][1]
    assert kinds(desk, note=True) == [Difference.GONE]
    assert desk.ledger.rows[2].filed_in == GONE
    found = reconcile(desk)()
    assert (found.findings, found.gone_before) == ((), 1)


def test_only_the_thorough_visit_finds_what_lies_below_the_mark() -> None:
    """A message marked deleted is not listed; when the mark is taken back it lies below what was read."""
    desk = WatchedDesk()
    desk.deliver(b"deleted", b"two")
    deleted = desk.mailbox.letters.pop(1)
    desk.fetch()
    desk.mailbox.letters[1] = deleted
    assert desk.fetch() == PollReport()
    assert kinds(desk) == [Difference.NOT_TAKEN_IN]
    assert desk.fetch(thorough=True).taken_in == 1
    assert kinds(desk) == []


def test_a_mailbox_that_another_daemon_is_in_is_neither_visited_nor_compared(desk: WatchedDesk) -> None:
    """Half of its work would look like differences, and two movers leave copies."""
    desk.deliver(b"four")
    desk.lease.held.add(LEASE)
    assert desk.fetch() == PollReport(elsewhere=1)
    with pytest.raises(TryAgain, match="unit/INBOX"):
        reconcile(desk)()
    desk.lease.held.clear()
    assert desk.fetch().taken_in == 1


def test_a_visit_that_breaks_lets_the_mailbox_go(desk: WatchedDesk) -> None:
    """The next visit, here or elsewhere, is not kept out."""
    desk.mailbox.broken.add("open")
    with pytest.raises(NeighbourDown):
        desk.fetch()
    with pytest.raises(NeighbourDown):
        reconcile(desk)()
    assert desk.lease.held == set()
