"""Fixtures that need a real server or a migrated database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from imwu_inbox.adapters.dbos_engine import prepare
from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.schema import migrate
from tests.servers import postgres
from tests.servers.postgres import PostgresServer

TEMPLATE = "migrated"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One private cluster for the session, with a migrated template."""
    with postgres.running() as server:
        server.execute(f"CREATE DATABASE {TEMPLATE}")
        migrate(server.url(TEMPLATE))
        prepare(server.url(TEMPLATE))
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A migrated database of one's own on the private cluster."""
    url = postgres_server.create(template=TEMPLATE)
    yield url
    postgres_server.drop(url)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A migrated SQLite file of one's own."""
    url = f"sqlite:///{tmp_path}/store/imwu-inbox.db"
    migrate(url)
    prepare(url)
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database: SQLite, then PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open migrated database: SQLite, then PostgreSQL."""
    opened = connect(database_url)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database nobody migrated: SQLite, then PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create()
    yield url
    server.drop(url)
