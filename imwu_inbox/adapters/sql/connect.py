"""One database, reached for reading or for writing, with its breakdowns told in the house's words."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from imwu_inbox.errors import BadConfig, ImwuError, NeighbourDown, TryAgain

SQLITE = "sqlite"
POSTGRES = "postgresql"

_BUSY_MS = 30_000
_LOOK_AGAIN_SECONDS = 0.02
_WRITER = "imwu_writer"
_PASSING_STATES = ("40", "53", "55P03")
"""SQLSTATEs that pass by themselves: serialization and deadlock, insufficient resources, lock not available."""
_PASSING_WORDS = ("locked", "busy", "disk is full", "disk i/o error")
_MISSING_TABLE_WORDS = ("no such table", "no such column", "does not exist")


class Database:
    """A database behind one URL. Writers on SQLite take their lock at the start, so they wait instead of failing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**{_WRITER: True})

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that changes rows; it is committed at the end and undone by any exception.

        Raises: NeighbourDown when the database does not answer, TryAgain when it is locked or full.
        """
        with _told_plainly(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that only looks. Raises: NeighbourDown, TryAgain."""
        with _told_plainly(), Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def change_tables(self) -> Iterator[Connection]:
        """One transaction for a migration, with nobody else writing. Raises: NeighbourDown, TryAgain."""
        with _told_plainly(), self._writer.begin() as connection:
            if self.dialect == POSTGRES:
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('imwu-inbox migrate'))")
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def connect(url: str) -> Database:
    """The database of this URL; for SQLite the file is made, readable by its owner alone.

    Raises: BadConfig when the URL names no database we know.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == SQLITE:
            return Database(_sqlite(url, Path(parsed.database or "")))
        if parsed.get_backend_name() == POSTGRES:
            return Database(
                create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True)
            )
    except (ArgumentError, NoSuchModuleError) as error:
        raise BadConfig("store.url is not a database URL: write sqlite:///FILE or postgresql+psycopg://...") from error
    raise BadConfig(f"store.url names {parsed.get_backend_name()}: only sqlite and postgresql are known")


def _sqlite(url: str, file: Path) -> Engine:
    if not file.name or ":memory:" in file.name:
        raise BadConfig("store.url names no file: write sqlite:///FILE, a database in memory would lose letters")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        raise NeighbourDown(f"the database file {file} cannot be made: {error.strerror}") from error
    # What a row was to hold never stands in an error or a stack trace.
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """FULL, because we acknowledge receipt to people; the driver's own BEGIN is switched off for ours."""
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={_BUSY_MS}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    _use_wal(connection)


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch a new file to write-ahead logging; the switch knows no busy timeout, so two starters wait here in turn."""
    until = time.monotonic() + _BUSY_MS / 1000
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(_LOOK_AGAIN_SECONDS)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITER, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise TryAgain("every connection to the database is in use: try again, or run fewer workers") from error
    except DBAPIError as error:
        breakdown = _breakdown(error)
        if breakdown is None:
            raise
        raise breakdown from error


def _breakdown(error: DBAPIError) -> ImwuError | None:
    """What a driver's error means to us; None for a fault in our own statement."""
    words = str(error.orig).lower()
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if any(word in words for word in _MISSING_TABLE_WORDS) and "database" not in words:
        return BadConfig("the database lacks our tables or is of another release: run `imwu-inbox migrate`")
    if state.startswith(_PASSING_STATES) or (not state and any(word in words for word in _PASSING_WORDS)):
        return TryAgain("the database is locked or its disk is full: free space if it is full, then try again")
    if not (isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated):
        return None
    return NeighbourDown("the database does not answer: see that it runs and that store.url is right")
