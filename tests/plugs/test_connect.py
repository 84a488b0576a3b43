"""A database's breakdowns are told in the house's words, and pass when their cause does."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from imwu_inbox.adapters.dbos_engine import DbosQueue, prepare
from imwu_inbox.adapters.lease import PostgresLease
from imwu_inbox.adapters.patient_postgres import PatientConnection, be_patient
from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.tables import CaseNumberRow, EventRow
from imwu_inbox.errors import NeighbourDown, TryAgain
from imwu_inbox.settings import StoreSection
from imwu_inbox.settings.store import PATIENCE
from tests.plugs.mail_samples import RECEIVED
from tests.servers.lines import silent
from tests.servers.postgres import PostgresServer


def test_a_full_disk_is_told_as_something_that_passes(sqlite_url: str) -> None:
    """Played by a limit on the file's pages; lifting it is all it takes."""
    database = connect(sqlite_url)
    with database.read() as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(TryAgain, match="free space"), database.write() as session:
        session.add_all([CaseNumberRow(year=year, last_number=1) for year in range(5_000)])
    with database.write() as session:
        session.connection().exec_driver_sql("PRAGMA max_page_count=4294967294")
        session.add(CaseNumberRow(year=1, last_number=1))
    database.close()


def test_a_locked_database_is_told_as_something_that_passes(sqlite_url: str) -> None:
    """A writer waits for its turn, but not for ever."""
    database = connect(sqlite_url)
    with database.read() as session:
        session.connection().exec_driver_sql("PRAGMA busy_timeout=1")
    other = sqlite3.connect(Path(sqlite_url.removeprefix("sqlite:///")), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(TryAgain, match="locked"), database.write() as session:
        session.add(CaseNumberRow(year=1, last_number=1))
    other.execute("ROLLBACK")
    other.close()
    with database.write() as session:
        session.add(CaseNumberRow(year=1, last_number=1))
    database.close()


@pytest.mark.postgres
def test_a_connection_the_server_cut_is_told_and_the_next_one_works(
    postgres_server: PostgresServer, postgres_url: str
) -> None:
    """A restart of the server needs no restart of ours."""
    database = connect(postgres_url)

    def cut_off() -> None:
        with database.write() as session:
            backend = session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()
            postgres_server.execute(f"SELECT pg_terminate_backend({backend}, 5000)")
            session.connection().execute(text("SELECT 1"))

    with pytest.raises(NeighbourDown, match="does not answer"):
        cut_off()
    with database.read() as session:
        assert session.connection().execute(text("SELECT 1")).scalar_one() == 1
    database.close()


@pytest.mark.postgres
def test_a_full_disk_of_the_server_and_a_deadlock_are_things_that_pass(postgres_url: str) -> None:
    """Told by their SQLSTATE, whatever the server's language."""
    database = connect(postgres_url)
    for state in ("53100", "40P01", "40001", "55P03"):
        with pytest.raises(TryAgain), database.write() as session:
            session.connection().execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$"))
    database.close()


def test_a_fault_of_our_own_is_not_disguised(database: Database) -> None:
    """A broken reference is a mistake in the program, and the transaction is undone."""
    stray = EventRow(case_id=404, number=1, kind="opened", at=RECEIVED, facts="{}", hash="")
    with pytest.raises(IntegrityError), database.write() as session:
        session.add_all([CaseNumberRow(year=1, last_number=1), stray])
    with database.read() as session:
        assert session.get(CaseNumberRow, 1) is None


def test_an_error_of_the_database_never_shows_what_a_row_was_to_hold(database: Database) -> None:
    """Errors and stack traces may end in a log; a person's data must not."""
    stray = EventRow(case_id=404, number=1, kind="opened", at=RECEIVED, facts='{"name": "SPECIMEN"}', hash="")
    with pytest.raises(IntegrityError) as refused, database.write() as session:
        session.add(stray)
    assert "SPECIMEN" not in str(refused.value)


@pytest.mark.postgres
def test_no_line_to_the_database_waits_for_ever(postgres_url: str) -> None:
    """A machine that is gone is noticed by whatever waits for it: stores, leases and engine go by one line."""
    line = StoreSection(url=postgres_url).line
    database = connect(line)
    with database.read() as session:
        known = session.connection().connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]
    database.close()
    assert {key: known[key] for key in PATIENCE} == dict(PATIENCE)
    with PostgresLease(line).hold("patience") as is_ours:
        assert is_ours
    prepare(line)
    queue = DbosQueue(name="patience", system_database_url=line)
    assert queue.pending() == 0
    queue.close()


def test_a_database_that_accepts_and_never_speaks_is_down_in_time() -> None:
    """And what the operator's own URL says of it holds."""
    with silent() as port:
        line = StoreSection(url=f"postgresql+psycopg://unit@127.0.0.1:{port}/unit?connect_timeout=2").line
        database = connect(line)
        with pytest.raises(NeighbourDown), database.read() as session:
            session.connection()
        database.close()


@pytest.fixture
def patient_line(postgres_url: str) -> str:
    """A database whose every line gives up after a moment of silence."""
    be_patient()
    return StoreSection(url=f"{postgres_url}&tcp_user_timeout=300&connect_timeout=2").line


@pytest.mark.postgres
def test_a_database_that_takes_the_query_and_never_answers_is_down_in_time(
    postgres_server: PostgresServer, patient_line: str
) -> None:
    """Store, lease and engine: each line is given up, and each works again when the server does."""
    prepare(patient_line)
    database = connect(patient_line)
    queue = DbosQueue(name="patience", system_database_url=patient_line)
    lease = PostgresLease(patient_line, connect=PatientConnection.connect)
    with database.write() as session:
        session.add(CaseNumberRow(year=2, last_number=1))

    assert queue.pending() == 0
    questions = (lambda: ask(database), queue.pending, lambda: lease.hold("frozen").__enter__())
    with postgres_server.frozen(), ThreadPoolExecutor() as askers:
        for asked in [askers.submit(question) for question in questions]:
            with pytest.raises(NeighbourDown):
                asked.result()
    assert (ask(database), queue.pending()) == (1, 0)
    with lease.hold("frozen") as is_ours:
        assert is_ours
    queue.close()
    database.close()


def ask(database: Database) -> int:
    """A question on a line that stands already."""
    with database.read() as session:
        return int(session.connection().execute(text("SELECT 1")).scalar_one())


@pytest.mark.postgres
def test_who_only_listens_is_owed_no_answer(patient_line: str) -> None:
    """The engine waits for notices; that nothing happens is no silence."""
    with PatientConnection.connect(patient_line.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute("LISTEN nothing")
        assert list(connection.notifies(timeout=0.5)) == []
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_an_embedded_database_has_no_line() -> None:
    """Its URL is a file's."""
    assert StoreSection(url="sqlite:///unit.db").line == "sqlite:///unit.db"
