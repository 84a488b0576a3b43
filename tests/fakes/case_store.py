"""Records in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
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
    OtherPart,
    reference_of,
)
from imwu_inbox.domain.copies import MOST_REFERENCES, Copy, Namesakes
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.mail import MailRef
from imwu_inbox.domain.reply import Letter
from imwu_inbox.errors import Overtaken, SetAside
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
        self.likenesses: dict[int, str] = {}
        self._zone = zone

    def open(self, case: NewCase, *, now: datetime, letter: Callable[[str], Letter | None]) -> Opened:
        """Open once; again returns what stands."""
        self.ledger.entry(case.mail_id)
        standing = self._standing(case.mail_id)
        if standing:
            return standing
        self._must_know_its_namesakes(case)
        twin = self._twin(case) if case.joins_twin else None
        if twin:
            return self._join(twin.reference, case, now)
        year = case.received_at.astimezone(self._zone).year
        number = sum(record.reference.startswith(f"{year:04d}-") for record in self.records) + 1
        record = _record_of(case, reference_of(year, number))
        written = letter(record.reference)
        self.records.append(record)
        self.cases[record.reference] = case
        self.histories[record.reference] = list(case.events)
        self._queue_letter(record.reference, written, case, now)
        self._settle(record.reference, case)
        return Opened(record=record, letter_id=self.letter_ids.get(case.mail_id), was_new=True)

    def complete(
        self, reference: str, case: NewCase, *, now: datetime, letter: Callable[[str], Letter | None]
    ) -> Opened:
        """Judge a rejected record anew; again changes nothing."""
        standing = self._standing(case.mail_id)
        if standing:
            return standing
        self._must_know_its_namesakes(case)
        if reference not in self.cases:
            raise SetAside(f"there is no record {reference} to join mail {case.mail_id} to")
        before = self._record(reference)
        if before.status is not CaseStatus.REJECTED:
            return self._join(reference, case, now)
        written = letter(reference)
        after = replace(_record_of(case, reference), mail_id=before.mail_id)
        self.records[self.records.index(before)] = after
        earlier = dict(self.cases[reference].assessment)
        kept = {**case.assessment, "earlier": [*earlier.pop("earlier", []), earlier]}  # type: ignore[misc]
        self.cases[reference] = replace(case, assessment=kept)
        self.histories[reference] += case.events
        self._queue_letter(reference, written, case, now)
        self._settle(reference, case)
        return Opened(record=after, letter_id=self.letter_ids.get(case.mail_id), was_new=True)

    def mails(self, reference: str) -> Sequence[int]:
        """The messages of a record in the order of their receipt."""
        rows = [row for row in self.ledger.rows.values() if row.case_reference == reference]
        settled = [row for row in rows if row.fate is Fate.SETTLED]
        return [row.mail_id for row in sorted(settled, key=lambda row: (row.received_at, row.mail_id))]

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

    def namesakes(self, message_id: str | None, likeness: str, *, besides: MailRef) -> Namesakes:
        """The other messages of this Message-ID, or this likeness, that have come to their end."""
        named = [
            row
            for row in self.ledger.rows.values()
            if (message_id and row.message_id == message_id)
            or (likeness and self.likenesses.get(row.mail_id) == likeness)
        ]
        rows = [row for row in named if row.fate is Fate.SETTLED and row.ref != besides]
        references = dict.fromkeys(row.case_reference for row in reversed(rows) if row.case_reference)
        same = [row for row in rows if likeness and self.likenesses.get(row.mail_id) == likeness]
        return Namesakes(
            count=len(rows),
            references=tuple(references)[:MOST_REFERENCES],
            copy=self._copy(same[0].case_reference or "") if same else None,
        )

    def _copy(self, reference: str) -> Copy:
        outcome = self._record(reference).outcome
        return Copy(reference=reference, outcome=outcome, is_answered=bool(self.outbox.letters(reference=reference)))

    def _must_know_its_namesakes(self, case: NewCase) -> None:
        if case.namesakes_seen is None:
            return
        itself = self.ledger.entry(case.mail_id).ref
        if self.namesakes(case.message_id, case.likeness, besides=itself).count != case.namesakes_seen:
            raise Overtaken("another of its name came to its end meanwhile")

    def queue(self, *, after: str | None = None, limit: int = 50) -> Sequence[CaseRecord]:
        """Records with a running clock by due date."""
        running = {CaseStatus.OPEN, CaseStatus.WITH_OFFICER}
        ordered = sorted(self.records, key=self._place)
        last = next((self._place(record) for record in ordered if record.reference == after), None)
        page = [record for record in ordered if record.status in running]
        return [record for record in page if last is None or self._place(record) > last][:limit]

    def neighbours(self, reference: str) -> tuple[str | None, str | None]:
        """The records before and after by due date."""
        here = next((self._place(record) for record in self.records if record.reference == reference), None)
        if here is None:
            return None, None
        places = {self._place(record): record.reference for record in self.queue(limit=len(self.records))}
        before, after = [one for one in places if one < here], [one for one in places if one > here]
        return places[max(before)] if before else None, places[min(after)] if after else None

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

    def _standing(self, mail_id: int) -> Opened | None:
        entry = self.ledger.entry(mail_id)
        if entry.fate is not Fate.SETTLED or not entry.case_reference:
            return None
        return Opened(record=self._record(entry.case_reference), letter_id=self.letter_ids.get(mail_id), was_new=False)

    def _twin(self, case: NewCase) -> CaseRecord | None:
        wanted = {(worker.passport_number, worker.birth_date, worker.codes) for worker in case.workers}
        if not case.employer or not wanted or not all(number and codes for number, _, codes in wanted):
            return None
        for record in self.records:
            known = {(worker.passport_number, worker.birth_date, worker.codes) for worker in record.workers}
            runs = record.status in {CaseStatus.OPEN, CaseStatus.WITH_OFFICER}
            if runs and wanted <= known and record.employer.casefold() == case.employer.casefold():
                return record
        return None

    def _join(self, reference: str, case: NewCase, now: datetime) -> Opened:
        facts = {"mail_id": case.mail_id, "message_id": case.message_id, "is_same_request": True}
        self._tell(reference, Event(kind=EventKind.MAIL_JOINED, at=now, facts=facts))
        self._settle(reference, case)
        return Opened(record=self._record(reference), letter_id=None, was_new=False)

    def _queue_letter(self, reference: str, letter: Letter | None, case: NewCase, now: datetime) -> None:
        if letter is None:
            return
        letter_id = self.letter_ids[case.mail_id] = self.outbox.put(letter, reference=reference, now=now)
        if all(event.kind is not EventKind.LETTER_QUEUED for event in case.events):
            facts = {"letter": letter_id, "kind": letter.kind.value}
            self._tell(reference, Event(kind=EventKind.LETTER_QUEUED, at=now, facts=facts))

    def _settle(self, reference: str, case: NewCase) -> None:
        itself = OtherPart(mail_id=case.mail_id, message_id=case.message_id, likeness=case.likeness)
        for part in (itself, *case.earlier_mails):
            if self.ledger.entry(part.mail_id).fate is not Fate.SETTLED:
                self.ledger.settle(part.mail_id, reference, part.message_id)
                self.likenesses[part.mail_id] = part.likeness

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
