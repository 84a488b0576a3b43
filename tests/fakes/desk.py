"""What stands behind the officers' pages, on fakes."""

from imwu_inbox.settings import Settings, registers_of
from imwu_inbox.steps.see_to import SeeTo
from imwu_inbox.wiring import Desk
from tests.fakes.accounts import FakeAccounts
from tests.fakes.audit_log import FakeAuditLog
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FakeClock
from tests.fakes.errands import FakeErrands
from tests.fakes.ledger import FakeLedger
from tests.fakes.ledger_pages import FakeLedgerPages
from tests.fakes.logbook import FakeLogbook
from tests.fakes.passwords import FakePasswords
from tests.fakes.queue import FakeQueue, FakeSavedViews
from tests.fakes.sessions import FakeSessions
from tests.fakes.tally import FakeTally
from tests.web.cases import show_with


def fake_desk(clock: FakeClock, cases: FakeCaseStore | None = None, settings: Settings | None = None) -> Desk:
    """Fakes behind every plug, over these records or none."""
    cases = cases or FakeCaseStore(FakeLedger())
    audit = FakeAuditLog()
    queue = FakeQueue(cases, audit)
    return Desk(
        settings=settings or Settings(),
        clock=clock,
        accounts=FakeAccounts(),
        sessions=FakeSessions(),
        audit=audit,
        passwords=FakePasswords(),
        cases=cases,
        show=show_with(cases, clock),
        see_to=SeeTo(outbox=cases.outbox, audit=audit, clock=clock),
        queue=queue,
        claims=queue,
        saved_views=FakeSavedViews(),
        registers=registers_of(Settings()),
        tally=FakeTally(cases, queue),
        ledger=cases.ledger,
        ledger_pages=FakeLedgerPages(cases.ledger),
        logbook=FakeLogbook(),
        errands=FakeErrands(),
    )
