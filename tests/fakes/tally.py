"""The dashboard's counts over fake records and a fake ledger."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from imwu_inbox.domain.case import CaseRecord, CaseStatus
from imwu_inbox.domain.counts import WAITING_FATES, Asked, ClosedCount, Counts, IntakeCount, OpenCount, RefusedCount
from imwu_inbox.domain.local_days import LocalDay
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.queue import FakeQueue

RUNNING = {CaseStatus.OPEN, CaseStatus.WITH_OFFICER}


class FakeTally:
    """Counts one by one. `closed_at` says when a closed record was closed; the queue knows who holds one."""

    def __init__(self, cases: FakeCaseStore, queue: FakeQueue | None = None) -> None:
        self.cases = cases
        self.queue = queue or FakeQueue(cases)
        self.closed_at: dict[str, datetime] = {}

    def counts(self, asked: Asked) -> Counts:
        """Of all records and rows."""
        records = self.cases.records
        opened = Counter((record.due_on, self._holder(record)) for record in records if record.status in RUNNING)
        closed = Counter(
            (day, record.due_on)
            for record in records
            if record.status is CaseStatus.CLOSED and (day := _day(self.closed_at[record.reference], asked.closed))
        )
        received = [(record, day) for record in records if (day := _day(record.received_at, asked.received))]
        intake = Counter((day, record.outcome) for record, day in received)
        refused = Counter(record.refusals for record, _ in received if record.status is CaseStatus.REJECTED)
        fates = Counter(row.fate for row in self.cases.ledger.rows.values())
        return Counts(
            open=[OpenCount(due_on=due_on, holder=holder, count=count) for (due_on, holder), count in opened.items()],
            closed=[ClosedCount(closed_on=day, due_on=due_on, count=count) for (day, due_on), count in closed.items()],
            intake=[
                IntakeCount(received_on=day, outcome=outcome, count=count) for (day, outcome), count in intake.items()
            ],
            refused=[RefusedCount(refusals=refusals, count=count) for refusals, count in refused.items()],
            unsettled={fate: fates[fate] for fate in WAITING_FATES if fates[fate]},
            undelivered=len({one.reference for one in self.cases.outbox.undelivered()}),
        )

    def _holder(self, record: CaseRecord) -> str:
        holder, _ = self.queue.holders.get(record.reference, ("", None))
        return holder


def _day(moment: datetime, days: Sequence[LocalDay]) -> date | None:
    return next((day.on for day in days if day.since <= moment < day.until), None)
