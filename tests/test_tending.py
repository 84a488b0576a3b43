"""One mailbox as the daemon tends it: pauses, alarms, the server's word, and the daily comparison."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from imwu_inbox.daemon import Daemon
from imwu_inbox.daemon.tending import Tending
from imwu_inbox.domain.reconciliation import Difference, Finding, Reconciliation
from imwu_inbox.errors import NeighbourDown, TryAgain
from imwu_inbox.settings import MailboxSection, Settings
from imwu_inbox.steps.fetch import PollReport
from tests.fakes.house import AGREED, NOW, FakeHouse, FakeLetterbox
from tests.fakes.log_lines import DAEMON, Lines, told_by
from tests.fakes.tended import INTERVAL, down, fail, tended


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What the daemon logs."""
    with told_by(DAEMON) as said:
        yield said


def test_a_failed_visit_is_repeated_soon_and_then_less_and_less_often() -> None:
    """A blink of the line costs two seconds; a long outage is asked every five intervals at most."""
    pauses: list[float] = []
    fail(tended(FakeHouse(visit=down), pauses), 10)
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_a_fault_of_ours_pauses_too() -> None:
    """It would otherwise be repeated in every interval for ever, at full speed."""

    def fault() -> PollReport:
        raise ValueError("ours")

    pauses: list[float] = []
    with pytest.raises(ValueError, match="ours"):
        tended(FakeHouse(visit=fault), pauses).poll()
    assert pauses == [2]


def test_a_visit_that_succeeds_ends_the_pauses() -> None:
    """The next failure begins at two seconds again."""
    pauses: list[float] = []
    house = FakeHouse(visit=down)
    mailbox = tended(house, pauses)
    fail(mailbox, 3)
    house.visit = PollReport
    mailbox.poll()
    house.visit = down
    fail(mailbox, 1)
    assert pauses == [2, 4, 8, 2]


def test_the_daemon_comes_back_after_the_pause_and_not_only_at_the_next_poll(lines: Lines) -> None:
    """With an hour between two polls, a blink of the line is over in seconds."""
    answers = iter([NeighbourDown("cut")])

    def visit() -> PollReport:
        for breakdown in answers:
            raise breakdown
        return PollReport(seen=1)

    house = FakeHouse(settings=Settings(mailbox=MailboxSection(poll_seconds=3600, idle=False)), visit=visit)
    daemon = Daemon(house)
    thread = threading.Thread(target=daemon.run)
    thread.start()
    lines.expect("poll seen=1")
    daemon.ask_to_stop()
    thread.join()
    assert house.asked.count("poll") == 2


def test_health_remembers_the_last_breakdown_until_a_visit_succeeds() -> None:
    """What an operator asks first: since when, and why."""
    house = FakeHouse(visit=down)
    mailbox = tended(house)
    fail(mailbox, 2)
    health = mailbox.health()
    assert (health.last_breakdown, health.last_read_at, health.failures) == ("NeighbourDown", None, 2)
    house.visit = PollReport
    mailbox.poll()
    health = mailbox.health()
    assert (health.last_breakdown, health.last_read_at, health.failures) == (None, NOW, 0)
    assert not health.is_unread_too_long


def test_a_mailbox_that_another_daemon_visits_is_told_once_and_counts_as_read(lines: Lines) -> None:
    """The other daemon has its own alarm."""
    house = FakeHouse(visit=lambda: PollReport(elsewhere=1))
    mailbox = tended(house)
    mailbox.poll()
    mailbox.poll()
    assert mailbox.health().last_read_at == NOW
    house.visit = PollReport
    mailbox.poll()
    assert lines.said == [
        "INFO another daemon visits the mailbox, this one waits mailbox=unit/INBOX",
        "INFO visiting the mailbox again mailbox=unit/INBOX",
    ]


def test_mail_told_of_during_a_visit_is_looked_for_right_after_it() -> None:
    """The visit under way may have asked for the list already."""
    pauses: list[float] = []
    house = FakeHouse()
    mailbox = tended(house, pauses)

    def visit() -> PollReport:
        if not pauses:
            mailbox.wake()
            assert pauses == []
        return PollReport()

    house.visit = visit
    mailbox.poll()
    assert pauses == [0]
    mailbox.poll()
    assert pauses == [0]


def test_a_line_that_breaks_again_and_again_is_opened_less_and_less_often(lines: Lines) -> None:
    """A server that hangs up on every listener is not asked in a circle."""
    stopping, asked = threading.Event(), []

    def word(_stopping: threading.Event, _wake: Callable[[], None]) -> bool:
        asked.append(1)
        if len(asked) == 3:
            stopping.set()
        raise NeighbourDown("the server closed the line")

    house = FakeHouse(word=word)
    draws = iter([-1.0, -1.0, -1.0])  # no pause at all: the list of draws is what is asked about
    Tending(
        FakeLetterbox(house=house),
        clock=house.clock,
        interval_seconds=INTERVAL,
        draw=lambda: next(draws),
        come_back=lambda _seconds: None,
    ).listen(stopping)
    assert len(asked) == 3
    assert next(draws, None) is None


def test_every_difference_is_named_with_ids_only(lines: Lines) -> None:
    """A line each, and a line of figures at the level of an alarm."""
    findings = (
        Finding(kind=Difference.STRANGER, tray="processed", uid=12),
        Finding(kind=Difference.GONE, mail_id=3),
    )
    tended(FakeHouse(comparison=lambda: replace(AGREED, on_server=3, findings=findings))).reconcile()
    assert lines.said == [
        "WARNING difference stranger mailbox=unit/INBOX tray=processed uid=12 mail=none",
        "WARNING difference gone mailbox=unit/INBOX tray=none uid=none mail=3",
        "ERROR reconcile mailbox=unit/INBOX on_server=3 in_ledger=2 waiting=0 taken_out=0 differences=2",
    ]


def test_agreement_is_one_quiet_line_of_figures(lines: Lines) -> None:
    """Nothing to do."""
    tended(FakeHouse()).reconcile()
    assert lines.said == [
        "INFO reconcile mailbox=unit/INBOX on_server=2 in_ledger=2 waiting=0 taken_out=0 differences=0"
    ]


def test_a_mailbox_that_another_daemon_compares_is_left_to_it(lines: Lines) -> None:
    """Every machine ticks at the same hour."""

    def held() -> Reconciliation:
        raise TryAgain("another daemon is in the mailbox")

    tended(FakeHouse(comparison=held)).reconcile()
    assert lines.said[0].startswith("INFO reconcile left to another daemon")


def test_a_mailbox_that_cannot_be_compared_keeps_no_other_from_it(lines: Lines) -> None:
    """One server down is no reason to leave the other mailbox uncompared."""
    second = FakeHouse()

    def silent() -> Reconciliation:
        raise NeighbourDown("no answer")

    house = FakeHouse(
        comparison=silent,
        more=(FakeLetterbox(house=second, name="second/INBOX"),),
    )
    Daemon(house).reconcile()
    assert second.asked == ["reconcile"]
    assert lines.said[0] == "ERROR reconcile failed mailbox=unit/INBOX: NeighbourDown: no answer"
