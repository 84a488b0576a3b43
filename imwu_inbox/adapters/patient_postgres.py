"""A line to PostgreSQL that is given up when the server owes an answer and stays silent.

libpq has deadlines for connecting and for octets that nobody acknowledges. A server that is frozen acknowledges all
and answers nothing, and whoever waits for it waits for ever.
"""

import time
from collections.abc import Generator
from typing import Any, Self

import psycopg
from psycopg import pq
from sqlalchemy import Dialect, Engine, event

_KEY = "tcp_user_timeout"
"""One key of the URL says how long a server may take to acknowledge, and to answer. Units: milliseconds."""


class PatientConnection(psycopg.Connection[Any]):
    """Waits as long as something comes, and through silence as long as `tcp_user_timeout` says; without it for ever."""

    _patience_seconds = 0.0

    @classmethod
    def connect(cls, conninfo: str = "", **options: Any) -> Self:
        """Connect. Raises: psycopg.OperationalError."""
        connection = super().connect(conninfo, **options)
        connection._patience_seconds = int(connection.info.get_parameters().get(_KEY, "0")) / 1000
        return connection

    def wait(self, gen: Generator[Any, Any, Any], *args: Any, **options: Any) -> Any:
        """Wait for what the server owes us. Raises: psycopg.OperationalError, with the line closed, in its silence."""
        return super().wait(self._through_silence(gen) if self._patience_seconds else gen, *args, **options)

    def _through_silence(self, gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        """The library comes back ten times a second and says whether there was anything."""
        heard_at = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                if ready := (yield wanted):
                    heard_at = time.monotonic()
                elif self._is_owed_an_answer() and time.monotonic() - heard_at > self._patience_seconds:
                    self.pgconn.finish()
                    raise psycopg.OperationalError("the server owes an answer and is silent")
                wanted = gen.send(ready)
        except StopIteration as done:
            return done.value

    def _is_owed_an_answer(self) -> bool:
        """Whoever only listens for notices is owed nothing."""
        return self.pgconn.transaction_status == pq.TransactionStatus.ACTIVE


def be_patient() -> None:
    """From now on every line of this process to PostgreSQL is a patient one, the engine's own too.

    The engine opens its lines by itself, and gives no other way to say how.
    """
    if not event.contains(Engine, "do_connect", _connect):
        event.listen(Engine, "do_connect", _connect)


def _connect(dialect: Dialect, _record: object, given: list[Any], options: dict[str, Any]) -> Any:
    return PatientConnection.connect(*given, **options) if dialect.driver == "psycopg" else None
