"""Records in memory."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from imwu_inbox.domain.case import (
    STATUS_OF_OUTCOME,
    CaseFile,
    CaseRecord,
    CaseStatus,
    Event,
    EventKind,
    NewCase,
    reference_of,
)
from imwu_inbox.domain.reply import Letter
from imwu_inbox.errors import SetAside
from imwu_inbox.ports.case_store import Opened
from tests.fakes.ledger import FakeLedger
from tests.fakes.outbox import FakeOutbox

TORONTO = ZoneInfo("America/Toronto")


class FakeCaseStore:
    """Records in a list, standing beside a fake ledger and a fake outbox."""

    def __init__(self, ledger: FakeLedger, outbox: FakeOutbox | None = None, zone: ZoneInfo = TORONTO) -> None:
        self.ledger = ledger
        self.outbox = outbox or FakeOutbox()
        self.outbox.tell = self._tell
        self.records: list[CaseRecord] = []
        self.cases: dict[str, NewCase] = {}
        self.histories: dict[str, list[Event]] = {}
        self.letter_ids: dict[int, int] = {}
        self._zone = zone

    def open(self, case: NewCase, *, now: datetime, letter: Callable[[str], Letter | None]) -> Opened:
        """Open once; again returns what stands."""
        self.ledger.entry(case.mail_id)
        standing = self.by_mail(case.mail_id)
        if standing:
            return standing
        year = case.received_at.astimezone(self._zone).year
        number = sum(record.reference.startswith(f"{year:04d}-") for record in self.records) + 1
        record = _record_of(case, reference_of(year, number))
        written = letter(record.reference)
        self.records.append(record)
        self.cases[record.reference] = case
        self.histories[record.reference] = list(case.events)
        if written is not None:
            letter_id = self.outbox.put(written, reference=record.reference, now=now)
            self.letter_ids[case.mail_id] = letter_id
            if all(event.kind is not EventKind.LETTER_QUEUED for event in case.events):
                facts = {"letter": letter_id, "kind": written.kind.value}
                self._tell(record.reference, Event(kind=EventKind.LETTER_QUEUED, at=now, facts=facts))
        self.ledger.settle(case.mail_id, record.reference, case.message_id)
        return Opened(record=record, letter_id=self.letter_ids.get(case.mail_id), was_new=True)

    def join(self, mail_id: int, reference: str, event: Event) -> CaseRecord:
        """Attach as an event; again changes nothing."""
        entry = self.ledger.entry(mail_id)
        if entry.case_reference:
            return self._record(entry.case_reference)
        if reference not in self.cases:
            raise SetAside(f"there is no record {reference} to join mail {mail_id} to")
        self._tell(reference, event)
        message_id = event.facts.get("message_id")
        self.ledger.settle(mail_id, reference, str(message_id) if message_id else None)
        return self._record(reference)

    def by_mail(self, mail_id: int) -> Opened | None:
        """The record this message opened."""
        for record in self.records:
            if record.mail_id == mail_id:
                return Opened(record=record, letter_id=self.letter_ids.get(mail_id), was_new=False)
        return None

    def by_thread(self, message_ids: Sequence[str]) -> CaseRecord | None:
        """The record one of these belongs to; the first found wins."""
        found = {row.message_id: row.case_reference for row in self.ledger.rows.values() if row.message_id}
        found |= {row.letter.message_id: row.reference for row in self.outbox.rows.values()}
        reference = next((found[message_id] for message_id in message_ids if message_id in found), None)
        return self._record(reference) if reference else None

    def queue(self, *, after: str | None = None, limit: int = 50) -> Sequence[CaseRecord]:
        """Records with a running clock by due date."""
        running = {CaseStatus.OPEN, CaseStatus.WITH_OFFICER}
        ordered = sorted(self.records, key=self._place)
        last = next((self._place(record) for record in ordered if record.reference == after), None)
        page = [record for record in ordered if record.status in running]
        return [record for record in page if last is None or self._place(record) > last][:limit]

    def everything(self, *, limit: int = 1000) -> Sequence[CaseRecord]:
        """All records, newest first."""
        return self.records[::-1][:limit]

    def file(self, reference: str) -> CaseFile | None:
        """One record with its judgement and history."""
        if reference not in self.cases:
            return None
        return CaseFile(
            record=self._record(reference),
            assessment=self.cases[reference].assessment,
            events=tuple(self.histories[reference]),
        )

    def _place(self, record: CaseRecord) -> tuple[date, int]:
        return (record.due_on or date.max, self.records.index(record))

    def _record(self, reference: str) -> CaseRecord:
        return next(record for record in self.records if record.reference == reference)

    def _tell(self, reference: str, event: Event) -> None:
        self.histories[reference].append(event)


def _record_of(case: NewCase, reference: str) -> CaseRecord:
    return CaseRecord(
        reference=reference,
        mail_id=case.mail_id,
        status=STATUS_OF_OUTCOME[case.outcome],
        outcome=case.outcome,
        received_at=case.received_at,
        due_on=case.due_on,
        employer=case.employer,
        sender=case.sender,
        language=case.language,
        entry_on=case.entry_on,
        workers=case.workers,
        refusals=case.refusals,
        doubts=case.doubts,
        flags=case.flags,
    )
