"""The sentence, from the mailbox to the letter, on fakes."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from imwu_inbox.domain.case import CaseStatus
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.reply import LetterKind, LetterState
from imwu_inbox.domain.verdict import Outcome, Refusal
from imwu_inbox.errors import MailUnparseable
from imwu_inbox.steps.assess import Assess
from imwu_inbox.steps.fetch import Fetch
from imwu_inbox.steps.gate import Gate
from imwu_inbox.steps.intake import Intake, Judgement
from imwu_inbox.steps.join import Join
from imwu_inbox.steps.open_case import OpenCase
from imwu_inbox.steps.parse import Parse
from imwu_inbox.steps.read import Read
from imwu_inbox.steps.reply import Reply
from tests.domain.papers import CONTRACT, CV, FORM, LETTER, PASSPORT, ZONE, book
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.lease import FakeLease
from tests.fakes.ledger import FakeLedger
from tests.fakes.letters import FakeLetters
from tests.fakes.mailbox import FakeMailbox
from tests.fakes.mime_parser import FakeMimeParser
from tests.fakes.outbox import FakeOutbox
from tests.fakes.paper_reader import FakePaperReader
from tests.fakes.postman import FakePostman
from tests.fakes.vault import FakeVault
from tests.steps.mail import RECEIVED, a_mail, an_attachment

PAPERS = {
    b"passport": PASSPORT.reading,
    b"form": FORM.reading,
    b"letter": LETTER.reading,
    b"contract": CONTRACT.reading,
    b"cv": CV.reading,
}


def mail_with(*papers: bytes, message_id: str = "<1@atelier.example.org>") -> ParsedMail:
    """A message that carries these papers."""
    files = (an_attachment(f"1.{number}", paper) for number, paper in enumerate(papers, start=2))
    return replace(a_mail(*files), message_id=message_id)


COMPLETE = mail_with(*PAPERS)


class Unit:
    """The whole house on fakes; `take_in` is one tick of the daemon."""

    def __init__(self, known: Mapping[bytes, ParsedMail]) -> None:
        self.clock, self.mailbox, self.vault = FakeClock(RECEIVED), FakeMailbox(), FakeVault()
        self.outbox, self.postman = FakeOutbox(), FakePostman()
        self.ledger = FakeLedger(self._queue)
        self.cases = FakeCaseStore(self.ledger, self.outbox)
        limits = Limits()
        fetch = Fetch(
            door=self.mailbox,
            vault=self.vault,
            ledger=self.ledger,
            lease=FakeLease(),
            limits=limits,
            answer_since=RECEIVED,
        )
        self.intake = Intake(
            fetch=fetch,
            judge=Judgement(
                parse=Parse(parser=FakeMimeParser(known)),
                gate=Gate(limits=limits, own_addresses=frozenset(), internal_domains=(), authserv_id=None),
                join=Join(by_thread=self.cases.by_thread),
                read=Read(reader=FakePaperReader(PAPERS), zone=ZONE),
                assess=Assess(book=book()),
            ),
            open_case=OpenCase(
                cases=self.cases, outbox=self.outbox, letters=FakeLetters(), clock=self.clock, limits=limits
            ),
        )
        reply = Reply(outbox=self.outbox, postman=self.postman, clock=self.clock, may_send=True, replies_per_hour=100)
        self.engine = FakeEngine(run=self.intake, post=reply, set_aside=self.ledger.shelve)
        self.engine.launch()

    def _queue(self, run_id: str, mail_id: int) -> None:
        """What the ledger does in its commit."""
        self.engine.enqueue(run_id, mail_id)

    def take_in(self, *letters: bytes) -> None:
        """These arrive, the mailbox is visited, every run is carried to its end."""
        for letter in letters:
            self.mailbox.deliver(letter, RECEIVED)
        self.intake.fetch()
        assert self.engine.wait_until_idle(1)


def test_a_complete_request_goes_from_the_mailbox_to_a_case_and_an_acknowledgement() -> None:
    """The mission, once through."""
    unit = Unit({b"complete": COMPLETE})
    unit.take_in(b"complete")
    (record,) = unit.cases.records
    assert (record.outcome, record.status) == (Outcome.ACCEPTED, CaseStatus.OPEN)
    assert [letter.kind for letter in unit.postman.handed] == [LetterKind.ACKNOWLEDGEMENT]
    assert unit.ledger.entry(1).fate is Fate.SETTLED


def test_an_incomplete_request_is_rejected_with_both_reasons_in_one_letter() -> None:
    """Rule 4."""
    unit = Unit({b"bare": mail_with(b"letter")})
    unit.take_in(b"bare")
    assert unit.cases.records[0].refusals == (Refusal.MISSING_PASSPORT, Refusal.MISSING_IMM5686)
    assert [letter.kind for letter in unit.postman.handed] == [LetterKind.REJECTION]


def test_the_same_bytes_again_make_no_second_case_and_no_second_letter() -> None:
    """Whoever sends twice is answered once."""
    unit = Unit({b"complete": COMPLETE})
    unit.take_in(b"complete", b"complete")
    unit.take_in(b"complete")
    assert (len(unit.cases.records), len(unit.postman.handed)) == (1, 1)
    assert {row.case_reference for row in unit.ledger.rows.values()} == {"2026-000001"}


def test_a_run_carried_twice_opens_one_case_and_sends_one_letter() -> None:
    """What a kill between two steps comes to."""
    unit = Unit({b"complete": COMPLETE})
    unit.take_in(b"complete")
    again = unit.intake(1)
    assert again == (1,)
    assert (len(unit.cases.records), len(unit.outbox.rows)) == (1, 1)
    assert unit.outbox.rows[1].state is LetterState.SENT


def test_what_was_forgotten_joins_the_case_of_its_thread() -> None:
    """Rule 33: the CV, sent as an answer to our acknowledgement."""
    follow_up = replace(mail_with(b"cv", message_id="<2@atelier.example.org>"), in_reply_to="<1@atelier.example.org>")
    unit = Unit({b"complete": COMPLETE, b"the cv": follow_up})
    unit.take_in(b"complete")
    unit.take_in(b"the cv")
    assert (len(unit.cases.records), len(unit.postman.handed)) == (1, 1)
    assert unit.ledger.entry(2).case_reference == "2026-000001"


def test_the_missing_passport_sent_after_a_rejection_is_seen_by_an_officer() -> None:
    """Never rejected a second time by a machine."""
    second = replace(
        mail_with(b"passport", message_id="<2@atelier.example.org>"), references=("<1@atelier.example.org>",)
    )
    unit = Unit({b"first": mail_with(b"form", b"cv"), b"second": second})
    unit.take_in(b"first")
    unit.take_in(b"second")
    assert [record.outcome for record in unit.cases.records] == [Outcome.REJECTED, Outcome.OFFICER]


def test_a_message_nobody_can_read_goes_to_the_shelf_and_the_next_one_goes_on() -> None:
    """With the reason, to be retried; it is never lost and never in the way."""
    unit = Unit({b"complete": COMPLETE})
    unit.take_in(b"\x00", b"complete")
    (shelved,) = unit.ledger.shelf()
    assert (shelved.mail_id, len(unit.cases.records)) == (1, 1)
    assert shelved.reason is not None
    assert "cannot be read" in shelved.reason
    assert unit.intake.fetch.original(1).content == b"\x00"


def test_a_dry_run_stores_and_sends_nothing() -> None:
    """The middle of the sentence is a pure question."""
    unit = Unit({b"complete": COMPLETE})
    unit.mailbox.deliver(b"complete", RECEIVED)
    unit.intake.fetch()
    assessment = unit.intake.judge(unit.intake.fetch.original(1))
    assert assessment.verdict.outcome is Outcome.ACCEPTED
    assert (unit.cases.records, unit.outbox.rows, unit.postman.tried) == ([], {}, [])
    with pytest.raises(MailUnparseable):
        unit.intake.judge(replace(unit.intake.fetch.original(1), content=b"?"))
