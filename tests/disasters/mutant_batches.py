"""Batches of mutants: each one tried within its budget, counted by its end, added to what earlier batches counted.

`<NAME>` in the environment says how many, `<NAME>_FROM` the number of the first, `<NAME>_TOTALS` a JSON file outside
the repository to which the batch is added: 100,000 are then run in batches, each where the last one ended.
"""

import os
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench.figures import write_section
from tests.disasters.totals import Totals

SECONDS = 20.0
"""What one mutant may take, of the clock and of the processor; the house grants 120."""
MEMORY_BYTES = 448 * 1024**2
"""What a child may take, as the house grants it."""
_SLACK_SECONDS = 5.0
"""Starting a child anew after one was ended."""
_SLOWEST = "slowest, in milliseconds"
LIMIT = "limit: "
"""How the end of a mutant begins that a limit stopped."""


@dataclass(kw_only=True)
class Batch:
    """What became of the mutants of one batch. Units: seconds of the clock."""

    name: str
    size: int
    first: int
    ends: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)

    @classmethod
    def from_environment(cls, name: str, *, size: int) -> "Batch":
        """The batch that the environment asks for."""
        return cls(
            name=name,
            size=int(os.environ.get(name, str(size))),
            first=int(os.environ.get(f"{name}_FROM", "0")),
        )

    def run(self, try_one: Callable[[int], str]) -> None:
        """Try each mutant by its number; what is returned is its end."""
        for number in range(self.first, self.first + self.size):
            began = time.monotonic()
            end = try_one(number)
            self.seconds.append(time.monotonic() - began)
            self.ends[end] += 1
            if end.startswith(LIMIT):
                self.stopped.append(f"{number} ({end.removeprefix(LIMIT)})")

    @property
    def kept_its_budget(self) -> bool:
        """Whether every mutant was tried, and none took longer than allowed."""
        return self.ends.total() == self.size and max(self.seconds) < SECONDS + _SLACK_SECONDS

    def report(self, title: str, *, said: str, what: str) -> Counter[str]:
        """Add the batch to the totals, and write down how things stand; the ends of all batches so far."""
        totals = Totals(f"{self.name}_TOTALS")
        so_far = totals.counts.total() - totals.counts[_SLOWEST]
        assert so_far in {0, self.first}, f"the batches so far end before {so_far}: go on there"
        slowest = max(totals.counts.pop(_SLOWEST, 0), round(max(self.seconds) * 1000))
        totals.add(self.ends + Counter({_SLOWEST: slowest}))
        ends = [(end, str(count)) for end, count in totals.counts.most_common() if end != _SLOWEST]
        write_section(
            title,
            ("end", what),
            ends,
            said=f"{so_far + self.size} {said}; 0 deaths of the house. Median of the last batch "
            f"{statistics.median(self.seconds) * 1000:.1f} ms, slowest of all {slowest / 1000:.2f} s with the start of "
            f"its child (allowed: {SECONDS:.0f} s, {MEMORY_BYTES // 1024**2} MiB).",
        )
        return Counter(dict(totals.counts)) - Counter({_SLOWEST: slowest})
