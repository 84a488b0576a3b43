"""An engine of any kind on its database, as the suites of the engine take it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from imwu_inbox.adapters.dbos_engine import DbosEngine, DbosQueue
from imwu_inbox.adapters.inline_engine import InlineEngine
from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.ports.engine import Engine
from imwu_inbox.ports.lease import Lease
from tests.fakes.engine import FakeEngine
from tests.fakes.lease import FakeLease

DURABLE = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


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
