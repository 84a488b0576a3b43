"""Records, the list of them and those who work on it, as the suites take them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from imwu_inbox.adapters.sql.account_store import SqlAccounts
from imwu_inbox.adapters.sql.audit_store import SqlAuditLog
from imwu_inbox.adapters.sql.claim_store import SqlClaims
from imwu_inbox.adapters.sql.connect import connect
from imwu_inbox.adapters.sql.queue_store import SqlQueue
from imwu_inbox.adapters.sql.saved_view_store import SqlSavedViews
from imwu_inbox.domain.case import WorkerSummary
from imwu_inbox.domain.officer import Account, Role
from imwu_inbox.domain.queue import Asked, Question
from imwu_inbox.ports.audit_log import AuditLog
from imwu_inbox.ports.queue import Claims, Queue
from imwu_inbox.ports.saved_views import SavedViews
from tests.fakes.audit_log import FakeAuditLog
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.queue import FakeQueue, FakeSavedViews
from tests.plugs.mail_samples import RECEIVED, new_case, new_letter
from tests.plugs.stores import Stores, fake_stores, sql_stores

TODAY = date(2026, 3, 18)
"""A Wednesday."""
MAYA = Asked(officer="maya", today=TODAY)
NOW = RECEIVED + timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Records, their list, and those who work on them."""

    stores: Stores
    queue: Queue
    claims: Claims
    audit: AuditLog
    saved: SavedViews

    def open(self, uid: int, **other: Any) -> str:
        """Open a record; its reference."""
        case = new_case(self.stores.mail(uid), **other)
        return self.stores.cases.open(case, now=NOW, letter=new_letter).record.reference

    def shown(self, **asked: Any) -> list[str]:
        """The ends of the references a question shows."""
        page = self.queue.page(Question(**asked), MAYA)
        assert page.total >= len(page.lines)
        return [line.reference[-1] for line in page.lines]


@contextmanager
def room_of(request: pytest.FixtureRequest) -> Iterator[Room]:
    """The room of the kind the parameter names."""
    if request.param == "fake":
        stores, audit = fake_stores(), FakeAuditLog()
        assert isinstance(stores.cases, FakeCaseStore)
        queue = FakeQueue(stores.cases, audit)
        yield Room(stores=stores, queue=queue, claims=queue, audit=audit, saved=FakeSavedViews())
        return
    database = connect(request.getfixturevalue(f"{request.param}_url"))
    for name in ("maya", "eli"):
        SqlAccounts(database).add(Account(name=name, display_name=name, role=Role.OFFICER))
    yield Room(
        stores=sql_stores(database),
        queue=SqlQueue(database),
        claims=SqlClaims(database),
        audit=SqlAuditLog(database),
        saved=SqlSavedViews(database),
    )
    database.close()


def someone(surname: str, given_names: str = "Ada", **other: Any) -> WorkerSummary:
    """A worker of this name."""
    values: dict[str, Any] = {
        "surname": surname, "given_names": given_names, "nationality": "UTO", "passport_number": "L898902C3",
        "birth_date": None, "expiry_date": None, "codes": ("C10",), "verified": True,
    }  # fmt: skip
    return WorkerSummary(**{**values, **other})
