"""Every logbook, real or fake, keeps these promises."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from imwu_inbox.adapters.sql.connect import connect
from imwu_inbox.adapters.sql.logbook_store import SqlLogbook
from imwu_inbox.domain.mailbox_state import Comparison, MailboxState
from imwu_inbox.domain.reconciliation import Difference, Finding, Reconciliation
from imwu_inbox.ports.logbook import Logbook
from tests.fakes.logbook import FakeLogbook
from tests.plugs.stores import KINDS

NOW = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FOUND = Reconciliation(
    on_server=7,
    in_ledger=8,
    waiting=1,
    taken_out=2,
    gone_before=3,
    findings=(
        Finding(kind=Difference.GONE, mail_id=4),
        Finding(kind=Difference.STRANGER, tray="processed", uid=4_000_000_000),
    ),
)


@pytest.fixture(params=KINDS)
def logbook(request: pytest.FixtureRequest) -> Iterator[Logbook]:
    """Each kind of book in turn."""
    if request.param == "fake":
        yield FakeLogbook()
        return
    database = connect(request.getfixturevalue(f"{request.param}_url"))
    yield SqlLogbook(database)
    database.close()


def test_a_visit_that_came_to_its_end_is_remembered_by_its_moment(logbook: Logbook) -> None:
    """The newest counts, also when a slower process writes an older one afterwards."""
    for at in (NOW, NOW + MINUTE, NOW - MINUTE):
        logbook.read("unit/INBOX", at)
    assert logbook.states() == [MailboxState(mailbox="unit/INBOX", last_read_at=NOW + MINUTE)]


def test_failures_are_counted_until_a_visit_comes_to_its_end(logbook: Logbook) -> None:
    """What was read before stays known; the first failure may come before any success."""
    logbook.failed("unit/INBOX", NOW, "NeighbourDown")
    logbook.failed("unit/INBOX", NOW + MINUTE, "CannotWrite")
    (state,) = logbook.states()
    assert (state.last_read_at, state.last_failed_at, state.breakdown, state.failures) == (
        None,
        NOW + MINUTE,
        "CannotWrite",
        2,
    )
    logbook.read("unit/INBOX", NOW + 2 * MINUTE)
    (state,) = logbook.states()
    assert (state.last_read_at, state.breakdown, state.failures) == (NOW + 2 * MINUTE, "", 0)
    logbook.failed("unit/INBOX", NOW + 3 * MINUTE, "NeighbourDown")
    (state,) = logbook.states()
    assert (state.last_read_at, state.failures) == (NOW + 2 * MINUTE, 1)


def test_each_mailbox_has_a_state_of_its_own_with_its_last_comparison(logbook: Logbook) -> None:
    """By name; one that was compared by hand and never visited is known too."""
    agreed = Reconciliation(on_server=1, in_ledger=1, waiting=0, taken_out=0, gone_before=0, findings=())
    logbook.read("unit/INBOX", NOW)
    logbook.compared("unit/INBOX", NOW - MINUTE, agreed)
    logbook.compared("unit/INBOX", NOW, FOUND)
    logbook.compared("other/INBOX", NOW, agreed)
    other, unit = logbook.states()
    assert (other.mailbox, other.last_read_at) == ("other/INBOX", None)
    assert other.compared == Comparison(mailbox="other/INBOX", at=NOW, found=agreed)
    assert unit.compared == Comparison(mailbox="unit/INBOX", at=NOW, found=FOUND)


def test_comparisons_are_kept_and_listed_newest_first(logbook: Logbook) -> None:
    """The proof of the last month is there to be looked at."""
    for day in range(4):
        logbook.compared("unit/INBOX", NOW + timedelta(days=day), FOUND)
    assert [comparison.at.day for comparison in logbook.comparisons(limit=3)] == [5, 4, 3]
    assert logbook.comparisons()[0].found == FOUND


def test_before_the_first_visit_nothing_is_known(logbook: Logbook) -> None:
    """Nothing, not a guess."""
    assert (logbook.states(), logbook.comparisons()) == ([], [])
