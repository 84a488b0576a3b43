"""However many hands a task has, each of its shares is worked at once, and what one breaks down at is told."""

import os
import resource
import signal
import time
from collections.abc import Callable

import pytest

from imwu_inbox.adapters.jail.hands import ForkedHands, OneHand
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.ports.hands import Hands

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")  # a jailed child has one thread
LONG = 600.0


def forked(count: int, *, patience_seconds: float = LONG) -> ForkedHands:
    """So many forks."""
    hands = ForkedHands(patience_seconds=patience_seconds)
    hands.allow(count)
    return hands


@pytest.fixture(params=["one", "one allowed", "two", "five"])
def hands(request: pytest.FixtureRequest) -> Hands:
    """Each kind of hands in turn."""
    of_kind: dict[str, Hands] = {"one": OneHand(), "one allowed": forked(1), "two": forked(2), "five": forked(5)}
    return of_kind[request.param]


def handed_out(shares: list[int]) -> Callable[[], int | None]:
    """These shares, one after another."""
    left = iter(shares)
    return lambda: next(left, None)


def until() -> float:
    """Long enough."""
    return time.monotonic() + LONG


def test_each_share_comes_back_once_with_what_came_of_it(hands: Hands) -> None:
    """In whatever order."""
    done = list(hands(handed_out(list(range(12))), lambda share: share * share, until=until()))
    assert sorted(done) == [(share, share * share) for share in range(12)]
    assert list(hands(handed_out([]), lambda share: share, until=until())) == []


def test_what_waits_for_another_share_is_asked_for_again(hands: Hands) -> None:
    """A share that depends on the first is handed out once that is back."""
    back: list[int] = []
    waiting = [1, 2]

    def next_share() -> int | None:
        return waiting.pop(0) if waiting and (back or waiting[0] == 1) else None

    for share, _ in hands(next_share, lambda share: share, until=until()):
        back.append(share)
    assert back == [1, 2]


def harm(share: str) -> str:
    """Do what the share asks for."""
    if share == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if share == "compute":
        os.kill(os.getpid(), signal.SIGXCPU)
    if share == "eat":
        raise MemoryError
    if share == "raise":
        raise ZeroDivisionError
    if share == "sleep":
        signal.pause()
    return "fine"


def test_a_fork_that_breaks_down_loses_its_share_alone() -> None:
    """The others go on, by a new fork where the old one has died."""
    shares = iter(("die", "ok", "compute", "eat", "raise", "well"))
    done = dict(forked(2)(lambda: next(shares, None), harm, until=until()))
    assert done == {
        "die": Hindrance.CRASH, "compute": Hindrance.CPU, "eat": Hindrance.MEMORY, "raise": Hindrance.CRASH,
        "ok": "fine", "well": "fine",
    }  # fmt: skip


def test_a_fork_that_does_not_end_is_ended_after_the_time_of_the_task() -> None:
    """It holds up nobody for ever."""
    shares = iter(("sleep", "sleep"))
    done = list(forked(2, patience_seconds=0)(lambda: next(shares, None), harm, until=time.monotonic()))
    assert done == [("sleep", Hindrance.TIME)] * 2


def test_where_no_fork_can_be_made_the_child_works_itself() -> None:
    """A machine that is full makes a long file slow, and loses no page of it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with open(os.devnull, encoding="ascii") as highest:  # noqa: PTH123
        resource.setrlimit(resource.RLIMIT_NOFILE, (highest.fileno() + 1, hard))
        try:
            done = list(forked(2)(handed_out([1, 2, 3]), lambda _: os.getpid(), until=until()))
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert done == [(share, os.getpid()) for share in (1, 2, 3)]


def test_no_fork_is_left_when_a_task_is_broken_off() -> None:
    """Whoever stops listening ends them."""
    shares = iter(range(4))
    working = forked(2)(lambda: next(shares, None), lambda _: os.getpid(), until=until())
    _, fork = next(working)
    assert isinstance(fork, int)
    assert fork != os.getpid()
    working.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(fork, 0)
