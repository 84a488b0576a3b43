"""Every engine, real or fake, keeps these promises; and the durable one survives kills."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from imwu_inbox.adapters.dbos_engine import DbosEngine, DbosQueue
from imwu_inbox.adapters.inline_engine import InlineEngine
from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.ledger_store import SqlLedger
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.errors import BadConfig, SetAside, TryAgain
from imwu_inbox.ports.engine import Engine
from imwu_inbox.ports.lease import Lease
from tests.fakes.engine import FakeEngine
from tests.fakes.lease import FakeLease
from tests.plugs.engine_process import REFUSED, lease_for
from tests.plugs.mail_samples import new_mail

SECRET = "Jeanne SPECIMEN, passport L898902C3"


@dataclass(slots=True, kw_only=True)
class Bench:
    """An engine of some kind, what its steps are told to do, and what they did."""

    kind: str
    database: Database | None = None
    url: str = ""
    faults: dict[str, list[Exception]] = field(default_factory=dict)
    acts: list[str] = field(default_factory=list)
    engine: Engine = field(init=False)
    queue: Callable[..., None] = field(init=False)
    close: Callable[[], None] = field(init=False, default=lambda: None)

    def __post_init__(self) -> None:
        """Make the engine."""
        self.engine = self.new_engine()

    def new_engine(self, lease: Lease | None = None) -> Engine:
        """An engine of this bench's kind, as a new process would make it."""
        if self.kind == "fake":
            fake = FakeEngine(run=self.run, post=self.post, set_aside=self.set_aside)
            self.queue = lambda _connection, run_id, mail_id: fake.enqueue(run_id, mail_id)
            return fake
        if self.kind == "inline":
            waiting = DbosQueue(name="imwu-inbox", system_database_url=self.url)
            self.queue = waiting.enqueue
            self.close = waiting.close
            return InlineEngine(queue=waiting, run=self.run, post=self.post, set_aside=self.set_aside)
        durable = new_durable(
            self.url, "one", lease or FakeLease(), run=self.run, post=self.post, set_aside=self.set_aside
        )
        self.queue = durable.enqueue
        self.close = durable.queue.close
        return durable

    def run(self, mail_id: int) -> Sequence[int]:
        """Mail 5 has the letters 50 and 51."""
        self._act(f"intake {mail_id}")
        return [10 * mail_id, 10 * mail_id + 1]

    def post(self, letter_id: int) -> None:
        """One letter."""
        self._act(f"post {letter_id}")

    def set_aside(self, mail_id: int, reason: str) -> None:
        """The shelf."""
        self._act(f"aside {mail_id} {reason}")

    def submit(self, *mail_ids: int, attempt: int = 0) -> None:
        """Queue one run per mail, each in a transaction of its own."""
        for mail_id in mail_ids:
            if self.database is None:
                self.queue(None, f"mail:{mail_id}:{attempt}", mail_id)
            else:
                with self.database.write() as session:
                    self.queue(session.connection(), f"mail:{mail_id}:{attempt}", mail_id)

    def carry(self) -> None:
        """Launch, wait for the end, and stop."""
        self.engine.launch()
        assert self.engine.wait_until_idle(30)
        assert self.engine.pending() == 0
        self.engine.stop(5)

    def _act(self, line: str) -> None:
        self.acts.append(line)
        if self.faults.get(line):
            raise self.faults[line].pop(0)


def new_durable(
    url: str,
    executor_id: str,
    lease: Lease,
    *,
    run: Callable[[int], Sequence[int]],
    post: Callable[[int], None],
    set_aside: Callable[[int, str], None],
) -> DbosEngine:
    """A durable engine that looks often and does not wait between tries."""
    return DbosEngine(
        name="imwu-inbox",
        system_database_url=url,
        executor_id=executor_id,
        lease=lease,
        run=run,
        post=post,
        set_aside=set_aside,
        back_off_seconds=(0.0, 0.0),
        polling_seconds=0.02,
    )


DURABLE = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=["fake", "inline", *DURABLE])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Each kind of engine in turn."""
    yield from bench_of(request)


@pytest.fixture(params=DURABLE)
def durable(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """The durable engine on each database."""
    yield from bench_of(request)


def bench_of(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A bench of the kind the parameter names; nothing is left at work after it."""
    if request.param == "fake":
        yield Bench(kind="fake")
        return
    url = str(request.getfixturevalue("sqlite_url" if request.param == "inline" else f"{request.param}_url"))
    database = connect(url)
    given = Bench(kind=request.param, database=database, url=url)
    yield given
    given.engine.stop(5)
    given.close()
    database.close()


def test_a_queued_mail_is_carried_from_intake_to_post(bench: Bench) -> None:
    """Each letter is posted once, after its intake."""
    bench.submit(1)
    assert bench.engine.pending() == 1
    bench.carry()
    assert bench.acts == ["intake 1", "post 10", "post 11"]


def test_the_same_run_queued_again_is_carried_once_and_a_new_attempt_again(bench: Bench) -> None:
    """The run id decides."""
    bench.submit(1)
    bench.submit(1)
    bench.submit(1, attempt=1)
    bench.carry()
    assert bench.acts.count("intake 1") == 2


def test_a_mail_that_cannot_be_handled_is_set_aside_at_once_and_the_next_goes_on(bench: Bench) -> None:
    """With our own words as the reason."""
    bench.faults["intake 1"] = [SetAside("the zip is nested too deep")]
    bench.submit(1, 2)
    bench.carry()
    assert Counter(bench.acts) == Counter(
        ["intake 1", "aside 1 SetAside: the zip is nested too deep", "intake 2", "post 20", "post 21"]
    )


def test_what_keeps_breaking_is_tried_three_times_and_set_aside_without_foreign_words(bench: Bench) -> None:
    """A foreign exception may quote the message; the shelf names its kind and place only."""
    bench.faults["intake 1"] = [ValueError(SECRET) for _ in range(3)]
    bench.submit(1)
    bench.carry()
    *tries, aside = bench.acts
    assert tries == ["intake 1"] * 3
    assert aside.startswith("aside 1 ValueError at tests.plugs.test_engine:")
    assert SECRET not in aside


def test_what_passes_is_tried_again(bench: Bench) -> None:
    """A locked database twice, then all is well."""
    bench.faults["intake 1"] = [TryAgain("the database is locked"), TryAgain("the database is locked")]
    bench.submit(1)
    bench.carry()
    assert bench.acts == ["intake 1"] * 3 + ["post 10", "post 11"]


def test_a_letter_that_cannot_be_posted_waits_in_the_outbox_and_the_next_goes_on(bench: Bench) -> None:
    """The mail has its record, so it is not set aside."""
    bench.faults["post 10"] = [RuntimeError(SECRET)]
    bench.submit(1)
    bench.carry()
    assert bench.acts == ["intake 1", "post 10", "post 11"]


@pytest.mark.parametrize("bench", ["inline", *DURABLE], indirect=True)
def test_a_run_whose_transaction_was_undone_never_was(bench: Bench) -> None:
    """Row and run: both or neither."""
    assert bench.database is not None
    with suppress(RuntimeError), bench.database.write() as session:
        bench.queue(session.connection(), "mail:1:0", 1)
        raise RuntimeError("undone")
    bench.submit(2)
    bench.carry()
    assert "intake 1" not in bench.acts
    assert "intake 2" in bench.acts


def test_an_engine_is_launched_and_stopped_again_and_again_in_one_process(durable: Bench) -> None:
    """What was queued while it stood still is carried by the next launch."""
    for mail_id in (1, 2, 3):
        durable.submit(mail_id)
        durable.carry()
        durable.engine = durable.new_engine()
    assert [act for act in durable.acts if act.startswith("intake")] == ["intake 1", "intake 2", "intake 3"]


def test_runs_are_queued_by_a_process_that_runs_none(durable: Bench) -> None:
    """An officer's retry comes from the pages."""
    queue = DbosQueue(name="imwu-inbox", system_database_url=durable.url)
    durable.queue = queue.enqueue
    durable.submit(1)
    assert queue.pending() == 1
    queue.close()
    durable.carry()
    assert "intake 1" in durable.acts


def test_an_executor_that_is_held_is_refused(durable: Bench) -> None:
    """Two processes under one executor id would do every step twice."""
    lease = FakeLease()
    lease.held.add("executor:one")
    second = durable.new_engine(lease)
    with pytest.raises(TryAgain, match="another process works as executor one"):
        second.launch()
    durable.submit(1)
    durable.carry()
    assert "intake 1" in durable.acts


def test_a_database_without_the_engines_tables_is_refused(empty_url: str) -> None:
    """With what to run, and nothing is left at work."""
    bench = Bench(kind="durable", url=empty_url)
    for _ in range(2):
        with pytest.raises(BadConfig, match="imwu-inbox migrate"):
            bench.engine.launch()
    bench.close()


def test_the_ledger_and_the_engine_carry_a_mail_to_the_shelf_and_back(durable: Bench) -> None:
    """Row and run in one commit; the retry from the shelf is a run of its own."""
    assert durable.database is not None
    ledger = SqlLedger(durable.database, durable.queue)
    mail_id = ledger.take_in(new_mail()).entry.mail_id
    ledger.take_in(new_mail())
    durable.faults[f"intake {mail_id}"] = [SetAside("too deep")]
    ledger.shelve(mail_id, "SetAside: too deep")
    durable.carry()
    assert ledger.retry(mail_id).fate is Fate.STORED
    durable.engine = durable.new_engine()
    durable.carry()
    assert durable.acts == [
        f"intake {mail_id}",
        f"aside {mail_id} SetAside: too deep",
        f"intake {mail_id}",
        f"post {10 * mail_id}",
        f"post {10 * mail_id + 1}",
    ]


def test_runs_that_ended_are_forgotten_when_their_time_is_over(durable: Bench) -> None:
    """Privacy: nothing of a run stays, and what is newer is kept."""
    durable.submit(1, 2)
    durable.carry()
    durable.engine = durable.new_engine()
    durable.submit(3)
    assert durable.engine.purge(older_than_days=1) == 0
    assert durable.engine.purge(older_than_days=-1) == 2
    assert durable.engine.pending() == 1


def test_the_engine_stores_ids_and_nothing_a_person_wrote(durable: Bench) -> None:
    """Neither inputs, outputs nor errors of its steps hold more."""
    durable.faults["intake 1"] = [ValueError(SECRET)] * 3
    durable.faults["post 20"] = [ValueError(SECRET)]
    durable.submit(1, 2)
    durable.carry()
    assert durable.database is not None
    schema = "" if durable.database.dialect == "sqlite" else "dbos."
    with durable.database.read() as session:
        for table in ("workflow_status", "operation_outputs"):
            rows = session.connection().execute(text(f"SELECT * FROM {schema}{table}")).all()  # noqa: S608  our names
            assert rows
            assert "SPECIMEN" not in str(rows)


def test_an_error_of_the_shelf_itself_is_swept_up_later(durable: Bench) -> None:
    """The run breaks down, and the next sweep finds its mail."""
    durable.faults["intake 1"] = [SetAside("too deep")]
    durable.faults["aside 1 SetAside: too deep"] = [RuntimeError("the shelf is full")]
    durable.submit(1)
    durable.engine.launch()
    assert durable.engine.wait_until_idle(30)
    assert durable.engine.adopt_dead() == 0
    assert durable.engine.adopt_dead() == 0
    durable.engine.stop(5)
    assert [act for act in durable.acts if act.startswith("aside 1 its run broke down")] == durable.acts[-1:]


class Lives:
    """Processes that run the engine one after another, each until its death or its end."""

    def __init__(self, bench: Bench, folder: Path) -> None:
        self.bench = bench
        self.folder = folder

    def live(self, *deaths: str, executor_id: str = "one", workers: int = 2) -> int:
        """One life; its exit code, -9 when it was killed."""
        arguments = [self.bench.url, executor_id, str(self.folder), str(workers), *deaths]
        done = subprocess.run(
            [sys.executable, "-m", "tests.plugs.engine_process", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode in {0, -9, REFUSED}, done.stderr
        return done.returncode

    def acts(self) -> Counter[str]:
        """What was done in all lives, and how often."""
        return Counter((self.folder / "acts").read_text().splitlines())


@pytest.fixture
def lives(durable: Bench, tmp_path: Path) -> Lives:
    """Lives on the database of the bench."""
    return Lives(durable, tmp_path)


def test_no_mail_is_lost_when_the_process_is_killed_and_no_finished_step_is_repeated(lives: Lives) -> None:
    """Twelve runs, killed once in an intake and once in a post."""
    mails = range(1, 13)
    lives.bench.submit(*mails)
    deaths = ("intake:5", "post:1009")
    assert [lives.live(*deaths) for _ in range(3)] == [-9, -9, 0]
    acts = lives.acts()
    assert set(acts) == {f"intake:{mail}" for mail in mails} | {f"post:{1000 + mail}" for mail in mails}
    assert acts["intake:5"] == acts["post:1009"] == 2
    assert acts["intake:9"] == 1
    assert acts.total() <= 2 * len(mails) + 2 * 2
    assert lives.bench.engine.pending() == 0


def test_a_mail_that_kills_the_process_each_time_is_set_aside(lives: Lives) -> None:
    """Three deaths, then the shelf; the mail behind it goes on."""
    lives.bench.submit(1, 2)
    assert [lives.live("intake:1!", workers=1) for _ in range(4)] == [-9, -9, -9, 0]
    acts = lives.acts()
    assert acts["intake:1"] == 3
    assert acts["post:1002"] == 1
    assert [act for act in acts if act.startswith("aside:1 its run kept ending the process")]


def test_the_runs_of_a_dead_executor_are_adopted_and_those_of_a_living_one_are_not(lives: Lives) -> None:
    """A lease that can be held has no living holder."""
    lives.bench.submit(1)
    assert lives.live("post:1001", executor_id="two") == -9
    lease = lease_for(lives.bench.url, lives.folder)
    lives.bench.engine = engine = new_durable(
        lives.bench.url,
        "one",
        lease,
        run=lives.bench.run,
        post=lives.bench.post,
        set_aside=lives.bench.set_aside,
    )
    engine.launch()
    with lease.hold("executor:two"):
        assert engine.adopt_dead() == 0
    assert engine.adopt_dead() == 1
    assert engine.wait_until_idle(30)
    assert lives.bench.acts == ["post 1001"]


def test_a_mail_that_kills_every_executor_is_set_aside(lives: Lives) -> None:
    """Adoption does not hand the death on for ever."""
    lives.bench.submit(1)
    lived = [lives.live("intake:1!", executor_id=name, workers=1) for name in ("a", "b", "c", "d")]
    assert lived == [-9, -9, -9, 0]
    assert [act for act in lives.acts() if act.startswith("aside:1 its run ended the process of every executor")]


def test_a_second_process_under_the_same_executor_id_is_refused(lives: Lives) -> None:
    """As long as the first one lives."""
    arguments = [lives.bench.url, "one", str(lives.folder), "1", "stay"]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.plugs.engine_process", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "launched\n"
        assert lives.live() == REFUSED
        first.communicate()
        assert first.returncode == 0
    assert lives.live() == 0
