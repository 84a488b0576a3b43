"""The mail lab, outgoing side: a relay that misbehaves; no letter is lost, none goes out a third time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from imwu_inbox.daemon import Daemon
from imwu_inbox.domain.ledger import Fate
from tests.bench.figures import write_section
from tests.disasters.mail_lab.unit import LabUnit, lab_unit
from tests.fakes.log_lines import DAEMON, told_by

GREYLISTED = "451 4.7.1 greylisted, try again in five minutes"
REFUSED = "550 5.1.1 no such mailbox"
FAULTS = (
    ("mail", GREYLISTED), ("rcpt", GREYLISTED), ("data", GREYLISTED),
    ("mail", "550 5.7.1 relaying denied"), ("rcpt", REFUSED), ("data", "554 5.6.0 content refused"),
    ("mail", "hang"), ("mail", "cut"), ("after_data", "hang"), ("after_data", "cut"),
)  # fmt: skip
"""What the relay does, and when."""
POLL = timedelta(seconds=60)
Told = tuple[str, int, str, int]
"""A fault, the polls until its alarm, the state its letter came to, and how often the relay was handed it."""


@dataclass(slots=True)
class Ahead:
    """A clock that goes before the machine's."""

    by: timedelta = timedelta()

    def now(self) -> datetime:
        """So much later than now."""
        return datetime.now(UTC) + self.by


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabUnit]:
    """One house for all faults."""
    with lab_unit(tmp_path_factory.mktemp("lab")) as unit:
        yield unit


@pytest.fixture(scope="module")
def alarms() -> list[Told]:
    """What was told of each fault so far."""
    return []


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


@pytest.mark.parametrize(("stage", "answer"), FAULTS, ids=[f"{stage}-{answer[:3]}" for stage, answer in FAULTS])
def test_each_fault_is_an_alarm_within_two_polls_and_over_without_a_restart(
    lab: LabUnit, alarms: list[Told], stage: str, answer: str
) -> None:
    """The operator hears of it before an employer does; the same daemon works on when the relay is well again."""
    clock = Ahead()
    daemon = Daemon(replace(lab.app, reply=replace(lab.app.reply, clock=clock)))
    daemon.watch()
    setattr(lab.relay, stage, answer)
    with told_by(DAEMON) as lines:
        message = take_in_one(lab)
        polls = 0
        while not any(line.startswith("ERROR") for line in lines.said):
            polls += 1
            clock.by = polls * POLL
            assert polls <= 2, "no alarm within two polls"
            daemon.post()
    lab.relay.mail, lab.relay.rcpt, lab.relay.data, lab.relay.after_data = "250 OK", "250 OK", "250 kept", "answer"
    after = take_in_one(lab)
    assert len(lab.copies_of(after)) == 1
    clock.by = timedelta(hours=10)
    daemon.post()
    seen = [one.state.value for one in lab.app.outbox.undelivered() if one.reference == lab.reference_of(message)]
    states = [letter.state.value for letter in lab.app.outbox.letters(reference=lab.reference_of(message))]
    assert (states, seen) in ((["sent"], []), (["failed"], ["failed"]))
    alarms.append((f"{stage}: {answer}", polls, states[0], len(lab.copies_of(message))))


def test_the_figures_of_the_lab_are_written_down(lab: LabUnit, alarms: list[Told]) -> None:
    """After every fault: how soon it was told, and what became of the letter."""
    assert len(alarms) == len(FAULTS)
    lab.judge()
    repeats = len(lab.relay.received) - len(set(lab.relay.received))
    write_section(
        "Mail lab, outgoing",
        ("fault of the relay", "polls until the alarm", "letter in the end", "times handed over"),
        [(fault, str(polls), state, str(copies)) for fault, polls, state, copies in alarms],
        said=f"{len(FAULTS)} faults, the house never restarted; {len(lab.sent)} requests, none lost, each with one "
        f"record; {repeats} letters handed over again, to the octet the same: after a refusal of the data as often as "
        "it was refused, after an answer that was never read once. A poll is 60 seconds.",
    )
