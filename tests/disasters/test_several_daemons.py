"""Several daemons on one mailbox: on PostgreSQL they share the work, on SQLite the second waits and says so."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from imwu_inbox.adapters.file_vault import FileVault
from imwu_inbox.adapters.lease import PostgresLease
from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.ledger_store import SqlLedger
from imwu_inbox.adapters.sql.schema import migrate
from imwu_inbox.adapters.sql.straggler_store import SqlStragglers
from imwu_inbox.adapters.system_clock import SystemClock
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.reconciliation import Reconciliation
from imwu_inbox.errors import TryAgain
from imwu_inbox.steps.fetch import Fetch, PollReport
from imwu_inbox.steps.reconcile import Reconcile
from tests.bench.figures import write_section
from tests.disasters.daemon_process import DaemonProcess, wait_until
from tests.disasters.test_killed_daemon import DIGITAL, numbered
from tests.servers.dovecot import Account, running
from tests.servers.postgres import PostgresServer
from tests.stories.told import story
from tests.stories.unit import running_unit

MESSAGES = 1000
RECEIVED = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
STORY = "complete-acroform-en"


def letters() -> list[bytes]:
    """A thousand small messages, each with bytes of its own."""
    return [f"Message-ID: <{n}@maple.example>\r\nSubject: {n}\r\n\r\nbody\r\n".encode() for n in range(MESSAGES)]


@contextmanager
def daemon(url: str, account: Account, folder: Path) -> Iterator[Fetch]:
    """What a daemon visits the mailbox with: connections, lease and ledger of its own."""
    database = connect(url)
    try:
        yield Fetch(
            door=account.door(),
            vault=FileVault(folder / "vault", b"\x07" * 32),
            ledger=SqlLedger(database, lambda _connection, _run_id, _mail_id: None),
            lease=PostgresLease(url),
            stragglers=SqlStragglers(database),
            clock=SystemClock(),
            limits=Limits(),
            answer_since=RECEIVED,
        )
    finally:
        database.close()


def compared(fetch: Fetch) -> Reconciliation:
    """Server and ledger side by side."""
    return Reconcile(
        door=fetch.door, ledger=fetch.ledger, stragglers=fetch.stragglers, lease=fetch.lease, clock=fetch.clock
    )()


def visit_until_all_are_in(
    url: str, account: Account, folder: Path, *, start: threading.Barrier, all_in: threading.Event
) -> tuple[PollReport, int]:
    """One daemon's visits, from the common start until one finds nothing; what it did, and how often it waited."""
    total, waited = PollReport(), 0
    with daemon(url, account, folder) as fetch:
        start.wait()
        while not all_in.is_set():
            report = fetch()
            total = total.plus(taken_in=report.taken_in, duplicates=report.duplicates, filed=report.filed)
            if report.elsewhere:
                waited += 1
                all_in.wait(0.1)
            elif not report.seen:
                all_in.set()
    return total, waited


@pytest.mark.parametrize("daemons", [2, 4])
def test_several_daemons_take_each_message_in_once(
    daemons: int, tmp_path: Path, postgres_server: PostgresServer
) -> None:
    """A thousand rows, none doubled, every message in its tray once, and server and ledger agree."""
    url = postgres_server.create()
    migrate(url)
    with running(tmp_path) as server, ThreadPoolExecutor(max_workers=daemons) as pool:
        account, start, all_in = server.account(), threading.Barrier(daemons), threading.Event()
        account.deliver_all(letters(), RECEIVED)
        visits = [
            pool.submit(visit_until_all_are_in, url, account, tmp_path, start=start, all_in=all_in)
            for _ in range(daemons)
        ]
        done = [visit.result() for visit in visits]
        copies = Counter(account.contents("Processed"))
        with daemon(url, account, tmp_path) as fetch:
            found = compared(fetch)
    write_section(
        f"{daemons} daemons on one mailbox",
        ("messages", "ledger rows", "doubled", "copies in the tray", "visits left to another"),
        [
            (
                str(MESSAGES),
                str(sum(report.taken_in for report, _ in done)),
                str(sum(report.duplicates for report, _ in done)),
                str(sum(copies.values())),
                str(sum(waited for _, waited in done)),
            )
        ],
        said="Dovecot on loopback, one PostgreSQL; visits from a common start until one finds nothing.",
    )
    assert sum(report.taken_in for report, _ in done) == MESSAGES
    assert sum(report.duplicates for report, _ in done) == 0
    assert (len(copies), max(copies.values())) == (MESSAGES, 1)
    assert (found.findings, found.on_server, found.in_ledger) == ((), MESSAGES, MESSAGES)
    assert sum(waited for _, waited in done) > 0, "they never met: the test shows nothing"


def settled(database: Database) -> int:
    """How many messages have come to their end."""
    with database.read() as session:
        return int(session.execute(text("SELECT count(*) FROM mail WHERE fate = 'settled'")).scalar_one())


def speaks(log: Path) -> bool:
    """Whether the daemon has said its first words."""
    return "imwu_inbox.daemon" in log.read_text()


@contextmanager
def started(*configs: Path) -> Iterator[list[DaemonProcess]]:
    """Daemons, each with a log beside its configuration; whatever happens, none outlives the test."""
    daemons: list[DaemonProcess] = []
    try:
        for config in configs:
            log = config.with_suffix(".log")
            daemons.append(DaemonProcess(config, log))
            wait_until(partial(speaks, log))
        yield daemons
    finally:
        for one in daemons:
            if one.is_alive():
                one.kill()


def test_on_sqlite_a_second_daemon_waits_says_so_and_takes_over(tmp_path: Path) -> None:
    """It does nothing while the first lives; when the first is killed it goes on with the work."""
    store = f"sqlite:///{tmp_path}/unit.db"
    other, second_log = tmp_path / "other.toml", tmp_path / "other.log"
    with running_unit(tmp_path, store) as unit, closing(connect(store)) as database, ExitStack() as stack:
        other.write_bytes(unit.config.read_bytes())
        told = story(STORY)
        first, second = stack.enter_context(started(unit.config, other))
        wait_until(lambda: "waiting for the daemon that is at work here" in second_log.read_text())
        assert "started" not in second_log.read_text()
        first.kill()
        killed = time.monotonic()
        unit.imap.deliver([(told.message, told.received_at)])
        wait_until(lambda: settled(database) == 1)
        seconds = time.monotonic() - killed
        assert second.terminate() == 0
    waits = second_log.read_text().count("waiting for the daemon")
    assert waits == 1
    write_section(
        "A second daemon on SQLite",
        ("says that it waits", "works while the first lives", "from the kill of the first to a settled request"),
        [(f"{waits} time", "no", f"{seconds:.1f} s")],
        said="Two daemons on one store; the first is killed with -9 and a scan-free request arrives. The second looks "
        "every five seconds whether the first has ended.",
    )


def test_on_postgres_two_daemons_work_side_by_side_and_one_goes_on_alone(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    """Two machines on one mailbox: each request has one record and one letter, also those that come after a death."""
    with running_unit(tmp_path, postgres_server.create()) as unit, ExitStack() as stack:
        other = tmp_path / "other.toml"
        written = unit.config.read_text(encoding="utf-8").replace("[mailbox]", "[mailbox]\npoll_seconds = 1")
        unit.config.write_text(written, encoding="utf-8")
        other.write_text(f'{written}[engine]\nexecutor_id = "other"\n', encoding="utf-8")
        first, second = stack.enter_context(started(unit.config, other))
        wait_until(lambda: all("started poll" in log.read_text() for log in tmp_path.glob("*.log")))
        database, told = connect(unit.settings.store.url), [story(name) for name in DIGITAL]
        unit.imap.deliver([(one.message, one.received_at) for one in told])
        wait_until(lambda: settled(database) == len(told))
        first.kill()
        unit.imap.deliver([(numbered(one, 1), one.received_at) for one in told[-2:]])
        due = sum(one.expected["reply"] != "none" for one in told)
        wait_until(lambda: settled(database) == len(told) + 2 and len(unit.letters()) >= due)
        assert second.terminate() == 0
        database.close()
        assert len({str(letter["Message-ID"]) for letter in unit.letters()}) == len(unit.letters())
        assert all("Traceback" not in log.read_text() for log in tmp_path.glob("*.log"))


def test_a_lease_that_is_held_elsewhere_is_no_fault(tmp_path: Path, postgres_server: PostgresServer) -> None:
    """The visit is left to the holder; the comparison says to try again."""
    url = postgres_server.create()
    migrate(url)
    with running(tmp_path) as server, daemon(url, server.account(), tmp_path) as fetch:
        with PostgresLease(url).hold(f"mailbox:{fetch.door.name}") as held:
            assert held
            assert fetch() == PollReport(elsewhere=1)
            with pytest.raises(TryAgain):
                compared(fetch)
        assert fetch() == PollReport()
