"""Replying: each letter once, and at most once more after an uncertain try."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.reply import Delivery, DeliveryReport, Letter, LetterKind, LetterState
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.steps.reply import Reply
from tests.fakes.clock import FakeClock
from tests.fakes.outbox import FakeOutbox
from tests.fakes.postman import FakePostman

REFUSED = DeliveryReport(delivery=Delivery.REFUSED_FOR_NOW, answer="451 later")
BOUNCED = DeliveryReport(delivery=Delivery.REFUSED_FOR_GOOD, answer="550 no such user")
UNCERTAIN = DeliveryReport(delivery=Delivery.UNCERTAIN, answer="no answer after DATA")


class Office:
    """An outbox with one letter in it, a postman and a clock."""

    def __init__(self, *answers: DeliveryReport, may_send: bool = True, per_hour: int = 100) -> None:
        self.clock = FakeClock()
        self.outbox = FakeOutbox()
        self.postman = FakePostman(answers)
        self.may_send = may_send
        self.letter_id = self.outbox.put(a_letter(), reference="2026-000001", now=self.clock.now())
        self.reply = Reply(
            outbox=self.outbox,
            postman=self.postman,
            clock=self.clock,
            may_send=lambda: self.may_send,
            replies_per_hour=per_hour,
        )

    @property
    def state(self) -> LetterState:
        """Where the letter stands."""
        return self.outbox.rows[self.letter_id].state

    def wait_and_post(self, minutes: int) -> int:
        """The daemon's tick, that much later."""
        self.clock.go_on(timedelta(minutes=minutes))
        return self.reply.post_due()


def a_letter() -> Letter:
    """A letter that was rendered once."""
    return Letter(
        kind=LetterKind.ACKNOWLEDGEMENT,
        to="rh@atelier.example.org",
        language=Language.ENGLISH,
        subject="Request received",
        text="Dear sender",
        message_id="<letter-1@example.org>",
        content=b"Message-ID: <letter-1@example.org>\r\n\r\nDear sender",
    )


def test_a_letter_is_handed_over_once() -> None:
    """However often the step is run."""
    office = Office()
    office.reply(office.letter_id)
    office.reply(office.letter_id)
    assert (office.state, len(office.postman.tried)) == (LetterState.SENT, 1)
    assert office.wait_and_post(600) == 0


def test_the_kill_switch_keeps_every_letter_in_the_outbox() -> None:
    """Nothing goes out, nothing is lost."""
    office = Office(may_send=False)
    office.reply(office.letter_id)
    assert office.reply.post_due() == 0
    assert (office.state, office.postman.tried) == (LetterState.WAITING, [])


def test_a_letter_refused_for_now_is_tried_again_when_it_is_due() -> None:
    """Not before, and then the identical bytes."""
    office = Office(REFUSED)
    office.reply(office.letter_id)
    assert (office.reply.post_due(), office.state) == (0, LetterState.WAITING)
    assert (office.wait_and_post(2), office.state) == (1, LetterState.SENT)
    assert office.postman.tried[0].content == office.postman.tried[1].content


def test_a_letter_refused_for_good_is_not_tried_again() -> None:
    """It is shown to an officer instead."""
    office = Office(BOUNCED)
    office.reply(office.letter_id)
    assert (office.state, office.wait_and_post(600), len(office.postman.tried)) == (LetterState.FAILED, 0, 1)


def test_after_an_uncertain_try_a_letter_goes_out_once_more_and_never_a_third_time() -> None:
    """The one window no protocol closes: the relay had the bytes and gave no answer."""
    office = Office(UNCERTAIN, UNCERTAIN)
    office.reply(office.letter_id)
    assert office.wait_and_post(10) == 1
    assert [office.wait_and_post(600) for _ in range(3)] == [0, 0, 0]
    assert (office.state, len(office.postman.tried)) == (LetterState.UNCERTAIN, 2)


def test_a_letter_whose_sender_died_in_the_act_is_taken_up_by_the_next_tick() -> None:
    """Claimed and never settled: that counts as an uncertain try."""
    office = Office()
    office.outbox.claim(office.letter_id, office.clock.now())
    assert office.reply.post_due() == 0
    assert (office.wait_and_post(6), office.state) == (1, LetterState.SENT)


def test_one_tick_sends_every_letter_that_is_due() -> None:
    """Oldest first."""
    office = Office()
    for number in (2, 3):
        office.outbox.put(a_letter(), reference=f"2026-00000{number}", now=office.clock.now())
    assert office.reply.post_due() == 3
    assert {row.state for row in office.outbox.rows.values()} == {LetterState.SENT}


def test_past_the_breaker_letters_wait_and_are_counted() -> None:
    """Two an hour: the third goes out when the hour is over, and until then it is told."""
    office = Office(per_hour=2)
    for number in (2, 3):
        office.outbox.put(a_letter(), reference=f"2026-00000{number}", now=office.clock.now())
    assert (office.reply.post_due(), office.reply.braked(), len(office.postman.tried)) == (2, 1, 2)
    office.reply(3)
    assert len(office.postman.tried) == 2
    assert (office.wait_and_post(59), office.reply.braked()) == (0, 1)
    assert (office.wait_and_post(2), office.reply.braked()) == (1, 0)


def test_a_kill_switch_is_no_alarm() -> None:
    """Letters wait because somebody wants it so."""
    office = Office(may_send=False, per_hour=1)
    assert office.reply.braked() == 0


def test_the_switch_is_asked_before_each_letter() -> None:
    """Turned while the outbox is being worked off, it stops the next letter, and turned back lets it go."""
    office = Office()
    office.outbox.put(a_letter(), reference="2026-000002", now=office.clock.now())
    answers = iter([True, True, True])
    assert replace(office.reply, may_send=lambda: next(answers, False)).post_due() == 1
    assert len(office.postman.tried) == 1
    assert office.wait_and_post(0) == 1
    assert len(office.postman.tried) == 2


class AwayOutbox(FakeOutbox):
    """An outbox whose database is away while `is_away`, once a letter was claimed."""

    is_away = True

    def settle(self, letter_id: int, report: DeliveryReport, now: datetime) -> None:
        """Break, or write down."""
        if self.is_away:
            raise NeighbourDown("the database does not answer")
        super().settle(letter_id, report, now)


def test_what_the_relay_said_is_written_down_when_the_database_is_back() -> None:
    """The letter is not uncertain: it went out once, and is not sent again after the pause for lost ones."""
    office, outbox = Office(), AwayOutbox()
    letter_id = outbox.put(a_letter(), reference="2026-000001", now=office.clock.now())
    reply = replace(office.reply, outbox=outbox)
    with pytest.raises(NeighbourDown):
        reply(letter_id)
    office.clock.go_on(timedelta(hours=1))
    with pytest.raises(NeighbourDown):
        reply.post_due()
    outbox.is_away = False
    assert (reply.post_due(), reply.post_due()) == (0, 0)
    assert (outbox.rows[letter_id].state, len(office.postman.tried)) == (LetterState.SENT, 1)
