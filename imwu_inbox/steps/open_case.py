"""Open the case: record, workers, events, due date and letter in one transaction. Source: rules 34-36, 43 and 45."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from imwu_inbox.domain.came_back import Return
from imwu_inbox.domain.case import Event, EventKind, NewCase, OtherPart, WorkerSummary
from imwu_inbox.domain.evidence import as_record
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.reply import Letter, ReplyPlan, Withheld
from imwu_inbox.domain.reply_limits import DAY, braked_by, grounds_of, skeleton_of
from imwu_inbox.domain.reply_plan import plan_reply
from imwu_inbox.domain.request import Assessment, EarlierMail, Joined, Worker
from imwu_inbox.domain.verdict import Outcome
from imwu_inbox.ports.case_store import CaseStore
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.letters import Letters
from imwu_inbox.ports.outbox import Outbox
from imwu_inbox.ports.parts import Parts

_EVENT_OF_OUTCOME = {
    Outcome.ACCEPTED: EventKind.OPENED,
    Outcome.OFFICER: EventKind.OPENED,
    Outcome.HELD: EventKind.OPENED,
    Outcome.REJECTED: EventKind.REJECTED,
    Outcome.NOT_A_REQUEST: EventKind.SET_APART,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """Turns an assessment into a record, and its letter into a row of the outbox.

    `dry`: letters are written to be looked at, and marked so that they never go out.
    """

    cases: CaseStore
    outbox: Outbox
    parts: Parts
    letters: Letters
    clock: Clock
    limits: Limits
    dry: bool = False

    def __call__(self, mail_id: int, assessment: Assessment) -> tuple[int, ...]:
        """Open or join the record; the ids of the letters now waiting. Doing it again changes nothing."""
        now = self.clock.now()
        joined = assessment.request.joined
        if joined.part is not None and joined.waits_until is not None:
            self.parts.hold(mail_id, joined.part, joined.waits_until)
            return ()
        if joined.came_back is not None and joined.came_back.said is Return.FAILED:
            self.outbox.bounced(joined.came_back.message_id, now)
        if assessment.join_to is not None:
            self.cases.join(mail_id, assessment.join_to, _joined(mail_id, assessment, now))
            return ()
        plan = plan_reply(assessment, self.limits)
        withheld = self._braked(plan, joined, now) if plan else assessment.permission.reason
        if withheld is not None:
            plan = None
        case, letter = _new_case(mail_id, assessment, withheld, now), self._writer(plan, now)
        if joined.completes and joined.thread is not None:
            opened = self.cases.complete(joined.thread, case, now=now, letter=letter)
        else:
            opened = self.cases.open(case, now=now, letter=letter)
        return () if opened.letter_id is None else (opened.letter_id,)

    def _braked(self, plan: ReplyPlan, joined: Joined, now: datetime) -> Withheld | None:
        """Why a letter that might go is kept back: it went already, its address bounced, or a brake on loops holds."""
        if self.outbox.is_undeliverable(plan.to.address):
            return Withheld.UNDELIVERABLE
        if joined.namesakes and self._was_told(plan, joined.namesakes.references):
            return Withheld.DUPLICATE
        return braked_by(plan, self.outbox.written_to(plan.to.address, now - DAY), self.limits, now)

    def _was_told(self, plan: ReplyPlan, references: Iterable[str]) -> bool:
        """Whether the same was written to this address for another message of this Message-ID."""
        said = (plan.to.address.casefold(), plan.kind, grounds_of(plan.kind, plan.refusals))
        letters = (row.letter for reference in references for row in self.outbox.letters(reference=reference))
        return any((letter.to.casefold(), letter.kind, letter.grounds) == said for letter in letters)

    def _writer(self, plan: ReplyPlan | None, now: datetime) -> Callable[[str], Letter | None]:
        def write(reference: str) -> Letter | None:
            if plan is None:
                return None
            return replace(
                self.letters.write(plan, reference=reference, now=now),
                grounds=grounds_of(plan.kind, plan.refusals),
                skeleton=skeleton_of(plan.subject),
                is_dry=self.dry,
            )

        return write


def _new_case(mail_id: int, assessment: Assessment, withheld: Withheld | None, now: datetime) -> NewCase:
    joined, verdict = assessment.request.joined, assessment.verdict
    gated = joined.gated
    return NewCase(
        mail_id=mail_id,
        outcome=verdict.outcome,
        received_at=min(message.raw.received_at for message in joined.messages),
        due_on=verdict.due_on,
        employer=assessment.employer,
        sender=gated.mail.from_[0].address if gated.mail.from_ else "",
        language=assessment.language.value,
        entry_on=assessment.entry_on,
        workers=tuple(_summary(worker) for worker in assessment.workers),
        refusals=verdict.reasons,
        doubts=verdict.doubts,
        flags=verdict.flags,
        message_id=gated.mail.message_id,
        assessment=as_record(assessment),
        events=_events(mail_id, assessment, withheld, now),
        earlier_mails=tuple(map(_other_part, joined.earlier)),
        joins_twin=verdict.outcome is Outcome.ACCEPTED and not joined.completes,
        likeness=gated.likeness,
        namesakes_seen=joined.namesakes.count if joined.namesakes else None,
    )


def _other_part(mail: EarlierMail) -> OtherPart:
    gated = mail.gated
    return OtherPart(mail_id=mail.mail_id, message_id=gated.mail.message_id, likeness=gated.likeness)


def _joined(mail_id: int, assessment: Assessment, now: datetime) -> Event:
    """The Message-ID goes with it, so that an answer to this message finds the record too."""
    joined = assessment.request.joined
    facts: dict[str, object] = {"mail_id": mail_id, "message_id": joined.gated.mail.message_id}
    if joined.namesakes and joined.namesakes.copy:
        facts["is_copy"] = True
    return Event(kind=EventKind.MAIL_JOINED, at=now, facts=facts)


def _events(mail_id: int, assessment: Assessment, withheld: Withheld | None, now: datetime) -> tuple[Event, ...]:
    verdict = assessment.verdict
    decided = {"reasons": list(verdict.reasons), "doubts": list(verdict.doubts), "flags": list(verdict.flags)}
    events = [
        *_arrivals(mail_id, assessment.request.joined, now),
        Event(kind=EventKind.ASSESSED, at=now, facts={"outcome": verdict.outcome.value, **decided}),
        Event(
            kind=_EVENT_OF_OUTCOME[verdict.outcome],
            at=now,
            facts={"due_on": verdict.due_on.isoformat() if verdict.due_on else None},
        ),
    ]
    if withheld is not None:
        header, colon, _ = assessment.permission.sign.partition(":")
        facts = {"reason": withheld.value, "sign": header if colon else ""}
        events.append(Event(kind=EventKind.REPLY_WITHHELD, at=now, facts=facts))
    return tuple(events)


def _arrivals(mail_id: int, joined: Joined, now: datetime) -> Iterator[Event]:
    """Every message of a new record; of one that is completed only the message that does it."""
    if joined.completes:
        done = {"mail_id": mail_id, "message_id": joined.gated.mail.message_id, "completes": True}
        yield Event(kind=EventKind.MAIL_JOINED, at=now, facts=done)
        return
    parts = [(mail.mail_id, mail.gated.raw) for mail in joined.earlier] + [(mail_id, joined.gated.raw)]
    for number, raw in parts:
        facts: dict[str, object] = {"mail_id": number, "size_bytes": raw.size_bytes, "sha256": raw.sha256}
        if joined.same_id_as and number == mail_id:
            facts["same_id_as"] = joined.same_id_as
        yield Event(kind=EventKind.RECEIVED, at=raw.received_at, facts=facts)


def _summary(worker: Worker) -> WorkerSummary:
    """Names as the passport gives them, else as the form does."""
    zone = worker.passport.reading.fields if worker.passport.reading else None
    return WorkerSummary(
        surname=zone.surname if zone else worker.form.value("family_name"),
        given_names=zone.given_names if zone else worker.form.value("given_names"),
        nationality=zone.nationality if zone else "",
        passport_number=zone.number if zone else "",
        birth_date=zone.birth_date if zone else None,
        expiry_date=zone.expiry_date if zone else None,
        codes=tuple(code.code for code in worker.codes),
        verified=worker.identity_is_verified,
    )
