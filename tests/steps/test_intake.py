"""The sentence, from the mailbox to the letter, on fakes."""

from dataclasses import replace

import pytest

from imwu_inbox.domain.authentication import Authentication, OwnServer, authentication_in
from imwu_inbox.domain.case import CaseStatus
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.machine_signs import Desk
from imwu_inbox.domain.reply import LetterKind, LetterState
from imwu_inbox.domain.verdict import Outcome, Refusal
from imwu_inbox.errors import MailUnparseable
from tests.steps.fake_unit import COMPLETE, Unit, mail_with
from tests.steps.mail import RECEIVED


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


def test_a_complete_request_whose_sender_our_server_doubts_is_a_case_and_gets_no_letter() -> None:
    """Accepted all the same, with what was found and what withheld the letter; a lower header changes nothing."""
    headers = (("Authentication-Results", "mx; dkim=pass; dmarc=fail"), ("Authentication-Results", "mx; dmarc=pass"))
    unit = Unit({b"complete": replace(COMPLETE, headers=headers)}, Desk(own_server=OwnServer(name="mx")))
    unit.take_in(b"complete")
    (record,) = unit.cases.records
    assert (record.outcome, record.status, unit.postman.handed) == (Outcome.ACCEPTED, CaseStatus.OPEN, [])
    file = unit.cases.file(record.reference)
    assert file is not None
    assert authentication_in(file.assessment) == Authentication(dkim="pass", dmarc="fail")
    assert file.events[-1].facts == {"reason": "automatic-doubt", "sign": "Authentication-Results"}


def test_a_request_whose_sender_our_server_knows_is_answered_whatever_a_lower_header_says() -> None:
    """Whoever wants a sender to go unanswered need only write a header."""
    headers = (("Authentication-Results", "mx; dmarc=pass"), ("Authentication-Results", "mx; dmarc=fail"))
    unit = Unit({b"complete": replace(COMPLETE, headers=headers)}, Desk(own_server=OwnServer(name="mx")))
    unit.take_in(b"complete")
    assert [letter.kind for letter in unit.postman.handed] == [LetterKind.ACKNOWLEDGEMENT]


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
    says = {b"complete": COMPLETE}
    unit = Unit(says)
    unit.take_in(b"complete")
    ours = unit.outbox.rows[1].letter.message_id
    says[b"the cv"] = replace(mail_with(b"cv", message_id="<2@atelier.example.org>"), in_reply_to=ours)
    unit.take_in(b"the cv")
    assert (len(unit.cases.records), len(unit.postman.handed)) == (1, 1)
    assert unit.ledger.entry(2).case_reference == "2026-000001"


def test_the_missing_passport_sent_in_a_thread_without_our_letter_is_seen_by_an_officer() -> None:
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
