"""One message that comes by two ways; on fakes."""

from dataclasses import replace

import pytest

from imwu_inbox.domain.case import EventKind
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.reply import LetterKind
from imwu_inbox.domain.verdict import Flag, Outcome
from tests.steps.fake_unit import COMPLETE, mail_with
from tests.steps.mail import RECEIVED
from tests.steps.test_follow_ups import PARTS, REFERENCE, WITHOUT_PASSPORT, answering, unit_after

QUESTION = replace(mail_with(), subject="Opening hours", body_text="When are you open?", own_text="When are you open?")
TWO_WAYS = (b"by the old address", b"by the new address")


NAMELESS = replace(
    WITHOUT_PASSPORT, message_id=None, date=RECEIVED, headers=(("Date", "Mon, 2 Nov 2026 10:00:00 -0500"),)
)


@pytest.mark.parametrize(
    "mail",
    [COMPLETE, WITHOUT_PASSPORT, QUESTION, NAMELESS],
    ids=["accepted", "rejected", "question", "without a Message-ID"],
)
def test_one_message_that_came_by_two_ways_is_one_record_and_answered_once(mail: ParsedMail) -> None:
    """Two addresses lead to one mailbox: other trace headers, so other bytes, and the very same words and papers."""
    unit, _ = unit_after(*TWO_WAYS, known=dict.fromkeys(TWO_WAYS, mail))
    (record,) = unit.cases.records
    assert [unit.ledger.entry(mail_id).case_reference for mail_id in (1, 2)] == [record.reference] * 2
    assert len(unit.postman.handed) == (record.outcome is not Outcome.NOT_A_REQUEST)
    joined = unit.cases.histories[record.reference][-1]
    assert (joined.kind, joined.facts["mail_id"], joined.facts["is_copy"]) == (EventKind.MAIL_JOINED, 2, True)


def test_a_copy_that_a_list_handed_on_keeps_nobody_from_an_answer() -> None:
    """By its way the first looks like a machine's; the one that came directly has a record of its own, flagged."""
    listed = replace(WITHOUT_PASSPORT, headers=(*WITHOUT_PASSPORT.headers, ("List-Id", "<old-address.example>")))
    unit, _ = unit_after(*TWO_WAYS, known=dict(zip(TWO_WAYS, (listed, WITHOUT_PASSPORT), strict=True)))
    assert [record.outcome for record in unit.cases.records] == [Outcome.OFFICER, Outcome.REJECTED]
    assert [letter.kind for letter in unit.postman.handed] == [LetterKind.REJECTION]
    assert Flag.MESSAGE_ID_SEEN in unit.cases.records[1].flags


def test_a_copy_on_which_a_list_wrote_its_footer_is_answered_once() -> None:
    """Other words are another message, flagged; the same letter is not written twice for one Message-ID."""
    footed = replace(WITHOUT_PASSPORT, body_text=f"{WITHOUT_PASSPORT.body_text}\n-- \nThis message was scanned.")
    unit, _ = unit_after(*TWO_WAYS, known=dict(zip(TWO_WAYS, (WITHOUT_PASSPORT, footed), strict=True)))
    assert [record.outcome for record in unit.cases.records] == [Outcome.REJECTED] * 2
    assert [letter.kind for letter in unit.postman.handed] == [LetterKind.REJECTION]
    withheld = unit.cases.histories["2026-000002"][-1]
    assert (withheld.kind, withheld.facts["reason"]) == (EventKind.REPLY_WITHHELD, "duplicate")


def test_the_copy_of_a_part_joins_what_its_set_became() -> None:
    """It waits for nothing and is not judged by what it alone holds."""
    unit, says = unit_after(b"one", b"two", known=PARTS)
    says[b"one, by another way"] = PARTS[b"one"]
    unit.take_in(b"one, by another way")
    (record,) = unit.cases.records
    assert (unit.ledger.entry(3).fate, unit.ledger.entry(3).case_reference) == (Fate.SETTLED, record.reference)
    assert len(unit.postman.handed) == 1


def test_a_paper_sent_after_a_rejection_is_judged_with_one_of_the_copies() -> None:
    """Nobody's form is read as two people's because the message came twice."""
    unit, says = unit_after(*TWO_WAYS, known=dict.fromkeys(TWO_WAYS, WITHOUT_PASSPORT))
    says[b"passport"] = answering(unit, mail_with(b"passport"))
    unit.take_in(b"passport")
    (record,) = unit.cases.records
    assert (record.outcome, len(record.workers)) == (Outcome.ACCEPTED, 1)
    assessment = unit.cases.cases[REFERENCE].assessment
    assert len(assessment["files"]) == len(WITHOUT_PASSPORT.attachments) + 1  # type: ignore[arg-type]
