"""What comes after a first message: the missing paper, the second part, a copy, a bounce; on fakes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from imwu_inbox.domain.case import CaseStatus, Event, EventKind
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.mail import Address, ParsedMail
from imwu_inbox.domain.reply import LetterKind, LetterState
from imwu_inbox.domain.verdict import Doubt, Flag, Outcome, Refusal
from tests.steps.fake_unit import COMPLETE, Unit, mail_with
from tests.steps.mail import RECEIVED, an_attachment

REFERENCE = "2026-000001"
WITHOUT_PASSPORT = mail_with(b"form", b"letter", b"contract", b"cv")


class Known(dict[bytes, ParsedMail]):
    """What each message says; a later one may answer a letter that was not yet written."""


def unit_after(*letters: bytes, known: Mapping[bytes, ParsedMail]) -> tuple[Unit, Known]:
    """A unit that has taken these in."""
    says = Known(known)
    unit = Unit(says)
    for letter in letters:
        unit.take_in(letter)
    return unit, says


def answering(unit: Unit, mail: ParsedMail) -> ParsedMail:
    """The message as an answer to our last letter, with a Message-ID of its own."""
    last = list(unit.outbox.rows.values())[-1].letter.message_id
    return replace(mail, in_reply_to=last, references=(last,), message_id=f"<answer-{len(mail.attachments)}@x.example>")


def kinds(unit: Unit) -> list[EventKind]:
    """What happened to the first record."""
    return [event.kind for event in events(unit)]


def events(unit: Unit) -> list[Event]:
    """The first record's history."""
    return unit.cases.histories[REFERENCE]


def test_the_passport_sent_after_a_rejection_opens_the_case_under_its_reference() -> None:
    """Both messages are judged together: first receipt kept, clock from the day it became complete."""
    unit, says = unit_after(b"bare", known={b"bare": WITHOUT_PASSPORT})
    assert unit.cases.records[0].refusals == (Refusal.MISSING_PASSPORT,)
    unit.clock.go_on(timedelta(days=3))
    says[b"passport follows"] = answering(unit, mail_with(b"passport"))
    unit.take_in(b"passport follows")
    (record,) = unit.cases.records
    assert (record.reference, record.status, record.refusals) == (REFERENCE, CaseStatus.OPEN, ())
    assert (record.received_at, record.due_on) == (RECEIVED, date(2026, 11, 19))
    assert [letter.kind for letter in unit.postman.handed] == [LetterKind.REJECTION, LetterKind.ACKNOWLEDGEMENT]
    assert kinds(unit)[-5:] == [
        EventKind.MAIL_JOINED, EventKind.ASSESSED, EventKind.OPENED, EventKind.LETTER_QUEUED, EventKind.LETTER_SENT,
    ]  # fmt: skip
    file = unit.cases.file(REFERENCE)
    assert file is not None
    earlier = file.assessment["earlier"]
    assert isinstance(earlier, list)
    assert (file.assessment["received_on"], earlier[0]["outcome"]) == ("2026-11-02", "rejected")
    assert unit.ledger.entry(2).case_reference == REFERENCE


def test_an_answer_that_brings_one_of_two_missing_papers_is_told_what_is_left() -> None:
    """The record stays rejected, with the shorter list."""
    unit, says = unit_after(b"bare", known={b"bare": mail_with(b"letter", b"cv")})
    says[b"passport"] = answering(unit, mail_with(b"passport"))
    unit.take_in(b"passport")
    (record,) = unit.cases.records
    assert (record.status, record.refusals) == (CaseStatus.REJECTED, (Refusal.MISSING_IMM5686,))
    unit.clock.go_on(timedelta(hours=2))
    says[b"form"] = answering(unit, mail_with(b"form", b"contract"))
    unit.take_in(b"form")
    (record,) = unit.cases.records
    assert (record.status, record.refusals) == (CaseStatus.OPEN, ())
    assert len(unit.postman.handed) == 3


def test_an_answer_that_brings_no_missing_paper_goes_to_an_officer() -> None:
    """Somebody who sends a letter of complaint needs a person, not a second rejection."""
    unit, says = unit_after(b"bare", known={b"bare": WITHOUT_PASSPORT})
    says[b"complaint"] = answering(unit, mail_with(b"letter"))
    unit.take_in(b"complaint")
    (record,) = unit.cases.records
    assert (record.status, record.doubts) == (CaseStatus.WITH_OFFICER, (Doubt.POSSIBLE_FOLLOW_UP,))


def test_a_strangers_passport_opens_nothing_under_the_reference() -> None:
    """It is a request of its own, left to an officer."""
    unit, says = unit_after(b"bare", known={b"bare": WITHOUT_PASSPORT})
    stranger = replace(answering(unit, mail_with(b"passport")), from_=(Address(name="", address="x@else.example"),))
    says[b"passport"] = stranger
    unit.take_in(b"passport")
    first, second = unit.cases.records
    assert (first.status, second.status) == (CaseStatus.REJECTED, CaseStatus.WITH_OFFICER)
    assert Doubt.POSSIBLE_FOLLOW_UP in second.doubts


def part(number: int, *papers: bytes) -> ParsedMail:
    """One part of a request in two."""
    mail = mail_with(*papers, message_id=f"<part-{number}@atelier.example.org>")
    return replace(mail, subject=f"Request for an opinion, {number} of 2")


PARTS = {b"one": part(1, b"form", b"letter"), b"two": part(2, b"passport", b"cv", b"contract")}


def test_two_parts_of_a_request_are_judged_together() -> None:
    """Neither is rejected for what the other holds; the clock starts with the second."""
    unit, _ = unit_after(b"one", known=PARTS)
    assert (unit.cases.records, unit.ledger.entry(1).fate, unit.outbox.rows) == ([], Fate.HELD, {})
    unit.clock.go_on(timedelta(hours=3))
    unit.take_in(b"two")
    (record,) = unit.cases.records
    assert (record.outcome, record.received_at, record.flags) == (Outcome.ACCEPTED, RECEIVED, ())
    rows = [unit.ledger.entry(mail_id) for mail_id in (1, 2)]
    assert [(row.fate, row.case_reference) for row in rows] == [(Fate.SETTLED, REFERENCE)] * 2
    assert [event.facts["mail_id"] for event in events(unit) if event.kind is EventKind.RECEIVED] == [1, 2]
    assert [letter.kind for letter in unit.postman.handed] == [LetterKind.ACKNOWLEDGEMENT]


def test_a_part_whose_other_never_comes_is_left_to_an_officer_after_four_hours() -> None:
    """A sweep takes it up, once; what it lacks may lie in the other part, so nothing is proven missing."""
    unit, _ = unit_after(b"one", known=PARTS)
    unit.clock.go_on(timedelta(hours=3, minutes=59))
    unit.sweep()
    assert unit.cases.records == []
    unit.clock.go_on(timedelta(minutes=2))
    unit.sweep()
    unit.sweep()
    (record,) = unit.cases.records
    assert (record.outcome, record.doubts) == (Outcome.OFFICER, (Doubt.POSSIBLE_FOLLOW_UP,))
    assert [letter.kind for letter in unit.postman.handed] == [LetterKind.LEFT_TO_OFFICER]


def test_parts_that_do_not_find_each_other_are_not_turned_away() -> None:
    """Each says in its subject what it holds, or the second comes when the first is judged already."""
    first, second = (replace(mail, subject=f"{mail.subject} - {key!r}") for key, mail in PARTS.items())
    unit, says = unit_after(b"one", b"two", known={b"one": first, b"two": second})
    unit.clock.go_on(timedelta(hours=5))
    unit.sweep()
    says[b"late"] = replace(second, subject=first.subject.replace("1 of 2", "2 of 2"), message_id="<late@x.example>")
    unit.take_in(b"late")
    unit.clock.go_on(timedelta(hours=5))
    unit.sweep()
    assert [record.outcome for record in unit.cases.records] == [Outcome.OFFICER] * 3


def test_parts_that_came_at_the_same_moment_are_found_by_the_next_sweep() -> None:
    """Each was held before it could see the other."""
    unit, _ = unit_after(b"one", known=PARTS)
    held = unit.parts.rows.pop(1)
    unit.take_in(b"two")
    unit.parts.rows[1] = held
    assert unit.cases.records == []
    unit.sweep()
    (record,) = unit.cases.records
    assert record.outcome is Outcome.ACCEPTED


def test_a_second_complete_request_for_the_same_worker_employer_and_code_joins_the_open_case() -> None:
    """Rule 34: no second clock and no second letter."""
    again = replace(COMPLETE, message_id="<2@atelier.example.org>", subject="Sent again")
    unit, _ = unit_after(b"complete", b"again", known={b"complete": COMPLETE, b"again": again})
    (record,) = unit.cases.records
    assert (record.due_on, len(unit.postman.handed)) == (date(2026, 11, 16), 1)
    joined = events(unit)[-1]
    assert (joined.kind, joined.facts["is_same_request"]) == (EventKind.MAIL_JOINED, True)
    assert unit.ledger.entry(2).case_reference == REFERENCE


def test_another_message_under_the_same_message_id_is_a_message_of_its_own_linked_and_flagged() -> None:
    """Some programs use one Message-ID for every mail they send."""
    other = replace(WITHOUT_PASSPORT, message_id=COMPLETE.message_id)
    unit, _ = unit_after(b"complete", b"other", known={b"complete": COMPLETE, b"other": other})
    first, second = unit.cases.records
    assert (first.flags, Flag.MESSAGE_ID_SEEN in second.flags) == ((), True)
    assert unit.cases.histories[second.reference][0].facts["same_id_as"] == REFERENCE


def report(unit: Unit, action: str) -> ParsedMail:
    """What a mail server says of our last letter, with its headers."""
    ours = list(unit.outbox.rows.values())[-1].letter.message_id
    return replace(
        mail_with(),
        from_=(Address(name="", address="MAILER-DAEMON@atelier.example.org"),),
        content_type="multipart/report",
        headers=(("Return-Path", "<>"),),
        subject="Undelivered Mail Returned to Sender",
        attachments=(
            an_attachment("2", f"Action: {action}\r\nStatus: 5.1.1\r\n".encode(), media_type="message/delivery-status"),
            an_attachment("3", f"Message-ID: {ours}\r\n".encode(), media_type="text/rfc822-headers"),
        ),
    )


def test_a_letter_that_bounces_is_told_in_its_own_case_and_stops_letters_to_that_address() -> None:
    """Never a case of its own; the officer sees it, the next request is opened without a letter."""
    later = replace(COMPLETE, subject="Another request", message_id="<9@atelier.example.org>")
    later = replace(later, attachments=later.attachments[1:])
    unit, says = unit_after(b"complete", known={b"complete": COMPLETE, b"later": later})
    says[b"bounce"] = report(unit, "failed")
    unit.take_in(b"bounce")
    assert len(unit.cases.records) == 1
    assert kinds(unit)[-2:] == [EventKind.LETTER_BOUNCED, EventKind.MAIL_JOINED]
    assert unit.outbox.rows[1].state is LetterState.BOUNCED
    unit.take_in(b"later")
    assert unit.cases.histories["2026-000002"][-1].facts["reason"] == "undeliverable"


def test_a_letter_that_is_only_late_is_no_bounce() -> None:
    """The report joins the case; the address stays good."""
    unit, says = unit_after(b"complete", known={b"complete": COMPLETE})
    says[b"late"] = report(unit, "delayed")
    unit.take_in(b"late")
    assert (kinds(unit)[-1], unit.outbox.rows[1].state) == (EventKind.MAIL_JOINED, LetterState.SENT)
