"""One mailbox as the daemon tends it, on fakes, and visits that fail."""

import pytest

from imwu_inbox.daemon.tending import Tending
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.steps.fetch import PollReport
from tests.fakes.house import FakeHouse, FakeLetterbox

INTERVAL = 60


def tended(house: FakeHouse, pauses: list[float] | None = None) -> Tending:
    """The house's mailbox, with the pauses it asks for in a list; the draw is always the highest."""
    return Tending(
        FakeLetterbox(house=house),
        clock=house.clock,
        interval_seconds=INTERVAL,
        draw=lambda: 1.0,
        come_back=(pauses if pauses is not None else []).append,
    )


def down() -> PollReport:
    """A visit to a silent server."""
    raise NeighbourDown("no answer")


def fail(mailbox: Tending, times: int) -> None:
    """So many visits fail."""
    for _ in range(times):
        with pytest.raises(NeighbourDown):
            mailbox.poll()
