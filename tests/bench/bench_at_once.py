"""What two children make of one request, against one: the wall time falls, the computing does not grow."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from imwu_inbox.adapters.jail import Jail
from imwu_inbox.domain.mail import Attachment, MailRef, ParsedMail, RawMail
from imwu_inbox.domain.reply import ReplyPermission
from imwu_inbox.domain.request import Gated, Joined
from imwu_inbox.steps.read import Read
from imwu_inbox.wiring.judging import at_once
from tests.bench.bench_reading import request_of
from tests.bench.bench_stages import cpu_seconds
from tests.bench.figures import write_section
from tests.readings import setup
from tests.stories.told import story

ROUNDS = 3
MOST_CPU, MOST_WALL = 1.15, 0.9
"""More than this against one child, and a second one is not worth its start."""


def joined(contents: list[bytes]) -> Joined:
    """A message with these files."""
    told = story("complete-text-en")
    raw = RawMail(
        ref=MailRef(account="bench", folder="INBOX", uidvalidity=1, uid=1),
        sha256="0" * 64, content=b"", size_bytes=0, received_at=told.received_at,
    )  # fmt: skip
    files = tuple(
        Attachment(
            name="", media_type="application/pdf", size_bytes=len(one), sha256=f"{at:064d}", path=f"{at}", content=one
        )
        for at, one in enumerate(contents, start=1)
    )
    gated = Gated(
        raw=raw, mail=ParsedMail(attachments=files), over_size=False, near_limit=False, is_internal=False,
        permission=ReplyPermission(allowed=True),
    )  # fmt: skip
    return Joined(gated=gated)


@contextmanager
def children(count: int) -> Iterator[Jail]:
    """A jail whose children have all read something."""
    jail = Jail(setup=setup(), workers=count, seconds_per_file=300, patience_seconds=0)
    reading(jail, count)(joined([one.content for one in request_of(20263)[:2]]))
    yield jail
    jail.close()


def reading(jail: Jail, count: int) -> Callable[[Joined], object]:
    """The step, over so many children."""
    return Read(reader=jail, zone=ZoneInfo("America/Toronto"), spread=at_once(count))


def test_two_children_read_a_request_sooner_and_compute_no_more() -> None:
    """Children ready, rounds in turn, least of each; computing is counted by the kernel as the children end."""
    request = joined([one.content for one in request_of(20261)])
    walls: dict[int, list[float]] = {1: [], 2: []}
    spent: dict[int, float] = {}
    for count, took in walls.items():
        before = cpu_seconds()
        with children(count):
            pass
        warmed = cpu_seconds() - before
        before = cpu_seconds()
        with children(count) as jail:
            for _ in range(ROUNDS):
                start = time.monotonic()
                reading(jail, count)(request)
                took.append(time.monotonic() - start)
        spent[count] = (cpu_seconds() - before - warmed) / ROUNDS
    wall, cpu = min(walls[2]) / min(walls[1]), spent[2] / spent[1]
    rows = [
        (f"{count}", f"{1000 * min(walls[count]):.0f}", f"{1000 * spent[count]:.0f}", *ratios)
        for count, ratios in ((1, ("1", "1")), (2, (f"{wall:.2f}", f"{cpu:.2f}")))
    ]
    write_section(
        "One request by two children",
        ("children", "wall ms", "CPU ms", "wall against one", "CPU against one"),
        rows,
        said=f"The mixed request of nine pages (seed 20261), children ready; wall is the least of {ROUNDS} rounds, CPU "
        "their mean. The pages of one file stay with one child.",
    )
    assert cpu < MOST_CPU
    assert wall < MOST_WALL
