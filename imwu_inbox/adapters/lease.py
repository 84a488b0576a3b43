"""One holder at a time: lock files on one machine, advisory locks on PostgreSQL. The holder's death frees both."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from imwu_inbox.errors import CannotWrite, NeighbourDown


class FileLease:
    """Locks on files in one folder: for the embedded store, where every process is on this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def hold(self, name: str) -> Iterator[bool]:
        """Try to hold the name for the length of the context; False when someone else holds it.

        Raises: CannotWrite when the folder refuses the lock file.
        """
        file = self._open(self._folder / f"{quote(name, safe='')}.lock")
        try:
            yield _locked(file)
        finally:
            os.close(file)

    def _open(self, path: Path) -> int:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise CannotWrite(f"the lock file {path} cannot be made: {error.strerror}") from error


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


Connect = Callable[..., psycopg.Connection[Any]]
"""How a line is opened: (URL, autocommit=...)."""


class PostgresLease:
    """Session advisory locks: for several machines on one PostgreSQL. Each name held keeps one connection."""

    def __init__(self, url: str, *, connect: Connect = psycopg.connect) -> None:
        self._url = url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._connect = connect

    @contextmanager
    def hold(self, name: str) -> Iterator[bool]:
        """Try to hold the name for the length of the context; False when someone else holds it.

        Raises: NeighbourDown when the database does not answer.
        """
        try:
            connection = self._connect(self._url, autocommit=True)
        except psycopg.OperationalError as error:
            raise NeighbourDown("the database does not answer, so no lock can be taken: see that it runs") from error
        try:
            yield _try_advisory(connection, name)
        finally:
            connection.close()


def _try_advisory(connection: psycopg.Connection[Any], name: str) -> bool:
    """Source: PostgreSQL manual, 9.28.10 Advisory Lock Functions; the key is the start of the name's SHA-256."""
    key = int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
    try:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (key,)).fetchone()
    except psycopg.OperationalError as error:
        raise NeighbourDown("the database stopped answering while a lock was taken: see that it runs") from error
    return bool(row and row[0])
