"""The three stores that stand on one database, or their fakes, as the suites take them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest

from imwu_inbox.adapters.sql.case_store import SqlCaseStore
from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.ledger_store import SqlLedger
from imwu_inbox.adapters.sql.outbox_store import SqlOutbox
from imwu_inbox.adapters.sql.parts_store import SqlParts
from imwu_inbox.ports.case_store import CaseStore
from imwu_inbox.ports.ledger import Ledger
from imwu_inbox.ports.outbox import Outbox
from imwu_inbox.ports.parts import Parts
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.ledger import FakeLedger
from tests.fakes.outbox import FakeOutbox
from tests.fakes.parts import FakeParts
from tests.plugs.mail_samples import new_mail

ZONE = ZoneInfo("America/Toronto")
KINDS = ["fake", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """One ledger, its records and its outbox."""

    ledger: Ledger
    cases: CaseStore
    outbox: Outbox
    parts: Parts

    def mail(self, uid: int = 1, *, content: str | None = None) -> int:
        """Take in a mail; its id."""
        return self.ledger.take_in_all([new_mail(uid, content=content)])[0].entry.mail_id


def fake_stores() -> Stores:
    """The fakes."""
    ledger, outbox = FakeLedger(), FakeOutbox()
    return Stores(ledger=ledger, cases=FakeCaseStore(ledger, outbox, ZONE), outbox=outbox, parts=FakeParts(ledger))


def sql_stores(database: Database) -> Stores:
    """The real ones."""
    ledger = SqlLedger(database, lambda _connection, _run_id, _mail_id: None)
    cases, outbox, parts = SqlCaseStore(database, ZONE), SqlOutbox(database), SqlParts(database)
    return Stores(ledger=ledger, cases=cases, outbox=outbox, parts=parts)


@contextmanager
def stores_of(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """The stores of the kind the parameter names."""
    if request.param == "fake":
        yield fake_stores()
        return
    database = connect(request.getfixturevalue(f"{request.param}_url"))
    yield sql_stores(database)
    database.close()
