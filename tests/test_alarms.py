"""What the daemon calls for help about: a mailbox not read, messages passed over, letters not taken."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from imwu_inbox.daemon import Daemon
from imwu_inbox.steps.fetch import PollReport
from tests.fakes.house import FakeHouse
from tests.fakes.log_lines import DAEMON, Lines, told_by
from tests.fakes.tended import INTERVAL, down, fail, tended


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What the daemon logs."""
    with told_by(DAEMON) as said:
        yield said


def test_an_unread_mailbox_is_told_once_an_outage_and_its_end_too(lines: Lines) -> None:
    """Even a visit that hangs, and so fails with no line of its own, comes to light."""
    house = FakeHouse()
    mailbox = tended(house)
    house.clock.go_on(timedelta(seconds=3 * INTERVAL))
    mailbox.watch()
    assert lines.said == []
    for _ in range(3):
        house.clock.go_on(timedelta(seconds=1))
        mailbox.watch()
    assert mailbox.health().is_unread_too_long
    alarm = (
        "ERROR mailbox not read for 3 intervals mailbox=unit/INBOX last_read=never breakdown=none: "
        "run imwu-inbox doctor"
    )
    assert lines.said == [alarm]
    mailbox.poll()
    assert lines.said == [alarm, "WARNING mailbox read again mailbox=unit/INBOX"]
    house.clock.go_on(timedelta(seconds=3 * INTERVAL + 1))
    mailbox.watch()
    assert lines.said[-1].startswith("ERROR mailbox not read for 3 intervals")


def test_a_second_visit_that_fails_is_an_alarm_at_once_and_only_once(lines: Lines) -> None:
    """Within two polls, not after three intervals; the tick for visits that hang adds no second word."""
    house = FakeHouse(visit=down)
    mailbox = tended(house)
    fail(mailbox, 1)
    assert lines.said == []
    fail(mailbox, 2)
    house.clock.go_on(timedelta(seconds=4 * INTERVAL))
    mailbox.watch()
    alarm = (
        "ERROR mailbox not read in 2 visits mailbox=unit/INBOX last_read=never breakdown=NeighbourDown: "
        "run imwu-inbox doctor"
    )
    assert lines.said == [alarm]
    house.visit = PollReport
    mailbox.poll()
    assert lines.said == [alarm, "WARNING mailbox read again mailbox=unit/INBOX"]


def test_messages_passed_over_in_two_visits_are_an_alarm(lines: Lines) -> None:
    """The visit came to its end, and yet somebody's letter was not read."""
    house = FakeHouse()
    mailbox = tended(house)
    for stumbled in (1, 2, 2, 0, 1):
        house.visit = lambda stumbled=stumbled: PollReport(stumbled=stumbled)  # type: ignore[misc]
        mailbox.poll()
    assert lines.said == [
        "ERROR messages passed over in 2 visits mailbox=unit/INBOX messages=2: run imwu-inbox ledger verify",
        "WARNING no message is passed over any more mailbox=unit/INBOX",
    ]


def test_letters_that_the_breaker_makes_wait_raise_an_alarm(lines: Lines) -> None:
    """More letters in an hour than any honest day brings: somebody must look."""
    house = FakeHouse(letters_braked=7)
    Daemon(house).post()
    assert lines.said == ["ERROR too many letters in an hour, 7 wait: run imwu-inbox doctor"]


def test_letters_the_relay_does_not_take_raise_an_alarm_at_the_second_try(lines: Lines) -> None:
    """Told when their number grows and when it is none again, not every quarter of a minute."""
    house = FakeHouse()
    daemon = Daemon(house)
    for house.letters_stuck in (0, 2, 2, 1, 0, 0):
        daemon.post()
    assert lines.said == [
        "ERROR the relay refuses letters or does not answer, 2 wait: run imwu-inbox doctor",
        "WARNING no letter waits for the relay any more",
    ]


def test_a_letter_that_did_not_arrive_raises_an_alarm_though_another_was_seen_to(lines: Lines) -> None:
    """Told once for each letter, by either tick: the one that sends may hang on the very relay."""
    house = FakeHouse()
    daemon = Daemon(house)
    for letters, tick in (({4}, daemon.watch), ({4}, daemon.post), ({9}, daemon.watch), ((), daemon.post)):
        house.letters_undelivered = frozenset(letters)
        tick()
    assert lines.said == [
        "ERROR letters did not arrive new=1 in_all=1: run imwu-inbox letters",
        "ERROR letters did not arrive new=1 in_all=1: run imwu-inbox letters",
        "WARNING every letter that did not arrive has been seen to",
    ]
