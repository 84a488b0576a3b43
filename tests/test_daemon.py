"""The ticks: what they drive, what they say when something fails, and the order in which they stop."""

import itertools
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from imwu_inbox.daemon import Daemon
from imwu_inbox.errors import NeighbourDown, TryAgain
from imwu_inbox.settings import MailboxSection, Settings
from imwu_inbox.steps.fetch import PollReport
from tests.fakes.house import NOW, FakeEngine, FakeHouse
from tests.fakes.log_lines import DAEMON, Lines, told_by

WAIT_SECONDS = 20.0
EVERY_SECOND = Settings(mailbox=MailboxSection(poll_seconds=1))


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What the daemon logs."""
    with told_by(DAEMON) as said:
        yield said


@contextmanager
def running(house: FakeHouse, *, stand_by_seconds: float = 5.0) -> Iterator[Daemon]:
    """A daemon at work in a thread of its own, stopped at the end."""
    daemon = Daemon(house, stand_by_seconds=stand_by_seconds)
    thread = threading.Thread(target=daemon.run)
    thread.start()
    try:
        yield daemon
    finally:
        daemon.ask_to_stop()
        thread.join(WAIT_SECONDS)
        assert not thread.is_alive()


def test_the_first_visit_comes_at_once_and_is_told_in_figures(lines: Lines) -> None:
    """Nobody waits a minute after a restart; the line holds counts and nothing else."""
    house = FakeHouse(visit=lambda: PollReport(seen=3, taken_in=2, duplicates=1, filed=3))
    with running(house) as daemon:
        line = lines.expect("poll seen=")
        assert line == "INFO poll seen=3 taken_in=2 over_size=0 duplicates=1 filed=3 stumbled=0"
        assert daemon.health()[0].last_read_at == NOW


def test_the_other_ticks_begin_at_once_too(lines: Lines) -> None:
    """Letters that wait, runs of the dead and half-done acts are looked for right after a start."""
    house = FakeHouse(letters_due=2)
    house.engine.adopted = 1
    with running(house):
        lines.expect("outbox sent=2")
        lines.expect("adopted runs=1")
    assert "sweep" in house.asked


def test_a_silent_server_is_told_and_the_daemon_goes_on(lines: Lines) -> None:
    """A breakdown ends one visit, never the daemon: the next visit succeeds."""
    answers = iter([NeighbourDown("imap.example.org does not answer: see that it runs")])

    def visit() -> PollReport:
        for breakdown in answers:
            raise breakdown
        return PollReport(seen=1)

    with running(FakeHouse(settings=EVERY_SECOND, visit=visit)) as daemon:
        said = lines.expect("poll failed")
        assert said == "WARNING poll failed: NeighbourDown: imap.example.org does not answer: see that it runs"
        lines.expect("poll seen=1")
        assert daemon.health()[0].last_breakdown is None


def test_a_fault_of_ours_is_told_by_its_place_and_never_by_its_words(lines: Lines) -> None:
    """The words of a foreign exception may quote a letter."""

    def visit() -> PollReport:
        raise ValueError("MARTIN, Alice")

    with running(FakeHouse(visit=visit)):
        said = lines.expect("poll failed")
    assert said.startswith("ERROR poll failed: ValueError at ")
    assert "MARTIN" not in "".join(lines.said)


def test_the_stop_waits_for_the_visit_under_way_and_ends_the_engine_last(lines: Lines) -> None:
    """No new ticks, then the tick under way, then the engine."""
    begun, may_end = threading.Event(), threading.Event()
    house = FakeHouse()

    def visit() -> PollReport:
        begun.set()
        assert may_end.wait(WAIT_SECONDS)
        house.engine.asked.append("visit ended")
        return PollReport()

    house.visit = visit
    with running(house) as daemon:
        assert begun.wait(WAIT_SECONDS)
        daemon.ask_to_stop()
        lines.expect("stopping")
        assert "stop" not in house.engine.asked
        may_end.set()
    assert "visit ended" in house.engine.asked
    assert house.engine.asked[-1] == "stop"
    assert lines.said[-1] == "INFO stopped runs_left=0"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_cleanly(lines: Lines, number: signal.Signals) -> None:
    """SIGTERM and Ctrl-C end it in order, and the handlers of before stand again."""
    before = signal.getsignal(number)

    def visit() -> PollReport:
        os.kill(os.getpid(), number)
        return PollReport()

    house = FakeHouse(visit=visit)
    Daemon(house).run_until_signalled()
    assert house.engine.asked[-1] == "stop"
    assert signal.getsignal(number) is before


def test_the_servers_word_brings_the_next_visit_forward(lines: Lines) -> None:
    """With an hour between two polls, the second comes at once."""

    def word(stopping: threading.Event, wake: Callable[[], None]) -> bool:
        lines.expect("poll seen=1")
        wake()
        return stopping.wait(WAIT_SECONDS)

    counts = itertools.count(1)
    slow = Settings(mailbox=MailboxSection(poll_seconds=3600))
    with running(FakeHouse(settings=slow, word=word, visit=lambda: PollReport(seen=next(counts)))):
        lines.expect("poll seen=2")


def test_a_line_that_breaks_is_opened_again(lines: Lines) -> None:
    """The poll goes on meanwhile."""
    breaks = iter([NeighbourDown("the server closed the line")])
    again = threading.Event()

    def word(stopping: threading.Event, _wake: Callable[[], None]) -> bool:
        for breakdown in breaks:
            raise breakdown
        again.set()
        return stopping.wait(WAIT_SECONDS)

    with running(FakeHouse(settings=EVERY_SECOND, word=word)):
        lines.expect("the line that tells of new mail broke, polling goes on")
        assert again.wait(WAIT_SECONDS)


def test_a_server_that_cannot_tell_is_polled_only(lines: Lines) -> None:
    """Said once; no line is opened again and again."""
    house = FakeHouse(settings=EVERY_SECOND, word=lambda _stopping, _wake: False)
    with running(house):
        lines.expect("it is found by polling")
        lines.said.clear()
    assert house.asked.count("watch") == 1


def test_the_word_is_not_asked_for_when_it_is_switched_off(lines: Lines) -> None:
    """`idle = false`."""
    house = FakeHouse(settings=Settings(mailbox=MailboxSection(idle=False)))
    with running(house):
        lines.expect("started")
    assert "watch" not in house.asked


def test_a_visit_is_left_out_while_the_one_before_is_under_way(lines: Lines) -> None:
    """Two visits at once would take in the same mail twice over."""
    may_end = threading.Event()

    def visit() -> PollReport:
        assert may_end.wait(WAIT_SECONDS)
        return PollReport()

    house = FakeHouse(settings=EVERY_SECOND, visit=visit)
    with running(house):
        lines.expect("poll left out: the one before is still under way")
        assert house.asked.count("poll") == 1
        may_end.set()


def test_ended_runs_are_forgotten_after_the_days_of_the_configuration(lines: Lines) -> None:
    """The steps of ended runs hold no record; they go after thirty days unless told otherwise."""
    house = FakeHouse()
    Daemon(house).forget()
    assert house.engine.asked == ["purge 30"]
    assert lines.said == ["INFO retention forgotten_runs=3"]


def test_a_second_daemon_waits_for_the_first_and_says_so(lines: Lines) -> None:
    """Two processes under one executor's name would do each other's work; the second takes over when the first ends."""
    held, looks = threading.Event(), itertools.count(1)
    held.set()

    def launch() -> None:
        if held.is_set():
            if next(looks) > 2:
                held.clear()
            raise TryAgain("another process works as executor main")

    house = FakeHouse(engine=FakeEngine(launch=launch), visit=lambda: PollReport(seen=1))
    with running(house, stand_by_seconds=0.01):
        lines.expect("poll seen=1")
    waits = [line for line in lines.said if "waiting for the daemon" in line]
    assert waits == [
        "WARNING waiting for the daemon that is at work here to end: another process works as executor main"
    ]


def test_a_daemon_that_waits_can_be_stopped(lines: Lines) -> None:
    """It has touched nothing."""

    def launch() -> None:
        raise TryAgain("another process works as executor main")

    house = FakeHouse(engine=FakeEngine(launch=launch))
    with running(house):
        lines.expect("waiting for the daemon")
    assert (house.asked, house.engine.asked) == ([], [])
