"""kill -9 around each step of the sentence, seen from outside: nothing lost, nothing doubled.

IMWU_KILL_MESSAGES says how many messages each step gets, in waves of one kill each; with IMWU_KILL_TOTALS, a JSON file
outside the repository, batches of steps or messages add up.
"""

import os
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bench.figures import write_section
from tests.disasters.daemon_process import WAIT_SECONDS
from tests.disasters.kill_house import KillHouse, kill_house
from tests.disasters.totals import Totals
from tests.disasters.watched_line import Moment, Trap, WatchedLine
from tests.servers.postgres import PostgresServer

MESSAGES = int(os.environ.get("IMWU_KILL_MESSAGES", "12"))
WAVE = min(20, max(2, MESSAGES // 3))
"""Messages that lie in the mailbox when one kill falls; two of three are answered, so two hold a letter."""
SEED = 20261122
_LOOK_AGAIN_SECONDS = 0.002
LATEST_SECONDS = 0.02
"""A step that shows only in files or rows is struck at once or up to so much later, by seed."""
_LAST_DOT = rb"\r\n\.\r\n"
ON_THE_LINE: dict[str, tuple[str, bytes, tuple[Moment, ...]]] = {
    "connect": ("imap", rb" LOGIN ", tuple(Moment)),
    "list": ("imap", rb"UID SEARCH", tuple(Moment)),
    "probe": ("imap", rb"UID FETCH [^\r\n]*RFC822\.SIZE", tuple(Moment)),
    "fetch": ("imap", rb"UID FETCH [^\r\n]*BODY", tuple(Moment)),
    "MOVE": ("imap", rb"UID MOVE", tuple(Moment)),
    "outbox claim": ("smtp", rb"(?i)^EHLO", tuple(Moment)),
    "DATA sent": ("smtp", _LAST_DOT, (Moment.COMMAND_LOST, Moment.ANSWER_LOST)),
    "reply read": ("smtp", _LAST_DOT, (Moment.ANSWERED,)),
}
Seen = Callable[[KillHouse], int]
BY_ITS_MARKS: dict[str, Seen] = {
    "vault write": lambda house: house.files("originals", "*/*/*"),
    "commit": lambda house: house.rows("mail"),
    "parse": KillHouse.runs_begun,
    "read": lambda house: house.files("readings", "*/*/*"),
    "case": lambda house: house.rows("cases"),
    "mark sent": lambda house: house.rows("outbox", "state = 'sent'"),
}
STEPS = (
    *("connect", "list", "probe", "fetch", "vault write", "commit", "MOVE", "parse", "read", "case"),
    *("outbox claim", "DATA sent", "reply read", "mark sent"),
)


_COUNTED = ("messages", "kills", "letters", "repeats in the window")
_TOTALS = Totals("IMWU_KILL_TOTALS")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KillHouse]:
    """One house for all steps on each database: what one kill broke would show at the next."""
    folder: Path = tmp_path_factory.mktemp(f"kills-{request.param}")
    store = f"sqlite:///{folder}/unit.db"
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        store = server.create()
    with kill_house(folder, store) as unit:
        yield unit
    report()


def report() -> None:
    """What all batches so far survived."""
    counts = _TOTALS.counts
    names = sorted({name.rpartition("/")[0] for name in counts}, key=lambda name: STEPS.index(name.partition("/")[2]))
    write_section(
        "kill -9 at each step",
        ("database", "step", *_COUNTED, "lost", "doubled cases"),
        [(*name.split("/"), *(str(counts[f"{name}/{what}"]) for what in _COUNTED), "0", "0") for name in names],
        said="Killed from outside by what passes on the lines, lies in the vault or stands in the database; a fresh "
        "daemon brings all to the end. Repeats carry identical bytes, none goes out a third time.",
    )


def strike(house: KillHouse, step: str, number: int, messages: int) -> None:
    """A wave of messages lies in the mailbox, and the daemon dies at this step."""
    if step in ON_THE_LINE:
        server, command, moments = ON_THE_LINE[step]
        strike_on_the_line(
            house,
            server,
            Trap(command=re.compile(command), moment=moments[number % len(moments)], spring=house.kill),
            messages,
        )
    else:
        strike_by_mark(house, step, number, messages)


def strike_on_the_line(house: KillHouse, server: str, trap: Trap, messages: int) -> None:
    """Kill when a command or its answer passes."""
    line: WatchedLine = house.imap_line if server == "imap" else house.smtp_line
    house.imap_line.is_open.clear()
    house.receive(messages)
    line.trap = trap
    house.imap_line.is_open.set()
    assert trap.sprung.wait(WAIT_SECONDS), "the step never came"
    line.trap = None


def strike_by_mark(house: KillHouse, step: str, number: int, messages: int) -> None:
    """Kill when files or rows show the step, the first of three times at once, then up to a moment later."""
    if step == "read":
        house.forget_readings()
    seen, before = BY_ITS_MARKS[step], BY_ITS_MARKS[step](house)
    pause = random.Random(f"{SEED} {step} {number}").uniform(0, LATEST_SECONDS) if number % 3 else 0.0
    house.receive(messages)
    deadline = time.monotonic() + WAIT_SECONDS
    while seen(house) <= before:
        assert time.monotonic() < deadline, "the step never came"
        time.sleep(_LOOK_AGAIN_SECONDS)
    threading.Event().wait(pause)
    house.kill()


@pytest.mark.parametrize("step", STEPS)
def test_a_daemon_killed_at_a_step_loses_and_doubles_nothing(house: KillHouse, step: str) -> None:
    """Only a letter that was between its claim and its mark may go out once more, with identical bytes."""
    kills, messages, copies = house.kills, len(house.sent), house.judge()
    for number in range(MESSAGES // WAVE):
        strike(house, step, number, WAVE)
        house.recover()
    after = house.judge()
    counted = (
        len(house.sent) - messages,
        house.kills - kills,
        len(after) - len(copies),
        (after.total() - len(after)) - (copies.total() - len(copies)),
    )
    assert counted[1] == MESSAGES // WAVE
    name = f"{house.database.dialect}/{step}"
    figures = {f"{name}/{what}": figure for what, figure in zip(_COUNTED, counted, strict=True)}
    _TOTALS.add(Counter(figures))
