"""Every engine, real or fake, keeps these promises."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest
from sqlalchemy import text

from imwu_inbox.adapters.dbos_engine import DbosQueue
from imwu_inbox.adapters.sql.ledger_store import SqlLedger
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.errors import BadConfig, SetAside, TryAgain
from tests.fakes.lease import FakeLease
from tests.plugs.engine_bench import DURABLE, Bench, bench_of
from tests.plugs.mail_samples import new_mail

SECRET = "Jeanne SPECIMEN, passport L898902C3"


@pytest.fixture(params=["fake", "inline", *DURABLE])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Each kind of engine in turn."""
    yield from bench_of(request)


@pytest.fixture(params=DURABLE)
def durable(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """The durable engine on each database."""
    yield from bench_of(request)


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
    assert aside.startswith("aside 1 ValueError at tests.plugs.engine_bench:")
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
    mail_id = ledger.take_in_all([new_mail()])[0].entry.mail_id
    ledger.take_in_all([new_mail()])
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
