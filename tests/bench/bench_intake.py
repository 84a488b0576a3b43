"""Taking mail in, against bare downloading and a synced write: what vault, ledger, move and parsing cost."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from statistics import median

import pytest
from imapclient import IMAPClient

from imwu_inbox.adapters.dbos_engine import DbosQueue, prepare
from imwu_inbox.adapters.file_vault import FileVault
from imwu_inbox.adapters.imap_mailbox import ImapMailboxDoor
from imwu_inbox.adapters.jail import Jail
from imwu_inbox.adapters.lease import FileLease
from imwu_inbox.adapters.private_dovecot import PrivateDovecot, private_dovecot
from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.ledger_store import Enqueue, SqlLedger
from imwu_inbox.adapters.sql.schema import migrate
from imwu_inbox.adapters.sql.straggler_store import SqlStragglers
from imwu_inbox.adapters.system_clock import SystemClock
from imwu_inbox.domain.ledger import NewMail, TakenIn
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.reader_setup import ReaderSetup
from imwu_inbox.ports.mailbox import Tray
from imwu_inbox.steps.fetch import Fetch
from imwu_inbox.steps.parse import Parse
from tests.bench.figures import write_section
from tests.stories.told import all_stories

pytestmark = pytest.mark.dovecot

MESSAGES, ROUNDS = 1000, 5
"""A mailbox so full is emptied both ways, so many times; no two messages of all of them are alike."""
WORKERS = 2
"""Runs at a time, and jailed children for them: what a house has that is not told otherwise."""
LARGEST_BYTES = 400_000
AT = datetime(2026, 11, 2, 19, 3, tzinfo=UTC)
BARE_FOLDER = "Bare"
MOST_TIMES_SLOWER = 3
"""More than this and something is wrong, whatever the machine. On a quiet one it is to stay below 2."""


@dataclass(kw_only=True)
class Times:
    """What the rounds of one way took. Units: seconds."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Measure one round."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)

    def row(self, name: str) -> tuple[str, ...]:
        """One row of the table. Units: milliseconds a message, messages a second."""
        wall, cpu = (median(values) / MESSAGES * 1000 for values in (self.wall, self.cpu))
        return (name, f"{wall:.1f}", f"{min(self.wall) / MESSAGES * 1000:.1f}", f"{cpu:.1f}", f"{1000 / wall:.0f}")


def messages(count: int, *, round_number: int = 0) -> list[bytes]:
    """Messages of the stories, no two alike, nor like those of another round."""
    stories = [story.message for story in all_stories() if len(story.message) <= LARGEST_BYTES]
    head = b"X-Bench: %d-%%d\r\n" % round_number
    return [head % number + one for number, one in enumerate(islice(cycle(stories), count))]


def bare_download(server: PrivateDovecot, folder: Path) -> int:
    """Every message of the folder by imapclient, each written to a file of its own and synced; then forgotten."""
    with IMAPClient(server.host, server.port, ssl=False) as client:
        client.login(server.user, server.password)
        client.select_folder(BARE_FOLDER)
        uids: list[int] = client.search("ALL")
        for uid in uids:
            content = client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"]
            with (folder / f"{uid}.eml").open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
    return len(uids)


def empty(server: PrivateDovecot) -> None:
    """Clear the bare folder for the next round; this is not measured."""
    with IMAPClient(server.host, server.port, ssl=False) as client:
        client.login(server.user, server.password)
        if not client.folder_exists(BARE_FOLDER):
            client.create_folder(BARE_FOLDER)
        client.select_folder(BARE_FOLDER)
        client.delete_messages(client.search("ALL"))
        client.expunge()


class LedgerWithRuns(SqlLedger):
    """The ledger on its database; as in the house, a run begins once its commit is done, while the visit goes on."""

    def __init__(self, database: Database, enqueue: Enqueue) -> None:
        super().__init__(database, enqueue)
        self._workers = ThreadPoolExecutor(max_workers=WORKERS)
        self._runs: list[Future[object]] = []
        self.begin: Callable[[int], object] = lambda _mail_id: None

    def take_in_all(self, mails: Sequence[NewMail]) -> Sequence[TakenIn]:
        """Enter the rows, then let their runs begin."""
        taken = super().take_in_all(mails)
        self._runs += [self._workers.submit(self.begin, one.entry.mail_id) for one in taken]
        return taken

    def finish(self) -> int:
        """Wait for the runs that began; how many."""
        runs, self._runs = self._runs, []
        return len([run.result() for run in runs])

    def close(self) -> None:
        """Let the workers go."""
        self._workers.shutdown()


def started_jail() -> Jail:
    """A jail with its children at hand, as in a house that is at work."""
    setup = ReaderSetup(exemption_codes=(), country_codes=frozenset())
    jail = Jail(setup=setup, workers=WORKERS, tasks_per_child=2 * ROUNDS * MESSAGES)
    with ThreadPoolExecutor(max_workers=WORKERS) as starting:
        list(starting.map(jail.parse_mail, messages(WORKERS)))
    return jail


@contextmanager
def our_house(server: PrivateDovecot, folder: Path) -> Iterator[tuple[Fetch, LedgerWithRuns]]:
    """Fetch with its real parts: IMAP, encrypted vault, SQLite ledger with the engine's queue in its commit."""
    url = f"sqlite:///{folder}/unit.db"
    migrate(url)
    prepare(url)
    database = connect(url)
    door = ImapMailboxDoor(
        account="unit",
        host=server.host,
        port=server.port,
        tls="none",
        user=server.user,
        password=lambda: server.password,
        folder="INBOX",
        trays={Tray.PROCESSED: "Processed", Tray.REJECTED: "Rejected"},
        timeout_seconds=20,
    )
    queue = DbosQueue(name="bench", system_database_url=url)
    jail = started_jail()
    ledger = LedgerWithRuns(database, queue.enqueue)
    fetch = Fetch(
        door=door,
        vault=FileVault(folder / "vault", b"\x07" * 32),
        ledger=ledger,
        lease=FileLease(folder / "locks"),
        stragglers=SqlStragglers(database),
        clock=SystemClock(),
        limits=Limits(),
        answer_since=AT,
    )
    parse = Parse(parser=jail)
    ledger.begin = lambda mail_id: parse(fetch.original(mail_id))
    try:
        yield fetch, ledger
    finally:
        ledger.close()
        jail.close()
        database.close()


def run(folder: Path) -> tuple[Times, Times, float]:
    """Both ways over the same full mailboxes, in turn; which goes first changes with every round. Units: octets."""
    ours, bare = Times(), Times()
    octets = 0
    with private_dovecot(user="unit", password="not-a-secret") as server, our_house(server, folder) as house:
        fetch, ledger = house
        for number in range(ROUNDS):
            letters = [(letter, AT) for letter in messages(MESSAGES, round_number=number)]
            octets += sum(len(letter) for letter, _ in letters)
            empty(server)
            server.deliver(letters)
            server.deliver(letters, folder=BARE_FOLDER)
            for is_ours in (True, False) if number % 2 else (False, True):
                if is_ours:
                    with ours.measured():
                        assert fetch().taken_in == ledger.finish() == MESSAGES
                else:
                    with bare.measured():
                        assert bare_download(server, folder) == MESSAGES
    return ours, bare, octets / (ROUNDS * MESSAGES)


def test_taking_mail_in_costs_a_small_multiple_of_bare_downloading(tmp_path: Path) -> None:
    """Fetch, vault, commit, move and parse against imapclient and one synced write a message, in one run."""
    ours, bare, mean_octets = run(tmp_path)
    ratio = median(mine / theirs for mine, theirs in zip(ours.wall, bare.wall, strict=True))
    busy = median(mine / theirs for mine, theirs in zip(ours.cpu, bare.cpu, strict=True))
    write_section(
        "Taking mail in",
        ("way", "ms a message (median)", "ms a message (least)", "CPU ms a message (median)", "messages a second"),
        [
            ours.row("ours: probe, download, vault, commit with run, move, and parse from the vault"),
            bare.row("imapclient and a synced write"),
        ],
        said=f"{MESSAGES} messages of {mean_octets / 1024:.0f} KiB on average, {ROUNDS} alternating rounds, private "
        f"Dovecot, SQLite. Ours takes {ratio:.2f} times as long as bare downloading (median over the rounds), and its "
        f"own process {busy:.2f} times as much processor time. As in the house, messages are parsed while the visit "
        f"goes on, by {WORKERS} jailed children, whose processor time is not in these figures.",
    )
    assert ratio < MOST_TIMES_SLOWER
