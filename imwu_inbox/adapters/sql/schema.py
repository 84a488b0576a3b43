"""Brings a database to the tables of this release, and says whether it is there."""

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import select

from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.tables import InstallationRow
from imwu_inbox.errors import BadConfig

_MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(url: str) -> None:
    """Bring the database to this release, in one transaction and under a lock; doing it again changes nothing.

    Raises: NeighbourDown, TryAgain, BadConfig.
    """
    database = connect(url)
    try:
        with database.change_tables() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        database.close()


def head() -> str:
    """The revision of this release."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def current(database: Database) -> str | None:
    """The revision the database is at; None when it was never migrated. Raises: NeighbourDown, TryAgain."""
    with database.read() as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def must_be_current(database: Database) -> None:
    """Refuse a database of another release.

    Raises: BadConfig, saying what to run; NeighbourDown, TryAgain.
    """
    found = current(database)
    if found != head():
        raise BadConfig(
            f"the database is at {found or 'no revision'}, this release needs {head()}: run `imwu-inbox migrate`"
        )


def laid_out_at(database: Database) -> datetime:
    """The moment of the first migration: mail received before it is old mail. Raises: BadConfig, NeighbourDown."""
    with database.read() as session:
        return session.exec(select(InstallationRow.laid_out_at)).one()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config
