"""The mail lab, incoming side: a server that misbehaves, and one house that loses nothing and needs no restart."""

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from imwu_inbox.adapters.imap_mailbox.deadline import STEP_TIMEOUTS
from imwu_inbox.daemon import Daemon
from imwu_inbox.domain.reconciliation import Difference
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.steps.passing_over import STUMBLES_PER_VISIT
from tests.bench.figures import write_section
from tests.disasters.mail_lab.faults import (
    Act,
    Fault,
    cut_at,
    miscounting,
    reset_at,
    saying,
    silent_after,
    trickling,
)
from tests.disasters.mail_lab.folders import INBOX
from tests.disasters.mail_lab.imap_lab import GREETING
from tests.disasters.mail_lab.imap_session import EXCHANGE, OLD, USUAL, Profile
from tests.disasters.mail_lab.unit import TIMEOUT_SECONDS, LabUnit, Later, lab_unit
from tests.fakes.log_lines import DAEMON, told_by

CUTS = 24
_TALK_BYTES = 1_500
"""About what the server says in a visit beside the messages."""
POLLS_TO_COME_BACK = 3
"""The poll that meets the fault, and two more."""
BODY, SIZES = r"UID FETCH .*BODY", r"UID FETCH .*SIZE"
FAULTS: dict[str, tuple[str, Act, bool]] = {
    "silent at the greeting": (GREETING, silent_after(0), True),
    "busy at the greeting": (GREETING, saying("* BYE too many connections\r\n"), True),
    "sign-in refused once": ("LOGIN", saying("{tag} NO [AUTHENTICATIONFAILED] try later\r\n"), False),
    "line cut at the selection": ("SELECT", cut_at(20), True),
    "silent at the search": ("UID SEARCH", silent_after(0), True),
    "half an answer on sizes": (SIZES, cut_at(25), True),
    "sizes refused": (SIZES, saying("{tag} NO [UNAVAILABLE] server busy\r\n"), False),
    "line cut at the first octet of a message": (BODY, cut_at(0), True),
    "line cut within a message": (BODY, cut_at(1_000), True),
    "line reset within a message": (BODY, reset_at(3_000), True),
    "silent within a message": (BODY, silent_after(2_000), True),
    "farewell instead of a message": (BODY, saying("* BYE going down\r\n"), True),
    "message announced too long": (BODY, miscounting(40), True),
    "message announced too short": (BODY, miscounting(-40), True),
    "rubbish instead of a message": (BODY, saying("* 1 FETCH (UID 1 BODY[]<0> (((\r\n{tag} OK done\r\n"), True),
    "answer to the move lost": ("UID MOVE", cut_at(0), True),
    "silent after the move": ("UID MOVE", silent_after(0), True),
    "move refused": ("UID MOVE", saying("{tag} NO [UNAVAILABLE] not now\r\n"), False),
    "line cut at the farewell": ("LOGOUT", reset_at(0), True),
}
_polls: dict[str, int] = {}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabUnit]:
    """One house for all faults: what one of them broke would show at the next."""
    with lab_unit(tmp_path_factory.mktemp("lab")) as unit:
        yield unit
        write_section(
            "Mail lab, incoming",
            ("fault", "polls until all was taken in, at most"),
            [(name, str(polls)) for name, polls in _polls.items()],
            said=f"{len(unit.sent)} messages, one house on SQLite from the first fault to the last, no restart; each "
            "message in the ledger once, one record each, none lost on the server.",
        )


def live_through(lab: LabUnit, name: str) -> None:
    """Messages arrive, the fault strikes, and everything is taken in, judged and filed."""
    polls = lab.poll_until_quiet()
    _polls[name] = max(polls, _polls.get(name, 0))
    lab.settle()
    lab.judge()
    assert sorted(lab.imap.contents("Processed")) == sorted(lab.sent)
    assert polls <= POLLS_TO_COME_BACK


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_loses_nothing_and_needs_no_restart(lab: LabUnit, name: str) -> None:
    """The next polls take in what the fault held up, once."""
    at, act, is_done = FAULTS[name]
    lab.imap.faults = [fault := Fault(at=at, act=act, is_done=is_done)]
    lab.receive()
    live_through(lab, name)
    assert fault.times == 0, "the fault never struck"


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_stays_is_told_within_two_polls(lab: LabUnit, name: str) -> None:
    """Or does no harm: where messages stay outside after two polls, the log has said so, and it tells the end of it."""
    at, act, is_done = FAULTS[name]
    lab.imap.faults = [Fault(at=at, act=act, is_done=is_done, times=10_000)]
    lab.receive(1)
    with told_by(DAEMON) as lines:
        daemon = Daemon(lab.app)
        for _ in range(2):
            with suppress(NeighbourDown):
                daemon.poll()
        alarms = [line for line in lines.said if line.startswith("ERROR")]
        assert len(alarms) == 1 or not lab.imap.contents(INBOX), lines.said
        lab.imap.faults = []
        daemon.poll()
        assert len([line for line in lines.said if line.startswith("WARNING")]) == len(alarms)
    live_through(lab, name)


@pytest.mark.parametrize("bad", [11, 60])
def test_messages_that_always_break_the_line_keep_no_other_outside(lab: LabUnit, bad: int) -> None:
    """They lie at the folder's front; what lies behind and what comes later is taken in at once, they in the end."""
    lab.imap.faults = []
    first = lab.imap.folders[INBOX].next_uid
    refused = lab.receive(bad, told="question-en")
    uids = "|".join(map(str, range(first, first + bad)))
    lab.imap.faults = [
        Fault(at=rf"UID FETCH (?:\d+,)*(?:{uids})(?:,\d+)* .*BODY\.PEEK\[\]", act=cut_at(0), times=10_000)
    ]
    for _ in range(2):
        good = lab.receive(3)
        assert lab.app.poll().stumbled >= min(bad, STUMBLES_PER_VISIT)
        assert not set(good) & set(lab.imap.contents(INBOX))
    assert sorted(lab.imap.contents(INBOX)) == sorted(refused)
    named = [it for it in lab.app.letterboxes[0].verify().findings if it.kind is Difference.PASSED_OVER]
    assert len(named) == min(bad, 2 * (STUMBLES_PER_VISIT + 1))
    lab.imap.faults = []
    an_hour_later = replace(lab.app.letterboxes[0].visit.fetch, clock=Later(timedelta(hours=1)))
    assert an_hour_later().taken_in == bad
    live_through(lab, f"{bad} messages that always broke the line")


@pytest.mark.parametrize("part", range(CUTS))
def test_a_line_cut_after_any_octet_loses_nothing(lab: LabUnit, part: int) -> None:
    """The cut falls anywhere between the greeting and the farewell of a visit, at places drawn by seed."""
    lab.imap.faults = []
    octets = sum(map(len, lab.receive())) + _TALK_BYTES
    lab.imap.line_lengths = [random.Random(part).randrange(part * octets // CUTS, (part + 1) * octets // CUTS)]
    live_through(lab, f"line cut after any octet ({CUTS} places)")


def test_a_server_that_drips_is_given_up_and_not_waited_for(lab: LabUnit) -> None:
    """One octet a second never lets a line's own deadline pass: the step has one, too."""
    lab.imap.faults = [Fault(at=BODY, act=trickling(1.0))]
    lab.receive()
    began = time.monotonic()
    live_through(lab, "one octet a second")
    assert time.monotonic() - began < 3 * STEP_TIMEOUTS * TIMEOUT_SECONDS


def test_a_sign_in_refused_for_a_while_is_tried_again(lab: LabUnit) -> None:
    """Four refusals, then the server is itself again; nobody has to restart anything."""
    lab.imap.faults = [Fault(at="LOGIN", act=saying("{tag} NO [UNAVAILABLE] later\r\n"), is_done=False, times=4)]
    lab.receive()
    assert lab.poll_until_quiet() == 5
    lab.settle()
    lab.judge()


@pytest.mark.parametrize("profile", [EXCHANGE, OLD], ids=["like Exchange", "without MOVE and UIDPLUS"])
def test_a_server_of_another_kind_serves_as_well(lab: LabUnit, profile: Profile) -> None:
    """Sizes that are off by some percent, no keywords, no charset in searches; or copies instead of moves."""
    lab.imap.faults, lab.imap.profile = [], profile
    lab.receive()
    try:
        live_through(lab, f"profile: {profile.capabilities or 'no extension'}, sizes {profile.size_error:+.0%}")
    finally:
        lab.imap.profile = USUAL


def test_a_restored_mailbox_doubles_nothing(lab: LabUnit) -> None:
    """Moves are refused, so everything stands in the folder when it gets a new epoch: the same bytes are duplicates."""
    lab.imap.faults = [Fault(at="UID MOVE", act=saying("{tag} NO not now\r\n"), is_done=False, times=1_000)]
    new = lab.receive()
    with suppress(NeighbourDown):
        lab.app.poll()
    lab.settle()
    lab.judge()
    lab.imap.faults = []
    lab.imap.rebuild()
    assert sorted(lab.imap.contents(INBOX)) == sorted(new)
    live_through(lab, "a new epoch with messages that could not be moved")
    for message in new:
        assert len(lab.copies_of(message)) <= 1
