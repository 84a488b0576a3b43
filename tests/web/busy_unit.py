"""A unit on a busy Tuesday, as the dashboard counts it: the figures of the design's picture, all invented."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from imwu_inbox.domain.counts import Asked, ClosedCount, Counts, IntakeCount, OpenCount, RefusedCount
from imwu_inbox.domain.ledger import Fate, NewMail
from imwu_inbox.domain.local_days import monday_of
from imwu_inbox.domain.mail import MailRef
from imwu_inbox.domain.reconciliation import Difference, Finding, Reconciliation
from imwu_inbox.domain.verdict import Outcome, Refusal
from tests.fakes.ledger import FakeLedger
from tests.fakes.logbook import FakeLogbook

TODAY = date(2026, 11, 24)
MAILBOX = "imwu-umit@unit.example/INBOX"
HOLDERS = ("m.roy", "s.dhaliwal", "a.cote", "t.nguyen")
_USED = (3, 9, 13, 29, 28, 26, 28, 17, 19, 15, 10, 6, 2, 1, 4)
"""Open cases by days used, from 0 to 14; three more are late."""
_IN_TIME = (96, 97, 95, 98, 98, 97, 99, 99, 98, 99, 99, 98)
_WEEK = ((20, 2, 2), (22, 1, 2), (23, 3, 4), (11, 0, 3), (23, 2, 1), (3, 0, 0), (0, 0, 0))
"""Accepted, left to an officer and rejected, from Monday to Sunday."""
_REASONS = (
    ((Refusal.MISSING_IMM5686,), 11), ((Refusal.MISSING_PASSPORT,), 6), ((Refusal.OVER_SIZE,), 6),
    ((Refusal.MISSING_PASSPORT, Refusal.MISSING_IMM5686), 2),
)  # fmt: skip


class BusyTally:
    """Counts that do not change."""

    def counts(self, asked: Asked) -> Counts:
        """The counts of that day, whatever days are asked for."""
        return Counts(
            open=_open(),
            closed=_closed(),
            intake=_intake([day.on for day in asked.received]),
            refused=[RefusedCount(refusals=refusals, count=count) for refusals, count in _REASONS],
            unsettled={Fate.STORED: 2, Fate.HELD: 1, Fate.SHELVED: 2},
        )


def logbook_of(now: datetime, *, seconds_ago: int = 40) -> FakeLogbook:
    """Read a moment ago, and compared this morning with two differences."""
    logbook = FakeLogbook()
    agreed = Reconciliation(on_server=12_400, in_ledger=12_402, waiting=0, taken_out=2, gone_before=0, findings=())
    differing = Reconciliation(
        on_server=12_481,
        in_ledger=12_480,
        waiting=1,
        taken_out=2,
        gone_before=0,
        findings=(
            Finding(kind=Difference.STRANGER, tray="processed", uid=4411),
            Finding(kind=Difference.GONE, mail_id=2),
        ),
    )
    for days, found in ((2, agreed), (1, agreed), (0, differing)):
        logbook.compared(MAILBOX, now - timedelta(days=days, hours=4, minutes=50), found)
    logbook.read(MAILBOX, now - timedelta(seconds=seconds_ago))
    return logbook


def fill_ledger(ledger: FakeLedger, *, mails: int = 60) -> None:
    """Messages of every fate, the last two on the shelf."""
    refs = [
        MailRef(account="imwu-umit@unit.example", folder="INBOX", uidvalidity=7, uid=uid + 1) for uid in range(mails)
    ]
    start = datetime(2026, 11, 20, 13, 4, tzinfo=UTC)
    ledger.take_in_all(
        [
            NewMail(
                ref=ref,
                sha256=sha256(str(max(2, ref.uid) if ref.uid % 9 else 2).encode()).hexdigest(),
                vault_key=str(ref.uid),
                size_bytes=640_000 + 61_000 * ref.uid,
                received_at=start + timedelta(hours=1.5 * ref.uid),
                whole=ref.uid != 5,
                answerable=True,
            )
            for ref in refs
        ]
    )
    for number in range(1, mails - 5):
        if ledger.entry(number).fate is Fate.STORED:
            ledger.settle(number, f"2026-{number:06d}", None)
            ledger.filed(number, "rejected" if number % 7 == 5 else "processed")
    ledger.raise_low_uid("imwu-umit@unit.example", "INBOX", 7, mails)
    ledger.rows[mails - 4] = replace(ledger.entry(mails - 4), fate=Fate.HELD)
    ledger.shelve(mails - 2, "ChildKilled: a child that read file 3 ran over 120 seconds")
    ledger.shelve(mails - 1, "ValueError at imwu_inbox.domain.codes:118")


def _open() -> Sequence[OpenCount]:
    groups = [(14 - used, count) for used, count in enumerate(_USED)] + [(-1, 2), (-3, 1)]
    found: list[OpenCount] = []
    for number, (left, count) in enumerate(groups):
        nobodys = count if left >= 12 else count // 3
        holder = HOLDERS[number % len(HOLDERS)]
        due_on = TODAY + timedelta(days=left)
        found.append(OpenCount(due_on=due_on, holder=holder, count=count - nobodys))
        found.append(OpenCount(due_on=due_on, holder="", count=nobodys))
    return [group for group in found if group.count]


def _closed() -> Sequence[ClosedCount]:
    found: list[ClosedCount] = []
    for back, percent in enumerate(reversed(_IN_TIME)):
        on = min(TODAY, monday_of(TODAY) - timedelta(weeks=back) + timedelta(days=3))
        found.append(ClosedCount(closed_on=on, due_on=on + timedelta(days=5), count=percent))
        found.append(ClosedCount(closed_on=on, due_on=on - timedelta(days=1), count=100 - percent))
    return found


def _intake(days: Sequence[date]) -> Sequence[IntakeCount]:
    outcomes = (Outcome.ACCEPTED, Outcome.OFFICER, Outcome.REJECTED)
    return [
        IntakeCount(received_on=day, outcome=outcome, count=max(0, count - day.day % 4))
        for day in days
        for outcome, count in zip(outcomes, _WEEK[day.weekday()], strict=True)
        if count
    ]
