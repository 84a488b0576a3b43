"""Joining: which message belongs to a request we already have, and which only perhaps."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from imwu_inbox.domain.case import CaseFile, CaseRecord, CaseStatus
from imwu_inbox.domain.copies import Namesakes
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.machine_signs import Desk
from imwu_inbox.domain.mail import Address, MailRef, ParsedMail
from imwu_inbox.domain.request import Gated, Joined, Parsed
from imwu_inbox.domain.verdict import Outcome
from imwu_inbox.steps.gate import Gate
from imwu_inbox.steps.join import Join
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.letters import SEAL
from tests.fakes.outbox import FakeOutbox
from tests.fakes.parts import FakeParts
from tests.steps.mail import RECEIVED, SENDER, a_mail, a_raw_mail, an_attachment
from tests.steps.test_reply import a_letter

GATE = Gate(limits=Limits(), desk=Desk())
REFERENCE = "2026-000123"
RECORD = CaseRecord(
    reference=REFERENCE, mail_id=1, status=CaseStatus.OPEN, outcome=Outcome.ACCEPTED, received_at=RECEIVED,
    due_on=None, employer="", sender=SENDER.address, language="en", entry_on=None, workers=(), refusals=(), doubts=(),
    flags=(),
)  # fmt: skip
FIRST = "<1@atelier.example.org>"
OURS = SEAL.message_id(REFERENCE, "a" * 16, "unit.example")
TAGGED = f"RE: [IMWU-UMIT {REFERENCE} {SEAL.tag(REFERENCE)}] Request received"
FORGED = OURS.replace("a" * 16, "b" * 16)


class OneRecord(FakeCaseStore):
    """A register that knows one record and one Message-ID of it."""

    def __init__(self, record: CaseRecord) -> None:
        super().__init__(FakeLedger(), FakeOutbox())
        self.record = record

    def by_thread(self, message_ids: Sequence[str]) -> CaseRecord | None:
        """The record, for its own Message-ID."""
        return self.record if FIRST in message_ids else None

    def namesakes(self, message_id: str | None, likeness: str, *, besides: MailRef) -> Namesakes:
        """The record's own message, for its Message-ID."""
        del likeness, besides
        return Namesakes(count=1, references=(REFERENCE,)) if message_id == FIRST else Namesakes()

    def file(self, reference: str) -> CaseFile | None:
        """The record, for its reference."""
        return CaseFile(record=self.record, assessment={}, events=()) if reference == self.record.reference else None


def through_gate(mail: ParsedMail) -> Gated:
    """The message as it comes from the gate."""
    return GATE(Parsed(raw=a_raw_mail(), mail=mail))


def joined(mail: ParsedMail, record: CaseRecord = RECORD, *, written_to: str = "") -> Joined:
    """The message with its record."""
    cases = OneRecord(record)
    if written_to:
        cases.outbox.put(replace(a_letter(), to=written_to), reference=REFERENCE, now=RECEIVED)
    join = Join(
        seal=SEAL,
        cases=cases,
        outbox=cases.outbox,
        parts=FakeParts(cases.ledger),
        original=lambda _mail_id: through_gate(a_mail()),
        clock=FakeClock(RECEIVED),
        free_mail_domains=frozenset({"freemail.example"}),
        parts_wait=timedelta(hours=4),
    )
    return join(through_gate(mail))


def from_(address: str, **changes: object) -> ParsedMail:
    """An answer to our letter by this writer."""
    mail = replace(a_mail(sender=Address(name="", address=address)), in_reply_to=OURS)
    return replace(mail, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "thread",
    [
        {"references": ("<0@x.example>", OURS)}, {"in_reply_to": OURS}, {"subject": TAGGED},
        {"subject": TAGGED.lower()}, {"references": (FORGED,), "subject": TAGGED},
    ],
    ids=["references", "in-reply-to", "subject-tag", "lower-case", "tag-beside-forgery"],
)  # fmt: skip
def test_an_answer_with_our_seal_by_a_known_participant_surely_belongs_to_its_record(thread: dict[str, object]) -> None:
    """Rule 33, by whatever the mail program kept of our letter."""
    found = joined(replace(a_mail(), **thread))  # type: ignore[arg-type]
    assert (found.thread, found.thread_is_sure) == (REFERENCE, True)


@pytest.mark.parametrize(
    "thread",
    [
        {"in_reply_to": FIRST}, {"subject": f"Re: [IMWU-UMIT {REFERENCE}] Request received"},
        {"subject": f"[IMWU-UMIT {REFERENCE} AAAAAAAA]"}, {"in_reply_to": FORGED, "subject": f"about {REFERENCE}"},
    ],
    ids=["own-thread", "subject-alone", "wrong-tag", "forged-id"],
)  # fmt: skip
def test_without_our_seal_a_message_only_perhaps_belongs_to_a_record(thread: dict[str, object]) -> None:
    """References can be guessed and Message-IDs forwarded: an officer says."""
    found = joined(replace(a_mail(), **thread))  # type: ignore[arg-type]
    assert (found.thread, found.thread_is_sure) == (REFERENCE, False)


@pytest.mark.parametrize(
    ("writer", "is_sure"),
    [
        (SENDER.address.upper(), True), ("colleague@atelier.example.org", True), ("lawyer@counsel.example", True),
        ("assistant@counsel.example", True), ("other@else.example", False), ("rh@sub.atelier.example.org", False),
    ],
)  # fmt: skip
def test_who_wrote_and_whom_we_wrote_to_are_known_with_their_colleagues(writer: str, *, is_sure: bool) -> None:
    """A stranger with our letter in hand was sent it by somebody: an officer says."""
    found = joined(from_(writer), written_to="lawyer@counsel.example")
    assert (found.thread, found.thread_is_sure) == (REFERENCE, is_sure)


def test_users_of_one_free_mail_service_are_no_colleagues() -> None:
    """Only the very address is known there."""
    record = replace(RECORD, sender="ana@freemail.example")
    assert joined(from_("ana@freemail.example"), record).thread_is_sure
    assert not joined(from_("bob@freemail.example"), record).thread_is_sure


@pytest.mark.parametrize("status", [CaseStatus.REJECTED, CaseStatus.CLOSED, CaseStatus.NOT_A_REQUEST])
def test_a_question_about_a_record_without_a_clock_never_vanishes_in_it(status: CaseStatus) -> None:
    """It holds no files; an officer must see it."""
    found = joined(from_(SENDER.address), replace(RECORD, status=status))
    assert (found.thread, found.thread_is_sure, found.completes) == (REFERENCE, False, False)


def test_files_sent_after_a_rejection_complete_it_only_from_a_known_participant() -> None:
    """With the seal, and never from a stranger."""
    rejected = replace(RECORD, status=CaseStatus.REJECTED)
    files = (an_attachment("1.2", b"passport"),)
    assert joined(from_(SENDER.address, attachments=files), rejected).completes
    assert not joined(from_("other@else.example", attachments=files), rejected).completes
    assert not joined(from_(SENDER.address, attachments=files, in_reply_to=FIRST), rejected).completes


def test_a_machine_never_completes_a_rejected_request() -> None:
    """An absence notice with a signature's picture is no passport."""
    rejected = replace(RECORD, status=CaseStatus.REJECTED)
    headers = (("Auto-Submitted", "auto-replied"),)
    files = (an_attachment("1.2", b"passport"),)
    assert not joined(from_(SENDER.address, attachments=files, headers=headers), rejected).completes


def test_an_absence_notice_belongs_to_the_letter_it_answers_even_after_a_rejection() -> None:
    """It opens no record of its own; with a file, or from a stranger, somebody looks."""
    rejected = replace(RECORD, status=CaseStatus.REJECTED)
    headers = (("Auto-Submitted", "auto-replied"),)
    assert joined(from_(SENDER.address, headers=headers), rejected).thread_is_sure
    assert not joined(from_("other@else.example", headers=headers), rejected).thread_is_sure
    files = (an_attachment("1.2", b"passport"),)
    assert not joined(from_(SENDER.address, headers=headers, attachments=files), rejected).thread_is_sure


def test_a_record_with_an_officer_still_runs() -> None:
    """Further papers join it."""
    assert joined(from_(SENDER.address), replace(RECORD, status=CaseStatus.WITH_OFFICER)).thread_is_sure


def test_a_new_message_belongs_to_no_record() -> None:
    """Nor does one whose thread or reference is not ours."""
    for mail in (
        a_mail(),
        replace(a_mail(), references=("<stranger@x.example>",)),
        replace(a_mail(), subject="Your 2026-000777"),
    ):
        found = joined(mail)
        assert (found.thread, found.thread_is_sure, found.same_id_as) == (None, False, None)


def test_another_message_under_a_known_message_id_is_linked() -> None:
    """Other bytes are another message; the officer compares the two."""
    assert joined(replace(a_mail(), message_id=FIRST)).same_id_as == REFERENCE
