"""Messages that cannot be read: they keep no other outside, are tried ever more seldom, and are never given up."""

from datetime import timedelta

import pytest

from imwu_inbox.domain.reconciliation import Difference
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.steps.fetch import PollReport
from imwu_inbox.steps.reconcile import Reconcile
from tests.fakes.watched import WatchedDesk

MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk() -> WatchedDesk:
    """An empty desk."""
    return WatchedDesk()


def poisoned(desk: WatchedDesk, count: int) -> None:
    """So many messages arrive whose download always fails."""
    first = desk.mailbox._next_uid
    desk.deliver(*(b"poison %d" % number for number in range(count)))
    desk.mailbox.refused.update(f"download {uid}" for uid in range(first, first + count))


@pytest.mark.parametrize("count", [11, 60])
def test_any_number_of_bad_messages_at_the_front_keep_no_later_one_outside(desk: WatchedDesk, count: int) -> None:
    """What lies behind them comes in with the first visit, and so does what comes later."""
    poisoned(desk, count)
    desk.deliver(b"good", b"good too")
    assert desk.fetch() == PollReport(seen=count + 2, taken_in=2, filed=2, stumbled=11)
    desk.deliver(b"later")
    assert desk.fetch().taken_in == 1


def test_a_good_message_in_the_midst_of_bad_ones_comes_in_after_a_few_visits(desk: WatchedDesk) -> None:
    """Each visit tries first what none has tried, though nothing at all could be read so far."""
    poisoned(desk, 30)
    desk.deliver(b"good")
    poisoned(desk, 30)
    for _ in range(6):
        visit(desk)
    assert [row.ref.uid for row in desk.ledger.rows.values()] == [31]


def visit(desk: WatchedDesk) -> PollReport | None:
    """One visit, which may find nothing it can read."""
    try:
        return desk.fetch()
    except NeighbourDown:
        return None


def test_a_bad_message_is_tried_again_ever_more_seldom_and_counted_all_the_time(desk: WatchedDesk) -> None:
    """At the next visit, then after one minute, two, four; what is not tried is still told of."""
    poisoned(desk, 1)
    asked = []
    for minute in range(20):
        desk.deliver(b"good %d" % minute)
        desk.mailbox.asked.clear()
        assert desk.fetch() == PollReport(seen=2, taken_in=1, filed=1, stumbled=1)
        if "download 1" in desk.mailbox.asked:
            asked.append(minute)
        desk.clock.go_on(MINUTE)
    assert asked == [0, 1, 2, 4, 8, 16]
    (straggler,) = desk.stragglers.kept.values()
    assert straggler.times == len(asked)


def test_a_bad_message_that_mends_is_taken_in_and_forgotten(desk: WatchedDesk) -> None:
    """The mark of the folder never passed it."""
    poisoned(desk, 1)
    desk.deliver(b"good")
    desk.fetch()
    desk.mailbox.refused.clear()
    assert desk.fetch() == PollReport(seen=1, taken_in=1, filed=1)
    assert desk.stragglers.kept == {}


def test_a_bad_message_that_somebody_removed_is_forgotten(desk: WatchedDesk) -> None:
    """Nothing is waited for that is not there."""
    poisoned(desk, 2)
    desk.deliver(b"good")
    desk.fetch()
    desk.mailbox.letters.pop(1)
    assert desk.fetch() == PollReport(seen=1, stumbled=1)
    assert [ref.uid for ref in desk.stragglers.kept] == [2]


def test_a_server_that_can_give_no_message_proves_nothing_against_any(desk: WatchedDesk) -> None:
    """After an outage of hours everything comes in at once."""
    desk.deliver(*(b"%d" % number for number in range(30)))
    desk.mailbox.broken.add("download")
    for _ in range(40):
        assert visit(desk) is None
        desk.clock.go_on(5 * MINUTE)
    desk.mailbox.broken.clear()
    assert desk.fetch() == PollReport(seen=30, taken_in=30, filed=30)
    assert desk.stragglers.kept == {}


def test_what_is_passed_over_is_named_by_the_comparison(desk: WatchedDesk) -> None:
    """At once, though it came just now, and with its UID."""
    poisoned(desk, 12)
    desk.deliver(b"good")
    desk.fetch()
    compare = Reconcile(
        door=desk.mailbox, ledger=desk.ledger, stragglers=desk.stragglers, lease=desk.lease, clock=desk.clock
    )
    named = {finding.uid for finding in compare().findings if finding.kind is Difference.PASSED_OVER}
    assert named == {ref.uid for ref in desk.stragglers.kept}
    assert len(named) == 11
