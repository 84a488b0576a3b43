"""What two children make of one request, against one: the wall time falls, the computing does not grow."""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from zoneinfo import ZoneInfo

import pypdfium2

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
HEADER = ("children", "wall ms", "CPU ms", "wall against one", "CPU against one")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What one and two children took. Units: seconds a round, by how many children there were."""

    wall: Mapping[int, float]
    computed: Mapping[int, float]

    @property
    def ratios(self) -> tuple[float, float]:
        """What two took against one, of wall time and of computing."""
        return self.wall[2] / self.wall[1], self.computed[2] / self.computed[1]

    def rows(self) -> list[tuple[str, ...]]:
        """The rows of a table."""
        two = tuple(f"{ratio:.2f}" for ratio in self.ratios)
        return [
            (f"{count}", f"{1000 * self.wall[count]:.0f}", f"{1000 * self.computed[count]:.0f}", *ratios)
            for count, ratios in ((1, ("1", "1")), (2, two))
        ]


def measured(request: Joined) -> Took:
    """One request by one child and by two, all ready; computing is counted by the kernel as the children end."""
    walls: dict[int, float] = {}
    spent: dict[int, float] = {}
    for count in (1, 2):
        before = cpu_seconds()
        with children(count):
            pass
        warmed = cpu_seconds() - before
        before = cpu_seconds()
        with children(count) as jail:
            for _ in range(ROUNDS):
                start = time.monotonic()
                reading(jail, count)(request)
                walls[count] = min(walls.get(count, math.inf), time.monotonic() - start)
        spent[count] = (cpu_seconds() - before - warmed) / ROUNDS
    return Took(wall=walls, computed=spent)


def test_two_children_read_a_request_sooner_and_compute_no_more() -> None:
    """Each file by one of them."""
    took = measured(joined([one.content for one in request_of(20261)]))
    write_section(
        "One request by two children",
        HEADER,
        took.rows(),
        said=f"The mixed request of nine pages (seed 20261), children ready; wall is the least of {ROUNDS} rounds, CPU "
        "their mean. No file has enough scanned pages to be shared out.",
    )
    wall, cpu = took.ratios
    assert cpu < MOST_CPU
    assert wall < MOST_WALL


def test_two_hands_read_a_long_scan_sooner_and_compute_no_more() -> None:
    """All papers of a request in one PDF of twelve scanned pages, as most senders send them."""
    first, second = request_of(20261), request_of(20263)
    with pypdfium2.PdfDocument.new() as whole:
        for paper in (*first[:4], *second[1:4]):
            with pypdfium2.PdfDocument(paper.content) as own:
                whole.import_pages(own)
        pages, buffer = len(whole), BytesIO()
        whole.save(buffer)
    took = measured(joined([buffer.getvalue()]))
    write_section(
        "One long scan by two hands",
        HEADER,
        took.rows(),
        said=f"A PDF of {pages} scanned pages: form, passports, contracts, diplomas (seeds 20261 and 20263); one child "
        f"with as many hands as there are cells. Wall is the least of {ROUNDS} rounds, CPU their mean.",
    )
    wall, cpu = took.ratios
    assert cpu < MOST_CPU
    assert wall < MOST_WALL
