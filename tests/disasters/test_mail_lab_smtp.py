"""The mail lab, outgoing side: a relay that misbehaves; no letter is lost, none goes out a third time."""

from collections.abc import Iterator

import pytest

from imwu_inbox.domain.ledger import Fate
from tests.disasters.mail_lab.unit import LabUnit, lab_unit

GREYLISTED = "451 4.7.1 greylisted, try again in five minutes"
REFUSED = "550 5.1.1 no such mailbox"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabUnit]:
    """One house for all faults."""
    with lab_unit(tmp_path_factory.mktemp("lab")) as unit:
        yield unit


@pytest.fixture(autouse=True)
def _well_again(lab: LabUnit) -> Iterator[None]:
    """Whatever a test did to the relay, the next one finds it well."""
    yield
    lab.relay.mail, lab.relay.rcpt, lab.relay.data, lab.relay.after_data = "250 OK", "250 OK", "250 kept", "answer"


def take_in_one(lab: LabUnit) -> bytes:
    """One request that is rejected arrives and is judged; what the relay makes of the letter is up to the test."""
    (message,) = lab.receive(1, told="missing-form-en")
    lab.poll_until_quiet()
    lab.settle()
    lab.judge()
    return message


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
def test_a_letter_refused_for_now_goes_out_once_when_the_relay_is_well(lab: LabUnit, stage: str) -> None:
    """Greylisting, a full disk, a busy hour: the letter waits in the outbox."""
    setattr(lab.relay, stage, GREYLISTED)
    before = len(lab.relay.senders)
    message = take_in_one(lab)
    assert len(lab.relay.senders) == before + 1
    refused = len(lab.copies_of(message))
    assert refused == (stage == "data")
    setattr(lab.relay, stage, "250 OK")
    lab.post_later()
    lab.post_later(minutes=60 * 20)
    assert len(lab.copies_of(message)) == refused + 1


def test_a_letter_refused_for_good_is_not_tried_again(lab: LabUnit) -> None:
    """The officer is told by the letter's state; the case stands."""
    lab.relay.rcpt = REFUSED
    message = take_in_one(lab)
    lab.relay.rcpt = "250 OK"
    lab.post_later()
    assert lab.copies_of(message) == []
    states = {letter.state for letter in lab.app.outbox.letters(reference=lab.reference_of(message))}
    assert states == {"failed"}


@pytest.mark.parametrize("fault", ["hang", "cut"])
def test_a_letter_whose_answer_was_lost_goes_out_once_more_at_most(lab: LabUnit, fault: str) -> None:
    """The relay took the data and fell silent, or the line was reset: the same octets once more, never a third time."""
    lab.relay.after_data = fault
    message = take_in_one(lab)
    assert len(lab.copies_of(message)) == 1
    lab.post_later()
    assert len(lab.copies_of(message)) == 2
    lab.relay.after_data = "answer"
    lab.post_later(minutes=60 * 20)
    lab.post_later(minutes=60 * 48)
    copies = lab.copies_of(message)
    assert len(copies) == 2
    assert len(set(copies)) == 1


def test_a_repeat_that_is_answered_settles_the_letter(lab: LabUnit) -> None:
    """The second try is taken, and that is the end of it."""
    lab.relay.after_data = "cut"
    message = take_in_one(lab)
    lab.relay.after_data = "answer"
    for minutes in (300, 1_200, 3_000):
        lab.post_later(minutes=minutes)
    assert len(lab.copies_of(message)) == 2
    assert {letter.state for letter in lab.app.outbox.letters(reference=lab.reference_of(message))} == {"sent"}


def test_a_relay_out_of_order_keeps_no_request_waiting(lab: LabUnit) -> None:
    """Records are opened, and the letters go out when it is back, one for each message."""
    lab.relay.mail = "421 4.3.2 closing down"
    sent = [take_in_one(lab) for _ in range(3)]
    entries = [lab.entry_of(message) for message in sent]
    assert {entry.fate for entry in entries} == {Fate.SETTLED}
    lab.relay.mail = "250 OK"
    lab.post_later()
    assert [len(lab.copies_of(message)) for message in sent] == [1, 1, 1]
