"""How long a message takes from its arrival on the server to its row in the ledger, when the server tells of it."""

import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from imwu_inbox.adapters.sql.connect import Database, connect
from tests.bench.figures import write_section
from tests.disasters.daemon_process import DaemonProcess, wait_until
from tests.stories.unit import Unit, running_unit

ARRIVALS = 25
MEDIAN_GOAL_SECONDS = 1.0


def rows(database: Database) -> int:
    """How many messages stand in the ledger."""
    with database.read() as session:
        return int(session.execute(text("SELECT count(*) FROM mail")).scalar_one())


def arrival_seconds(unit: Unit, database: Database, number: int) -> float:
    """One message arrives; how long until its row stands."""
    content = f"Message-ID: <{number}@maple.example>\r\nFrom: a@maple.example\r\nSubject: {number}\r\n\r\nbody\r\n"
    unit.imap.deliver([(content.encode(), datetime.now(UTC))])
    began = time.monotonic()
    wait_until(lambda: rows(database) == number)
    return time.monotonic() - began


@pytest.mark.dovecot
def test_with_the_servers_word_the_median_is_under_a_second(tmp_path: Path) -> None:
    """The poll comes every minute only: whatever is quicker than that was the server's word."""
    store = f"sqlite:///{tmp_path}/unit.db"
    with running_unit(tmp_path, store) as unit:
        log, database = tmp_path / "daemon.log", connect(store)
        daemon = DaemonProcess(unit.config, log)
        wait_until(lambda: "started poll_seconds=60" in log.read_text())
        arrival_seconds(unit, database, 1)  # the first may come before the daemon listens
        times = sorted(arrival_seconds(unit, database, number) for number in range(2, ARRIVALS + 2))
        assert daemon.terminate() == 0
        database.close()
    median, worst = statistics.median(times), times[-1]
    write_section(
        "Arrival to ledger row",
        ("messages", "median", "worst", "goal for the median"),
        [(str(ARRIVALS), f"{median:.2f} s", f"{worst:.2f} s", f"{MEDIAN_GOAL_SECONDS:.0f} s")],
        said="One message at a time, Dovecot on loopback, a daemon on SQLite that polls every 60 s and listens (IDLE).",
    )
    assert median < MEDIAN_GOAL_SECONDS
