"""The loop lab: six kinds of machines answer each letter of ours for a day; the brakes hold without the breaker.

A fake clock goes on by ten minutes; whatever we wrote is answered at once by the machine it went to.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.reply import Letter
from imwu_inbox.domain.reply_limits import DAY, HOUR
from tests.steps.fake_unit import LIMITS, Unit, mail_with
from tests.steps.mail import an_attachment

TICK = timedelta(minutes=10)
FIRST = mail_with(b"form", b"letter", b"contract", b"cv", message_id="<first@atelier.example.org>")
Machine = Callable[[Letter, int], ParsedMail]


def plain(number: int, subject: str, *papers: bytes) -> ParsedMail:
    """A message without any mark of a machine."""
    return replace(mail_with(*papers, message_id=f"<{number}@atelier.example.org>"), subject=subject)


def vacation(letter: Letter, number: int) -> ParsedMail:
    """As RFC 3834 wants it."""
    mail = replace(plain(number, f"Auto: {letter.subject}"), in_reply_to=letter.message_id)
    return replace(mail, headers=(("Return-Path", "<>"), ("Auto-Submitted", "auto-replied")))


def absence(letter: Letter, number: int) -> ParsedMail:
    """An office program's notice, told by its subject alone."""
    return replace(plain(number, f"Automatic reply: {letter.subject}"), references=(letter.message_id,))


def help_desk(letter: Letter, number: int) -> ParsedMail:
    """A ticket with a new number each time, in no thread and without a mark, and our wording in its body."""
    mail = plain(number, f"[Ticket {number}] Your request for an opinion was received")
    return replace(mail, body_text=letter.text, own_text="Please find attached our request for an opinion.")


def answering_desk(letter: Letter, number: int) -> ParsedMail:
    """A help desk that answers in our thread with our subject."""
    return replace(plain(number, f"Re: {letter.subject}"), in_reply_to=letter.message_id)


def bouncer(letter: Letter, number: int) -> ParsedMail:
    """A server that no longer knows the address."""
    report = an_attachment("2", b"Action: failed\r\nStatus: 5.1.1\r\n", media_type="message/delivery-status")
    returned = an_attachment("3", f"Message-ID: {letter.message_id}".encode(), media_type="text/rfc822-headers")
    mail = replace(plain(number, "Undelivered Mail Returned to Sender"), content_type="multipart/report")
    return replace(mail, headers=(("Return-Path", "<>"),), attachments=(report, returned))


def resender(_letter: Letter, number: int) -> ParsedMail:
    """A gateway that sends the whole incomplete request again whenever it is answered."""
    return plain(number, f"Request for an opinion ({number})", b"form", b"letter", b"contract", b"cv")


def a_day_with(machine: Machine) -> tuple[Unit, list[datetime]]:
    """A unit that wrote to this machine, after a day; when each letter went out."""
    says = {b"first": FIRST}
    unit = Unit(says)
    unit.take_in(b"first")
    times: list[datetime] = []
    ends_at = unit.clock.now() + DAY
    while unit.clock.now() < ends_at:
        new = unit.postman.handed[len(times) :]
        times += [unit.clock.now()] * len(new)
        unit.clock.go_on(TICK)
        for letter in new:
            content = f"answer {len(says)}".encode()
            says[content] = machine(letter, len(says))
            unit.take_in(content)
    return unit, times


MACHINES: tuple[Callable[..., ParsedMail], ...] = (vacation, absence, help_desk, answering_desk, bouncer, resender)


def busiest_hour(times: list[datetime]) -> int:
    """How many letters went out in the hour with the most."""
    return max((sum(start <= at < start + HOUR for at in times) for start in times), default=0)


@pytest.mark.parametrize("machine", MACHINES)
def test_a_machine_that_answers_every_letter_is_soon_talking_to_itself(machine: Machine) -> None:
    """At most three letters an hour and ten a day, and nowhere near the breaker; every message has its record."""
    unit, times = a_day_with(machine)
    assert 1 <= len(times) <= LIMITS.replies_per_sender_per_day
    assert busiest_hour(times) <= LIMITS.replies_per_sender_per_hour
    assert unit.intake.open_case.outbox.begun_since(unit.clock.now() - DAY) < LIMITS.replies_per_hour
    assert all(entry.case_reference for entry in unit.ledger.rows.values())


@pytest.mark.parametrize("machine", [vacation, bouncer])
def test_a_machine_that_shows_its_mark_in_our_thread_gets_no_second_letter_and_no_record(machine: Machine) -> None:
    """The first letter was to the person; the rest belongs to its record."""
    unit, times = a_day_with(machine)
    assert (len(times), len(unit.cases.records)) == (1, 1)
