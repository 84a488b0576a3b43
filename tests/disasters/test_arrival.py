"""How long a message lies in the mailbox before the ledger knows it, with the server's word to wake the poll."""

import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import text

from imwu_inbox.adapters.sql.connect import Database, connect
from tests.bench.figures import write_section
from tests.disasters.daemon_process import DaemonProcess, wait_until
from tests.servers.maildir import small_message
from tests.stories.unit import running_unit

MESSAGES = 30
MEDIAN_SECONDS = 1.0
SLOWEST_SECONDS = 30.0
"""Far below the pause between two polls: no message, the first included, waits for one."""


def rows(database: Database) -> int:
    """How many messages the ledger knows."""
    with database.read() as session:
        return int(session.execute(text("SELECT count(*) FROM mail")).scalar_one())


def has_more_rows(database: Database, known: int) -> bool:
    """Whether the ledger has taken in one more."""
    return rows(database) > known


def test_a_message_is_in_the_ledger_within_a_second_of_its_arrival(tmp_path: Path) -> None:
    """The daemon idles, is woken and visits; its own poll would come once a minute."""
    store = f"sqlite:///{tmp_path}/unit.db"
    waited: list[float] = []
    with running_unit(tmp_path, store) as unit:
        database = connect(store)
        log = tmp_path / "daemon.log"
        daemon = DaemonProcess(unit.config, log)
        wait_until(lambda: "started poll_seconds=60" in log.read_text(encoding="utf-8") or not daemon.is_alive())
        for number in range(MESSAGES + 1):
            unit.imap.deliver([(small_message(number), datetime.now(UTC))])
            began = time.monotonic()
            wait_until(partial(has_more_rows, database, number), seconds=90)
            waited.append(time.monotonic() - began)
        assert daemon.terminate() == 0
        database.close()
    waited.sort()
    write_section(
        "Arrival to ledger row",
        ("messages", "median, ms", "nine of ten within, ms", "slowest, ms"),
        [
            (
                str(len(waited)),
                *(f"{seconds * 1000:.0f}" for seconds in (median(waited), waited[len(waited) * 9 // 10], waited[-1])),
            )
        ],
        said="One message at a time into a private Dovecot on loopback, the daemon idling (poll every 60 s), SQLite.",
    )
    assert median(waited) < MEDIAN_SECONDS
    assert waited[-1] < SLOWEST_SECONDS
