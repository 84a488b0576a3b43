"""Every story is told once to a unit on SQLite and once to a unit on PostgreSQL."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.servers.postgres import PostgresServer
from tests.stories.told import all_stories
from tests.stories.unit import Outcome, running_unit, tell


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Outcome]]:
    """What became of every story on this database."""
    folder: Path = tmp_path_factory.mktemp(f"unit-{request.param}")
    if request.param == "sqlite":
        store = f"sqlite:///{folder}/unit.db"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        store = server.create()
    with running_unit(folder, store) as unit:
        yield tell(unit, list(all_stories()))
