"""The migrations bring both databases to the same tables, and only those."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, inspect, text
from sqlmodel import select

from imwu_inbox.adapters.dbos_engine import prepare
from imwu_inbox.adapters.sql import schema
from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.ledger_store import SqlLedger
from imwu_inbox.adapters.sql.officer_tables import QueueTraitRow
from imwu_inbox.adapters.sql.outbox_store import SqlOutbox
from imwu_inbox.adapters.sql.schema import current, head, laid_out_at, migrate, must_be_current
from imwu_inbox.adapters.sql.tables import Row
from imwu_inbox.errors import BadConfig, NeighbourDown
from tests.bench.full_store import fill

MIGRATIONS = Path(schema.__file__).parent / "migrations"
A_LETTER_OF_REVISION_1: Mapping[str, Mapping[str, object]] = {
    "mail": {
        "id": 1, "account": "unit", "folder": "INBOX", "uidvalidity": 1, "uid": 1, "sha256": "x", "vault_key": "x",
        "size_bytes": 1, "received_at": datetime(2026, 3, 2, 15, 4, tzinfo=UTC), "whole": True, "answerable": True,
        "fate": "settled", "attempts": 0,
    },
    "cases": {
        "id": 1, "reference": "2026-000001", "mail_id": 1, "assessment": {}, "event_count": 0, "last_hash": "",
    },
    "outbox": {
        "id": 1, "case_id": 1, "mail_id": 1, "reference": "2026-000001", "kind": "acknowledgement", "to": "a@b.example",
        "to_folded": "a@b.example", "language": "en", "subject": "s", "text": "t", "message_id": "<1@unit.example>",
        "content": b"c", "state": "waiting", "attempts": 0, "uncertain_times": 0,
        "created_at": datetime(2026, 3, 2, 15, 4, tzinfo=UTC), "last_answer": "",
    },
}  # fmt: skip


def test_the_migrated_tables_are_the_ones_the_code_knows(database: Database) -> None:
    """Nothing is left for a new revision, with the engine's own tables lying beside ours."""
    with database.read() as session:
        context = MigrationContext.configure(
            session.connection(),
            opts={"include_name": lambda name, kind, _: kind != "table" or name in Row.metadata.tables},
        )
        assert compare_metadata(context, Row.metadata) == []


def test_migrating_twice_or_at_once_changes_nothing_more(empty_url: str) -> None:
    """Two daemons may start on an empty database together."""
    with ThreadPoolExecutor(max_workers=3) as pool:
        list(pool.map(migrate, [empty_url] * 3))
    prepare(empty_url)
    migrate(empty_url)
    database = connect(empty_url)
    must_be_current(database)
    assert current(database) == head()
    database.close()


def test_a_database_of_another_release_is_refused_with_what_to_do(empty_url: str) -> None:
    """Nobody works on tables they do not know."""
    database = connect(empty_url)
    with pytest.raises(BadConfig, match="imwu-inbox migrate"):
        must_be_current(database)
    with pytest.raises(BadConfig, match="imwu-inbox migrate"):
        SqlLedger(database, lambda _connection, _run_id, _mail_id: None).entry(1)
    database.close()


def test_the_queue_page_is_read_from_its_partial_index(sqlite_url: str) -> None:
    """SQLite proves the index from the predicate alone, so a page costs the same in a million records."""
    database = connect(sqlite_url)
    page = "SELECT case_id FROM queue WHERE closed_at IS NULL AND (sort_due_on, case_id) > (?, ?)"
    with database.read() as session:
        plan = session.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {page} ORDER BY sort_due_on, case_id LIMIT 50", ("2026-03-01", 1)
        )
        assert "ix_queue_open" in " ".join(str(row[3]) for row in plan)
        names = {index["name"] for index in inspect(session.connection()).get_indexes("queue")}
    assert "ix_queue_open" in names
    database.close()


def test_an_embedded_database_is_durable_private_and_checks_its_references(sqlite_url: str) -> None:
    """WAL with full syncs: we acknowledge receipt to people."""
    database = connect(sqlite_url)
    with database.read() as session:
        found = {
            pragma: session.connection().execute(text(f"PRAGMA {pragma}")).scalar()
            for pragma in ("journal_mode", "synchronous", "foreign_keys")
        }
    database.close()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert [path.stat().st_mode & 0o777 for path in (file, file.parent)] == [0o600, 0o700]


@pytest.mark.parametrize("url", ["sqlite://", "mysql://localhost/x", "nonsense", "sqlite:///:memory:"])
def test_a_url_we_cannot_keep_letters_in_is_bad_configuration(url: str) -> None:
    """A database in memory would lose them."""
    with pytest.raises(BadConfig, match=r"store\.url"):
        connect(url)


def test_a_database_that_does_not_answer_is_told_as_such(tmp_path: Path) -> None:
    """The message says what to look at, and the caller may try again."""
    database = connect(f"postgresql+psycopg://nobody@/none?host={tmp_path}")
    with pytest.raises(NeighbourDown, match="does not answer"), database.read() as session:
        session.connection()
    database.close()


def test_the_first_migration_notes_its_moment_and_later_ones_keep_it(empty_url: str) -> None:
    """Mail received before that moment is never answered by itself (rule 65)."""
    before = datetime.now(UTC)
    migrate(empty_url)
    database = connect(empty_url)
    noted = laid_out_at(database)
    migrate(empty_url)
    assert before <= noted <= datetime.now(UTC)
    assert laid_out_at(database) == noted
    database.close()


def test_a_database_of_the_first_revision_keeps_its_letters(empty_url: str) -> None:
    """A unit that goes to this release loses nothing of what waits in its outbox."""
    database = connect(empty_url)
    with database.change_tables() as connection:
        command.upgrade(_config(connection), "0001")
        standing = MetaData()
        standing.reflect(connection, only=list(A_LETTER_OF_REVISION_1))
        for table, row in A_LETTER_OF_REVISION_1.items():
            connection.execute(standing.tables[table].insert(), dict(row))
    migrate(empty_url)
    (kept,) = SqlOutbox(database).letters()
    assert (kept.letter.to, kept.state, kept.letter.grounds, kept.letter.skeleton) == ("a@b.example", "waiting", "", "")
    database.close()


def test_closed_records_of_an_older_release_are_found_by_what_they_have(empty_url: str) -> None:
    """Their codes, nationalities and marks are written down as if they had been closed today, and do not wait."""
    migrate(empty_url)
    database = connect(empty_url)
    fill(database, cases=40, opened=5)
    with database.read() as session:
        before = {(row.kind, row.value, row.case_id, row.waits) for row in session.exec(select(QueueTraitRow))}
    with database.change_tables() as connection:
        command.downgrade(_config(connection), "0012")
    migrate(empty_url)
    with database.read() as session:
        after = {(row.kind, row.value, row.case_id, row.waits) for row in session.exec(select(QueueTraitRow))}
    database.close()
    assert after == before
    assert {waits for _, _, _, waits in after} == {True, False}


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
