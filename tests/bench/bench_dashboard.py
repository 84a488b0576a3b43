"""How long the dashboard's figures and a page of the ledger take where 100,000 records stand and 5,000 are open."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.ledger_pages import SqlLedgerPages
from imwu_inbox.adapters.sql.tally import SqlTally
from imwu_inbox.domain.deadline import local_date
from imwu_inbox.domain.figures import Figures, asked_on, figures_of
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.ledger_page import Wanted
from tests.bench.figures import write_section
from tests.bench.full_store import CASES, GOAL_MS, NOW, OPEN, ROUNDS, fill, times_ms

ZONE = ZoneInfo("America/Toronto")
TODAY = local_date(NOW, ZONE)
_ROWS: dict[str, list[list[str]]] = {}


def figures(database: Database) -> Figures:
    """What the dashboard works out for one visitor."""
    return figures_of(SqlTally(database).counts(asked_on(TODAY, ZONE)), TODAY, 14)


def test_the_figures_of_a_full_store_come_within_the_budget(database: Database) -> None:
    """Counted anew for every visitor: no cache, no roll-up that could be wrong."""
    fill(database)
    shown = figures(database)
    assert (shown.open, shown.in_time.closed > 3_000, shown.requests > 7_000) == (OPEN, True, True)
    pages = SqlLedgerPages(database)
    acts: dict[str, Callable[[], object]] = {
        "dashboard figures": lambda: figures(database),
        "ledger, newest page": lambda: pages.page(Wanted()),
        "ledger, a page half way": lambda: pages.page(Wanted(), below=CASES // 2),
        "ledger, a rare fate": lambda: pages.page(Wanted(fate=Fate.SHELVED)),
        "ledger, one day": lambda: pages.page(Wanted(since=asked_on(TODAY, ZONE).received[0].since,
                                                     until=asked_on(TODAY, ZONE).received[0].until)),
    }  # fmt: skip
    measured = {name: times_ms(act) for name, act in acts.items()}
    _ROWS[database.dialect] = [
        [database.dialect, name, f"{middle:.1f}", f"{high:.1f}"] for name, (middle, high) in measured.items()
    ]
    write_section(
        "Figures and ledger of a full store",
        ("database", "what", "median ms", "95th percentile ms"),
        [row for rows in _ROWS.values() for row in rows],
        said=f"{CASES:,} records, {OPEN:,} of them open, {ROUNDS} rounds in one process; the goal is {GOAL_MS} ms.",
    )
    assert max(middle for middle, _ in measured.values()) < GOAL_MS
