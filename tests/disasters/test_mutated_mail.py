"""Damaged messages by the thousand through the jail: the house lives, and each one ends within its budget.

IMWU_MUTANTS says how many, IMWU_MUTANTS_FROM the number of the first, IMWU_MUTANTS_TOTALS a JSON file outside the
repository to which the batch is added: 100,000 are then run in batches, each where the last one ended.
"""

import os
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field

from imwu_inbox.adapters.jail import Jail
from imwu_inbox.errors import ChildKilled, MailUnparseable
from tests.bench.figures import write_section
from tests.disasters.mutants import mutant
from tests.disasters.totals import Totals
from tests.readings import setup

BATCH = int(os.environ.get("IMWU_MUTANTS", "1000"))
FIRST = int(os.environ.get("IMWU_MUTANTS_FROM", "0"))
SECONDS = 20.0
"""What one message may take, of the clock and of the processor; the house grants 120."""
MEMORY_BYTES = 1536 * 1024**2
"""What a child may take, as the house grants it."""
_SLACK_SECONDS = 5.0
"""Starting a child anew after one was ended."""
_SLOWEST = "slowest, in milliseconds"


@dataclass(kw_only=True)
class Tally:
    """What became of the mutants. Units: seconds of the clock."""

    ends: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    limits_hit: list[str] = field(default_factory=list)

    def try_one(self, jail: Jail, number: int) -> None:
        """Parse one mutant behind the wall; anything but a reading, a refusal or a named limit is an error."""
        message = mutant(number)
        began = time.monotonic()
        try:
            mail = jail.parse_mail(message)
            self.ends["with leaves" if mail.attachments or mail.body_text.strip() else "without leaves"] += 1
        except MailUnparseable:
            self.ends["refused as unreadable"] += 1
        except ChildKilled as killed:
            self.ends[f"limit: {killed.limit}"] += 1
            self.limits_hit.append(f"{number} ({killed.limit})")
        self.seconds.append(time.monotonic() - began)


def test_no_mutant_ends_the_house_or_takes_more_than_its_share() -> None:
    """Every mutant is read, refused or stopped by a limit that has a name, and most are still read."""
    jail = Jail(setup=setup(), seconds_per_file=SECONDS, memory_bytes=MEMORY_BYTES)
    tally = Tally()
    try:
        for number in range(FIRST, FIRST + BATCH):
            tally.try_one(jail, number)
    finally:
        jail.close()
    report(tally)
    assert not tally.limits_hit, f"mutants that hit a limit: {tally.limits_hit}"
    assert max(tally.seconds) < SECONDS + _SLACK_SECONDS
    assert tally.ends.total() == BATCH
    assert tally.ends["with leaves"] >= BATCH // 2


def report(tally: Tally) -> None:
    """Add the batch to the totals, and write down how things stand."""
    totals = Totals("IMWU_MUTANTS_TOTALS")
    so_far = totals.counts.total() - totals.counts[_SLOWEST]
    assert so_far in {0, FIRST}, f"the batches so far end before {so_far}: go on there"
    slowest = max(totals.counts.pop(_SLOWEST, 0), round(max(tally.seconds) * 1000))
    totals.add(tally.ends + Counter({_SLOWEST: slowest}))
    ends = [(end, str(count)) for end, count in totals.counts.most_common() if end != _SLOWEST]
    write_section(
        "Mutated messages",
        ("end", "messages"),
        ends,
        said=f"{so_far + BATCH} mutants of the stories through the jail's children; 0 deaths of the house. Median of "
        f"the last batch {statistics.median(tally.seconds) * 1000:.1f} ms, slowest of all {slowest / 1000:.2f} s with "
        f"the start of its child (allowed: {SECONDS:.0f} s, {MEMORY_BYTES // 1024**2} MiB).",
    )
