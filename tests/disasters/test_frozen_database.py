"""A database that takes every query and answers none: the daemon works on when it wakes, without a restart."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.figures import write_section
from tests.disasters.daemon_process import wait_until
from tests.disasters.kill_house import KillHouse, kill_house
from tests.servers.postgres import PostgresServer

WAVE = 12
SILENT_MS = 3000
"""So long our lines wait for an answer here; 30 seconds in service."""
PATIENCE_SECONDS = 40
STOP_SECONDS = 90
"""What the service's unit grants a stop before the kill."""
ALARM = "ERROR imwu_inbox.daemon.tending mailbox not read"


@pytest.fixture
def house(postgres_server: PostgresServer, tmp_path: Path) -> Iterator[KillHouse]:
    """A unit whose lines to the database give up early."""
    store = f"{postgres_server.create()}&tcp_user_timeout={SILENT_MS}&connect_timeout=2"
    with kill_house(tmp_path, store) as unit:
        yield unit


def test_a_frozen_database_is_an_alarm_and_costs_nothing(house: KillHouse, postgres_server: PostgresServer) -> None:
    """Mail that came before and while it was frozen is in the ledger once, judged once and answered once."""
    log = house.folder / "daemon.log"
    house.receive(WAVE)
    wait_until(lambda: house.rows("cases") > 0)
    with postgres_server.frozen():
        house.receive(WAVE)
        wait_until(lambda: ALARM in log.read_text(encoding="utf-8"))
        wait_until(lambda: "waits for the database" in log.read_text(encoding="utf-8"))
        # Longer than a message is tried when it is itself what breaks.
        threading.Event().wait(PATIENCE_SECONDS)
    house.settle()
    # What the relay said meanwhile is written down by the daemon that heard it.
    wait_until(lambda: house.rows("outbox", "state = 'sending'") == 0)
    copies = house.judge()
    assert copies.total() == len(copies)
    assert house.app.ledger.shelf() == []
    assert house.kills == 0
    waited = log.read_text(encoding="utf-8").count("waits for the database")
    write_section(
        "A frozen database",
        ("messages", "seconds frozen", "runs that waited", "lost", "on the shelf", "letters", "sent twice"),
        [
            (
                f"{2 * WAVE}",
                f"over {PATIENCE_SECONDS}",
                f"{waited}",
                "0",
                "0",
                f"{len(copies)}",
                f"{copies.total() - len(copies)}",
            )
        ],
        said="PostgreSQL with every process stopped, half of the mail before and half while it stood still; the daemon "
        f"was never restarted. Lines wait {SILENT_MS / 1000:.0f} s for an answer here, 30 in service; a poll is 1 s.",
    )
    assert "mailbox read again" in log.read_text(encoding="utf-8")


def test_a_daemon_is_stopped_in_time_while_the_database_is_frozen(
    house: KillHouse, postgres_server: PostgresServer
) -> None:
    """SIGTERM ends it before the operating system's manager kills it; what was under way is taken up by the next."""
    log = house.folder / "daemon.log"
    house.receive(WAVE)
    wait_until(lambda: house.rows("cases") > 0)
    with postgres_server.frozen():
        wait_until(lambda: "waits for the database" in log.read_text(encoding="utf-8"))
        assert house.daemon.terminate(seconds=STOP_SECONDS) == 0
    house.recover()
    copies = house.judge()
    assert copies.total() == len(copies)
    assert house.app.ledger.shelf() == []
