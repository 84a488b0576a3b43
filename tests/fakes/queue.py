"""The officers' list and its claims, over records in memory."""

from collections.abc import Sequence
from datetime import date, datetime

from imwu_inbox.domain.audit import Act, AuditEntry
from imwu_inbox.domain.case import CaseRecord, Event, EventKind
from imwu_inbox.domain.claim import Claim, ClaimAnswer
from imwu_inbox.domain.narrowing import Narrowing
from imwu_inbox.domain.queue import (
    NOBODY,
    OUTSIDE_THE_CLOCK,
    PAGE,
    WITH_A_CLOCK,
    Asked,
    Choices,
    HeldMail,
    Question,
    QueueLine,
    QueuePage,
    View,
    end_of_week,
    line_of,
)
from imwu_inbox.domain.queue_counts import Counts
from imwu_inbox.domain.saved_view import MOST_VIEWS, SavedView
from imwu_inbox.domain.search import asked_words, passport_number, search_words
from imwu_inbox.domain.verdict import Doubt, Flag
from tests.fakes.audit_log import FakeAuditLog
from tests.fakes.case_store import FakeCaseStore


class FakeQueue:
    """Lists and claims over the records of a fake store."""

    def __init__(self, cases: FakeCaseStore, audit: FakeAuditLog | None = None) -> None:
        self.cases = cases
        self.audit = audit or FakeAuditLog()
        self.holders: dict[str, tuple[str, datetime]] = {}
        self.waiting: list[HeldMail] = []
        self.besides: dict[View, int] = {}
        """Records of an archive that are counted and never shown."""

    def page(self, question: Question, asked: Asked) -> QueuePage:
        """One page."""
        lines = [self._line(record) for record in self._records(question, asked)]
        references = [line.reference for line in lines]
        start = references.index(question.after) + 1 if question.after in references else 0
        shown = lines[start : start + PAGE]
        more = len(lines) > start + PAGE
        return QueuePage(
            lines=tuple(shown),
            total=len(lines) + self.besides.get(question.view, 0),
            newest=len(self.cases.records),
            next_after=shown[-1].reference if more else "",
        )

    def counts(self, asked: Asked) -> Counts:
        """By filtering for each."""
        counted = {view: len(self._records(Question(view=view), asked)) + self.besides.get(view, 0) for view in View}
        counted[View.HELD] = len(self.waiting)
        return counted

    def newer(self, question: Question, asked: Asked, newest: int) -> int:
        """Those opened later."""
        late = {record.reference for record in self.cases.records[newest:]}
        return sum(record.reference in late for record in self._records(question, asked))

    def choices(self) -> Choices:
        """Of the open records."""
        lines = [self._line(record) for record in self.cases.records if record.status in WITH_A_CLOCK]
        marks = {mark for line in lines for mark in line.marks}
        return Choices(
            codes=tuple(sorted({code for line in lines for code in line.codes})),
            nationalities=tuple(sorted({state for line in lines for state in line.nationalities})),
            marks=tuple(mark for mark in (*Doubt, *Flag) if mark in marks),
            officers=tuple(sorted({line.holder for line in lines if line.holder})),
        )

    def held(self) -> Sequence[HeldMail]:
        """As the test wants."""
        return self.waiting

    def by_number(self, number: str) -> Sequence[str]:
        """Of workers with this very number."""
        wanted = passport_number(number)
        return [
            record.reference
            for record in reversed(self.cases.records)
            if wanted and any(worker.passport_number == wanted for worker in record.workers)
        ][:PAGE]

    def line(self, reference: str) -> QueueLine | None:
        """One."""
        return next((self._line(record) for record in self.cases.records if record.reference == reference), None)

    def claim(self, reference: str, officer: str, now: datetime) -> Claim:
        """Take it, told in its history."""
        line = self.line(reference)
        if line is None or line.status not in WITH_A_CLOCK:
            return Claim(answer=ClaimAnswer.NOT_OPEN)
        if line.holder:
            answer = ClaimAnswer.ALREADY if line.holder == officer else ClaimAnswer.HELD
            return Claim(answer=answer, holder=line.holder)
        self.holders[reference] = (officer, now)
        self._tell(reference, EventKind.CLAIMED, Act.CLAIMED, officer, now)
        return Claim(answer=ClaimAnswer.DONE, holder=officer)

    def release(self, reference: str, officer: str, now: datetime) -> Claim:
        """Give it back, told in its history."""
        line = self.line(reference)
        if line is None or line.status not in WITH_A_CLOCK:
            return Claim(answer=ClaimAnswer.NOT_OPEN)
        if line.holder != officer:
            return Claim(answer=ClaimAnswer.HELD if line.holder else ClaimAnswer.ALREADY, holder=line.holder)
        del self.holders[reference]
        self._tell(reference, EventKind.RELEASED, Act.RELEASED, officer, now)
        return Claim(answer=ClaimAnswer.DONE)

    def _tell(self, reference: str, kind: EventKind, act: Act, officer: str, now: datetime) -> None:
        self.cases.histories[reference].append(Event(kind=kind, at=now, facts={"officer": officer}))
        self.audit.write(AuditEntry(act=act, officer=officer, at=now, reference=reference))

    def _line(self, record: CaseRecord) -> QueueLine:
        holder, since = self.holders.get(record.reference, ("", None))
        lost = {one.reference for one in self.cases.outbox.undelivered()}
        return line_of(record, holder=holder, held_since=since, letter_undelivered=record.reference in lost)

    def _records(self, question: Question, asked: Asked) -> list[CaseRecord]:
        found = [record for record in self.cases.records if self._is_asked_for(record, question, asked)]
        if question.is_by_due_date:
            return sorted(found, key=lambda record: record.due_on or date.max)
        return found[::-1]

    def _is_asked_for(self, record: CaseRecord, question: Question, asked: Asked) -> bool:
        line = self._line(record)
        if question.words:
            looked_for, own = asked_words(question.words), search_words(record)
            if not looked_for or not all(any(word.startswith(begun) for word in own) for begun in looked_for):
                return False
        elif not _is_in_view(line, question.view, asked):
            return False
        return (
            question.stage in ("", line.stage)
            and _is_narrowed(record, question.narrowed, asked)
            and (not question.code or question.code in line.codes)
            and (not question.nationality or question.nationality in line.nationalities)
            and (not question.mark or question.mark in line.marks)
            and (not question.officer or line.holder == ("" if question.officer == NOBODY else question.officer))
        )


def _is_narrowed(record: CaseRecord, part: Narrowing, asked: Asked) -> bool:
    received_on = record.received_at.astimezone(asked.zone).date()
    return (
        (not part.due or record.due_on == part.due)
        and (part.since or date.min) <= received_on <= (part.until or date.max)
        and part.outcome in ("", record.outcome)
        and (not part.reason or part.reason in record.refusals)
    )


def _is_in_view(line: QueueLine, view: View, asked: Asked) -> bool:
    if view in OUTSIDE_THE_CLOCK:
        return line.status is OUTSIDE_THE_CLOCK[view]
    if view is View.UNDELIVERED:
        return line.letter_undelivered
    if view is View.ALL:
        return True
    if view is View.FOUND:
        return line.reference in asked.found
    due_on = line.due_on or date.max
    return line.status in WITH_A_CLOCK and {
        View.OVERDUE: due_on < asked.today,
        View.TODAY: due_on == asked.today,
        View.WEEK: asked.today <= due_on <= end_of_week(asked.today),
        View.MINE: line.holder == asked.officer,
        View.UNASSIGNED: not line.holder,
    }.get(view, True)


class FakeSavedViews:
    """Saved views in a dict."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, SavedView]] = {}

    def of(self, account: str) -> Sequence[SavedView]:
        """By name."""
        return sorted(self.rows.get(account, {}).values(), key=lambda view: view.name.casefold())

    def save(self, account: str, view: SavedView) -> bool:
        """Keep it."""
        own = self.rows.setdefault(account, {})
        if view.name not in own and len(own) >= MOST_VIEWS:
            return False
        own[view.name] = view
        return True

    def remove(self, account: str, name: str) -> None:
        """Forget it."""
        self.rows.get(account, {}).pop(name, None)
