"""Every tally, real or fake, counts alike."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, update
from sqlmodel import col

from imwu_inbox.adapters.sql.claim_store import SqlClaims
from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.tables import QueueRow
from imwu_inbox.adapters.sql.tally import SqlTally
from imwu_inbox.domain.case import CaseStatus
from imwu_inbox.domain.counts import ClosedCount, Counts, IntakeCount, OpenCount, RefusedCount
from imwu_inbox.domain.figures import asked_on
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.verdict import Outcome, Refusal
from imwu_inbox.ports.queue import Claims
from imwu_inbox.ports.tally import Tally
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.queue import FakeQueue
from tests.fakes.tally import FakeTally
from tests.plugs.mail_samples import RECEIVED as NOW
from tests.plugs.mail_samples import new_case, new_letter, refuse
from tests.plugs.stores import KINDS, ZONE, Stores, fake_stores, sql_stores

TODAY = date(2026, 3, 10)
MIDNIGHT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
"""Of that day in Toronto, two days after its clocks went forward."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Stores, their tally, and a way to close a record."""

    stores: Stores
    tally: Tally
    close: Callable[[str, datetime], None]
    claims: Claims

    def record(self, outcome: Outcome, at: datetime, due_on: date | None = None, *reasons: Refusal) -> str:
        """A record received at a moment; its reference."""
        mail_id = self.stores.mail(len(self.stores.cases.everything()) + 1)
        case = new_case(mail_id, outcome=outcome, at=at, due_on=due_on, refusals=reasons)
        return self.stores.cases.open(case, now=NOW, letter=new_letter).record.reference

    def counts(self) -> Counts:
        """What the dashboard of today asks for."""
        return self.tally.counts(asked_on(TODAY, ZONE))


@pytest.fixture(params=KINDS)
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Each kind of tally in turn."""
    if request.param == "fake":
        yield fake_desk()
        return
    database = connect(request.getfixturevalue(f"{request.param}_url"))
    yield Desk(
        stores=sql_stores(database), tally=SqlTally(database), close=closing_on(database), claims=SqlClaims(database)
    )
    database.close()


def fake_desk() -> Desk:
    """The fakes."""
    stores = fake_stores()
    cases = stores.cases
    assert isinstance(cases, FakeCaseStore)
    claims = FakeQueue(cases)
    tally = FakeTally(cases, claims)

    def close(reference: str, at: datetime) -> None:
        number = next(n for n, record in enumerate(cases.records) if record.reference == reference)
        cases.records[number] = replace(cases.records[number], status=CaseStatus.CLOSED)
        tally.closed_at[reference] = at

    return Desk(stores=stores, tally=tally, close=close, claims=claims)


def closing_on(database: Database) -> Callable[[str, datetime], None]:
    """Closes a row behind everybody's back: no act of this release does it yet."""

    def close(reference: str, at: datetime) -> None:
        row = update(QueueRow).where(col(QueueRow.reference) == reference)
        with database.write() as session:
            session.connection().execute(row.values(status=CaseStatus.CLOSED.value, closed_at=at))

    return close


def test_open_cases_are_counted_by_their_due_date(desk: Desk) -> None:
    """Rejected, closed and other mail has no running clock."""
    due = date(2026, 3, 24)
    for outcome in (Outcome.ACCEPTED, Outcome.OFFICER, Outcome.REJECTED, Outcome.NOT_A_REQUEST):
        desk.record(outcome, MIDNIGHT, due if outcome is not Outcome.REJECTED else None)
    desk.record(Outcome.ACCEPTED, MIDNIGHT)
    desk.close(desk.record(Outcome.ACCEPTED, MIDNIGHT, due), MIDNIGHT)
    found = sorted(desk.counts().open, key=lambda group: group.count)
    assert found == [OpenCount(due_on=None, holder="", count=1), OpenCount(due_on=due, holder="", count=2)]


def test_open_cases_are_counted_by_who_holds_them(desk: Desk) -> None:
    """Given back, a case is nobody's again."""
    due = date(2026, 3, 24)
    first, second, third = (desk.record(Outcome.ACCEPTED, MIDNIGHT, due) for _ in range(3))
    for reference, officer in ((first, "m.roy"), (second, "m.roy"), (third, "a.cote")):
        desk.claims.claim(reference, officer, NOW)
    desk.claims.release(second, "m.roy", NOW)
    assert sorted(desk.counts().open, key=lambda group: group.holder) == [
        OpenCount(due_on=due, holder="", count=1),
        OpenCount(due_on=due, holder="a.cote", count=1),
        OpenCount(due_on=due, holder="m.roy", count=1),
    ]


def test_closed_cases_are_counted_by_local_day_and_due_date(desk: Desk) -> None:
    """A minute before midnight in Toronto is yesterday, though UTC says today; 80 days back is past the 12 weeks."""
    due = date(2026, 3, 9)
    for at in (MIDNIGHT, MIDNIGHT - timedelta(minutes=1), MIDNIGHT - timedelta(days=90), MIDNIGHT + timedelta(hours=9)):
        desk.close(desk.record(Outcome.ACCEPTED, MIDNIGHT - timedelta(days=95), due), at)
    assert sorted(desk.counts().closed, key=lambda group: group.closed_on) == [
        ClosedCount(closed_on=date(2026, 3, 9), due_on=due, count=1),
        ClosedCount(closed_on=TODAY, due_on=due, count=2),
    ]


def test_intake_is_counted_by_local_day_of_receipt_and_outcome(desk: Desk) -> None:
    """The night in which the clocks went forward has 23 hours and all of them count."""
    sunday = datetime(2026, 3, 8, 5, 0, tzinfo=UTC)
    for at in (sunday, sunday + timedelta(hours=22, minutes=59), sunday + timedelta(hours=23), sunday):
        desk.record(Outcome.ACCEPTED, at)
    desk.record(Outcome.REJECTED, sunday - timedelta(seconds=1))
    desk.record(Outcome.REJECTED, MIDNIGHT - timedelta(days=30))
    assert sorted(desk.counts().intake, key=lambda group: group.received_on) == [
        IntakeCount(received_on=date(2026, 3, 7), outcome=Outcome.REJECTED, count=1),
        IntakeCount(received_on=date(2026, 3, 8), outcome=Outcome.ACCEPTED, count=3),
        IntakeCount(received_on=date(2026, 3, 9), outcome=Outcome.ACCEPTED, count=1),
    ]


def test_rejections_are_counted_by_their_reasons(desk: Desk) -> None:
    """Records with the same reasons are one group; older ones than the period are left out."""
    passport, form = Refusal.MISSING_PASSPORT, Refusal.MISSING_IMM5686
    desk.record(Outcome.REJECTED, MIDNIGHT, None, passport)
    desk.record(Outcome.REJECTED, MIDNIGHT, None, passport, form)
    first_winter_midnight = MIDNIGHT - timedelta(days=29) + timedelta(hours=1)
    desk.record(Outcome.REJECTED, first_winter_midnight, None, passport, form)
    desk.record(Outcome.REJECTED, first_winter_midnight - timedelta(seconds=1), None, form)
    desk.close(desk.record(Outcome.REJECTED, MIDNIGHT, None, form), MIDNIGHT)
    assert sorted(desk.counts().refused, key=lambda group: group.count) == [
        RefusedCount(refusals=(passport,), count=1),
        RefusedCount(refusals=(passport, form), count=2),
    ]


def test_messages_that_still_wait_are_counted_by_their_fate(desk: Desk) -> None:
    """What has come to its end is not counted."""
    desk.record(Outcome.ACCEPTED, MIDNIGHT)
    waiting, shelved = desk.stores.mail(100), desk.stores.mail(101)
    desk.stores.mail(102, content="mail 100")
    desk.stores.ledger.shelve(shelved, "ChildKilled: too deep")
    assert desk.counts().unsettled == {Fate.STORED: 1, Fate.SHELVED: 1}
    desk.stores.ledger.shelve(waiting, "ChildKilled: too deep")
    assert desk.counts().unsettled == {Fate.SHELVED: 2}


def test_an_empty_store_has_nothing_to_count(desk: Desk) -> None:
    """The first morning of a unit."""
    assert desk.counts() == Counts(open=[], closed=[], intake=[], refused=[], unsettled={})


def test_no_figure_walks_through_all_records(sqlite_url: str) -> None:
    """Each query has an index for all that it asks; by status alone all closed ones would be read for every day."""
    database = connect(sqlite_url)
    asked: list[tuple[str, Any]] = []

    def note(*seen: Any) -> None:
        asked.append((seen[2], seen[3]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        SqlTally(database).counts(asked_on(TODAY, ZONE))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    with database.read() as session:
        plans = [
            " ".join(str(row[3]) for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values))
            for words, values in asked
            if words.startswith(("SELECT", "WITH"))
        ]
    database.close()
    used = {name for plan in plans for name in re.findall(r"INDEX (ix_\w+)", plan)}
    assert len(plans) == 6
    assert used == {
        "ix_outbox_undelivered",
        "ix_queue_holder", "ix_queue_status_closed", "ix_queue_received", "ix_queue_status_received", "ix_mail_fate",
    }  # fmt: skip


def test_records_whose_letter_did_not_arrive_are_counted_until_somebody_sees_to_them(desk: Desk) -> None:
    """A record counts once, however many of its letters came back."""
    for _ in range(3):
        desk.record(Outcome.REJECTED, NOW, None, Refusal.OVER_SIZE)
    for letter in desk.stores.outbox.letters()[:2]:
        refuse(desk.stores.outbox, letter.letter_id, NOW)
    assert desk.counts().undelivered == 2
    desk.stores.outbox.see_to("2026-000002", officer="maya", now=NOW)
    assert desk.counts().undelivered == 1
