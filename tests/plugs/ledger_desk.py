"""A ledger of each kind, and the runs it queued."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection

from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.ledger_store import SqlLedger
from imwu_inbox.ports.ledger import Ledger
from tests.fakes.ledger import FakeLedger


class Desk:
    """A ledger and the runs it queued."""

    def __init__(self, database: Database | None) -> None:
        self.queued: list[tuple[str, int]] = []
        self.ledger: Ledger
        if database is None:
            self.ledger = FakeLedger(lambda run_id, mail_id: self.queued.append((run_id, mail_id)))
        else:
            self.ledger = SqlLedger(database, self._enqueue)

    def _enqueue(self, _connection: Connection, run_id: str, mail_id: int) -> None:
        self.queued.append((run_id, mail_id))


@contextmanager
def desk_of(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """The ledger of the kind the parameter names."""
    if request.param == "fake":
        yield Desk(None)
        return
    database = connect(request.getfixturevalue(f"{request.param}_url"))
    yield Desk(database)
    database.close()
