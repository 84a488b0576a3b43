"""A visit writes down how it went."""

from datetime import timedelta

import pytest

from imwu_inbox.errors import NeighbourDown, TryAgain
from imwu_inbox.steps.reconcile import Reconcile
from imwu_inbox.steps.visit import Visit
from tests.fakes.clock import FakeClock
from tests.fakes.logbook import FakeLogbook
from tests.fakes.watched import WatchedDesk

NAME = "unit/INBOX"
LEASE = f"mailbox:{NAME}"


@pytest.fixture
def desk() -> WatchedDesk:
    """Two messages that nobody has read yet."""
    desk = WatchedDesk()
    desk.deliver(b"one", b"three")
    return desk


def visit_of(desk: WatchedDesk) -> tuple[Visit, FakeLogbook, FakeClock]:
    """The visit on this desk, its book and its clock."""
    clock, logbook = FakeClock(), FakeLogbook()
    compare = Reconcile(
        door=desk.mailbox, ledger=desk.ledger, stragglers=desk.stragglers, lease=desk.lease, clock=clock
    )
    return Visit(mailbox=NAME, fetch=desk.fetch, compare=compare, logbook=logbook, clock=clock), logbook, clock


def test_a_visit_that_came_to_its_end_is_noted(desk: WatchedDesk) -> None:
    """With its moment, also when there was nothing new."""
    visit, logbook, clock = visit_of(desk)
    assert visit().taken_in == 2
    clock.go_on(timedelta(minutes=1))
    assert visit().taken_in == 0
    assert logbook.kept[NAME].last_read_at == clock.now()


def test_a_visit_that_failed_is_noted_by_the_kind_of_its_breakdown(desk: WatchedDesk) -> None:
    """And the breakdown itself goes on to whoever called."""
    visit, logbook, _ = visit_of(desk)
    desk.ledger.is_down = True
    with pytest.raises(NeighbourDown, match="does not answer"):
        visit()
    state = logbook.kept[NAME]
    assert (state.breakdown, state.failures, state.last_read_at) == ("NeighbourDown", 1, None)


def test_a_book_that_cannot_be_written_hides_no_breakdown(desk: WatchedDesk) -> None:
    """The database of the ledger is that of the book: both are down together."""

    class BrokenLogbook(FakeLogbook):
        def failed(self, *_: object) -> None:
            raise TryAgain("the database is locked")

    visit, _, clock = visit_of(desk)
    desk.ledger.is_down = True
    broken = Visit(mailbox=NAME, fetch=visit.fetch, compare=visit.compare, logbook=BrokenLogbook(), clock=clock)
    with pytest.raises(NeighbourDown, match="does not answer"):
        broken()


def test_a_visit_left_to_another_daemon_is_not_noted(desk: WatchedDesk) -> None:
    """Whoever is in the mailbox writes down what it did."""
    visit, logbook, _ = visit_of(desk)
    desk.lease.held.add(LEASE)
    assert visit().elsewhere == 1
    assert logbook.kept == {}


def test_the_daily_comparison_is_kept_with_what_it_found(desk: WatchedDesk) -> None:
    """It is the proof that server and ledger agree, and it counts as a visit."""
    visit, logbook, clock = visit_of(desk)
    found = visit.thoroughly()
    (kept,) = logbook.comparisons()
    assert (kept.mailbox, kept.at, kept.found) == (NAME, clock.now(), found)
    assert (found.on_server, found.in_ledger, found.findings) == (2, 2, ())
    assert logbook.kept[NAME].last_read_at == clock.now()
