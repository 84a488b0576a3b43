"""What the officers' pages need of the house, on its database alone: no mailbox and no relay."""

from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from imwu_inbox.adapters.argon2_passwords import Argon2Passwords
from imwu_inbox.adapters.dbos_engine import DbosQueue
from imwu_inbox.adapters.sql.account_store import SqlAccounts
from imwu_inbox.adapters.sql.audit_store import SqlAuditLog
from imwu_inbox.adapters.sql.case_store import SqlCaseStore
from imwu_inbox.adapters.sql.claim_store import SqlClaims
from imwu_inbox.adapters.sql.errand_store import SqlErrands
from imwu_inbox.adapters.sql.ledger_pages import SqlLedgerPages
from imwu_inbox.adapters.sql.ledger_store import SqlLedger
from imwu_inbox.adapters.sql.logbook_store import SqlLogbook
from imwu_inbox.adapters.sql.outbox_store import SqlOutbox
from imwu_inbox.adapters.sql.queue_store import SqlQueue
from imwu_inbox.adapters.sql.saved_view_store import SqlSavedViews
from imwu_inbox.adapters.sql.schema import must_be_current
from imwu_inbox.adapters.sql.session_store import SqlSessions
from imwu_inbox.adapters.sql.tally import SqlTally
from imwu_inbox.adapters.system_clock import SystemClock
from imwu_inbox.ports.accounts import Accounts
from imwu_inbox.ports.audit_log import AuditLog
from imwu_inbox.ports.case_store import CaseStore
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.errands import Errands
from imwu_inbox.ports.ledger import Ledger
from imwu_inbox.ports.ledger_pages import LedgerPages
from imwu_inbox.ports.logbook import Logbook
from imwu_inbox.ports.passwords import Passwords
from imwu_inbox.ports.queue import Claims, Queue
from imwu_inbox.ports.saved_views import SavedViews
from imwu_inbox.ports.sessions import Sessions
from imwu_inbox.ports.sign_in_service import SignInService
from imwu_inbox.ports.tally import Tally
from imwu_inbox.settings import Registers, Settings, registers_of
from imwu_inbox.steps.see_to import SeeTo
from imwu_inbox.steps.show import Show
from imwu_inbox.wiring import neighbours
from imwu_inbox.wiring.engine_name import ENGINE_NAME
from imwu_inbox.wiring.showing import show_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The plugs behind the pages."""

    settings: Settings
    clock: Clock
    accounts: Accounts
    sessions: Sessions
    audit: AuditLog
    passwords: Passwords
    cases: CaseStore
    show: Show
    see_to: SeeTo
    queue: Queue
    claims: Claims
    saved_views: SavedViews
    registers: Registers
    tally: Tally
    ledger: Ledger
    ledger_pages: LedgerPages
    logbook: Logbook
    errands: Errands
    sign_in: SignInService | None = None
    parts: ExitStack = field(default_factory=ExitStack)

    def close(self) -> None:
        """Let go of database and children."""
        self.parts.close()


def open_desk(settings: Settings) -> Desk:
    """Choose and join the parts behind the pages. Raises: BadConfig when the tables are not laid out, NeighbourDown."""
    with ExitStack() as parts:
        database = neighbours.database(settings)
        parts.callback(database.close)
        must_be_current(database)
        registers = registers_of(settings)
        queue = DbosQueue(name=ENGINE_NAME, system_database_url=settings.store.line)
        parts.callback(queue.close)
        clock, audit = SystemClock(), SqlAuditLog(database)
        desk = Desk(
            settings=settings,
            clock=clock,
            accounts=SqlAccounts(database),
            sessions=SqlSessions(database),
            audit=audit,
            passwords=Argon2Passwords(),
            cases=SqlCaseStore(database, settings.clock.zone),
            show=show_on(database, settings, registers, parts),
            see_to=SeeTo(outbox=SqlOutbox(database), audit=audit, clock=clock),
            queue=SqlQueue(database),
            claims=SqlClaims(database),
            saved_views=SqlSavedViews(database),
            registers=registers,
            tally=SqlTally(database),
            ledger=SqlLedger(database, queue.enqueue),
            ledger_pages=SqlLedgerPages(database),
            logbook=SqlLogbook(database),
            errands=SqlErrands(database),
            sign_in=neighbours.sign_in_service(settings),
        )
        return replace(desk, parts=parts.pop_all())
