"""More hands for a task of a child: forks of it, each of which works at one share of the task at a time.

A fork has all that the child has, open file and loaded models, lives in the same cell under the same limits, and dies
with it. Its answers come as Python's own objects, which the house would never take from a child: between two parsers of
the same bytes they give away nothing.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, Generic

from imwu_inbox.adapters.jail.confine import die_with
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.ports.hands import Done, Share

_FORKS = multiprocessing.get_context("fork")
_PATIENCE_SECONDS = 10.0
"""A hand ends by itself when the task's time is over; one that does not so long after is ended."""


class OneHand:
    """Works at one share after another in this process; satisfies `ports.hands.Hands`."""

    count = 1

    def __call__(
        self, next_share: Callable[[], Share | None], work: Callable[[Share], Done], *, until: float
    ) -> Iterator[tuple[Share, Done | Hindrance]]:
        """Each share with what came of it; what breaks down breaks the task."""
        del until  # work ends by itself
        while (share := next_share()) is not None:
            yield share, work(share)


class ForkedHands:
    """As many forks as the task is allowed, one hand without any; satisfies `ports.hands.Hands`."""

    def __init__(self, *, patience_seconds: float = _PATIENCE_SECONDS) -> None:
        """One hand until more are allowed."""
        self.count = 1
        self._patience_seconds = patience_seconds

    def allow(self, count: int) -> None:
        """So many hands for the next task."""
        self.count = count

    def __call__(
        self, next_share: Callable[[], Share | None], work: Callable[[Share], Done], *, until: float
    ) -> Iterator[tuple[Share, Done | Hindrance]]:
        """Each share with what came of it, as it is done. Forks are made when first needed and used again."""
        if self.count <= 1:
            yield from OneHand()(next_share, work, until=until)
            return
        idle: list[_Hand[Share, Done]] = []
        busy: list[_Hand[Share, Done]] = []
        try:
            while True:
                while len(busy) < self.count and (share := next_share()) is not None:
                    hand = idle.pop() if idle else _forked(work)
                    if hand is None:
                        yield share, work(share)
                        continue
                    hand.take(share)
                    busy.append(hand)
                if not busy:
                    return
                for hand in _ready(busy, until + self._patience_seconds):
                    busy.remove(hand)
                    done = hand.answer()
                    (idle if hand.is_alive else []).append(hand)
                    yield hand.share, done
        finally:
            for hand in (*busy, *idle):
                hand.end()


class _Hand(Generic[Share, Done]):
    """One fork, and the share that it works at."""

    share: Share

    def __init__(self, work: Callable[[Share], Done]) -> None:
        self._line, others_end = _FORKS.Pipe()
        self._process = _FORKS.Process(target=_live, args=(work, others_end, os.getpid()), daemon=True)
        self._process.start()
        others_end.close()
        self.is_alive = True

    @property
    def line(self) -> Any:
        """Ready when an answer has come, or the fork has died."""
        return self._line

    def take(self, share: Share) -> None:
        """Begin with this share."""
        self.share = share
        self._line.send(share)

    def answer(self) -> Done | Hindrance:
        """What came of it; a hand that died, or has not done it by now, is of no more use."""
        try:
            if self._line.poll():
                done: Done | Hindrance = self._line.recv()
                return done
        except (EOFError, OSError):
            self._process.join()
            self.end()
            return Hindrance.CPU if self._process.exitcode == -signal.SIGXCPU else Hindrance.CRASH
        self.end()
        return Hindrance.TIME

    def end(self) -> None:
        """End the fork, if it still lives."""
        self.is_alive = False
        self._process.kill()
        self._process.join()
        self._line.close()


def is_want_of_memory(broken: Exception) -> bool:
    """Whether a task broke down because no more memory was granted; libraries say so in their own words."""
    return isinstance(broken, MemoryError) or any(word in str(broken).lower() for word in ("memory", "alloc"))


def _forked(work: Callable[[Share], Done]) -> "_Hand[Share, Done] | None":
    """A new fork; None where the machine has no room for one, and the child must work itself."""
    try:
        return _Hand(work)
    except OSError:
        return None


def _ready(busy: "list[_Hand[Share, Done]]", until: float) -> "list[_Hand[Share, Done]]":
    """The hands that have an answer; all of them when their time is over."""
    lines = wait([hand.line for hand in busy], timeout=max(0.0, until - time.monotonic()))
    return [hand for hand in busy if hand.line in lines] or list(busy)


def _live(work: Callable[[Share], Done], line: "Connection[Any, Any]", child: int) -> None:
    """The fork's side: one share after another until it is ended."""
    die_with(child)
    while True:
        share = line.recv()
        done: Done | Hindrance
        try:
            done = work(share)
        except Exception as broken:  # noqa: BLE001  a hostile file may raise anything, and the share must be answered
            done = Hindrance.MEMORY if is_want_of_memory(broken) else Hindrance.CRASH
        line.send(done)
