"""The whole house on one database, one mailbox and one relay."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from imwu_inbox.adapters.dbos_engine import DbosEngine, DbosQueue
from imwu_inbox.adapters.file_vault import FileVault
from imwu_inbox.adapters.folder_mailbox import FolderMailboxDoor
from imwu_inbox.adapters.inline_engine import InlineEngine
from imwu_inbox.adapters.sql.audit_store import SqlAuditLog
from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.errand_store import SqlErrands
from imwu_inbox.adapters.sql.ledger_store import SqlLedger
from imwu_inbox.adapters.sql.logbook_store import SqlLogbook
from imwu_inbox.adapters.sql.schema import laid_out_at, must_be_current
from imwu_inbox.adapters.sql.straggler_store import SqlStragglers
from imwu_inbox.adapters.system_clock import SystemClock
from imwu_inbox.domain.sending import Sending
from imwu_inbox.errors import ImwuError
from imwu_inbox.ports.audit_log import AuditLog
from imwu_inbox.ports.case_store import CaseStore
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.engine import Engine
from imwu_inbox.ports.ledger import Ledger
from imwu_inbox.ports.logbook import Logbook
from imwu_inbox.ports.outbox import Outbox
from imwu_inbox.ports.parts import Parts
from imwu_inbox.settings import MailboxSection, Settings, registers_of
from imwu_inbox.steps.errands import RunErrands
from imwu_inbox.steps.fetch import Fetch, PollReport
from imwu_inbox.steps.intake import Intake
from imwu_inbox.steps.note_sending import NoteSending
from imwu_inbox.steps.reconcile import Reconcile
from imwu_inbox.steps.reply import Reply
from imwu_inbox.steps.see_to import SeeTo
from imwu_inbox.steps.take_up import TakeUp
from imwu_inbox.steps.undo import Undo
from imwu_inbox.steps.visit import Visit
from imwu_inbox.steps.write_again import WriteAgain
from imwu_inbox.wiring import neighbours
from imwu_inbox.wiring.engine_name import ENGINE_NAME
from imwu_inbox.wiring.letterbox import Letterbox
from imwu_inbox.wiring.neighbours import AnyDoor
from imwu_inbox.wiring.sentence import Stores, intake, posting, stores_on


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The whole house on one database, one mailbox and one relay. The engine is not launched yet."""

    settings: Settings
    clock: Clock
    ledger: Ledger
    cases: CaseStore
    outbox: Outbox
    engine: Engine
    letterboxes: tuple[Letterbox, ...]
    fetch: Fetch
    reply: Reply
    take_up: TakeUp
    write_again: WriteAgain
    see_to: SeeTo
    note_sending: NoteSending
    run_errands: RunErrands
    undo: Undo
    waiting: Parts
    parts: ExitStack

    def poll(self) -> PollReport:
        """Visit each mailbox once; one that fails keeps no other from its visit.

        Raises: NeighbourDown, CannotWrite; nothing is lost, poll again.
        """
        self.settings.require_mailbox()
        report, broken = PollReport(), None
        for letterbox in self.letterboxes:
            try:
                report = report.plus(**asdict(letterbox.poll()))
            except ImwuError as breakdown:
                broken = broken or breakdown
        if broken:
            raise broken
        return report

    def ingest(self, path: Path) -> PollReport:
        """Take in a file or folder of messages. Raises: InputUnreadable."""
        return replace(self.fetch, door=FolderMailboxDoor(path=path))()

    def post_due(self) -> int:
        """Send every letter that is due; how many were tried."""
        return self.reply.post_due()

    def sending(self) -> Sending:
        """How kill switch and trial stand."""
        return self.settings.sending_now()

    def stuck(self) -> int:
        """How many letters wait for a relay that does not take them."""
        return self.outbox.stuck()

    def undelivered(self) -> frozenset[int]:
        """The letters that did not arrive and that nobody has seen to."""
        return frozenset(one.letter_id for one in self.outbox.undelivered())

    def braked(self) -> int:
        """How many letters the breaker makes wait."""
        return self.reply.braked()

    def sweep(self) -> None:
        """Put right what an interrupted act left behind, and take up the parts that waited long enough."""
        self.engine.adopt_dead()
        for mail_id in self.waiting.due(self.clock.now()):
            self.fetch.ledger.release(mail_id)

    def close(self) -> None:
        """Let go of database, children and files."""
        self.parts.close()


def build(settings: Settings) -> App:
    """Choose and join the parts of the whole house.

    Raises: BadConfig when settings or registers cannot be used or the tables are not laid out, NeighbourDown.
    """
    with ExitStack() as parts:
        app = _joined(settings, parts)
        return replace(app, parts=parts.pop_all())


def _joined(settings: Settings, parts: ExitStack) -> App:
    database = neighbours.database(settings)
    parts.callback(database.close)
    must_be_current(database)
    registers, clock, tokens = registers_of(settings), SystemClock(), neighbours.TokenRing(settings)
    queue = DbosQueue(name=ENGINE_NAME, system_database_url=settings.store.line)
    parts.callback(queue.close)
    doors = neighbours.mailbox_doors(settings, tokens)
    fetch = _fetch(settings, doors[0], database, queue, clock)
    stores = stores_on(database, settings)
    jail = neighbours.jail(settings, registers)
    parts.callback(jail.close)
    run = intake(settings, registers, fetch=fetch, stores=stores, jail=jail, clock=clock)
    reply = posting(settings, stores=stores, tokens=tokens, clock=clock)
    undo = _undo(settings, doors, fetch, stores, clock, SqlAuditLog(database))
    return App(
        settings=settings,
        clock=clock,
        ledger=fetch.ledger,
        cases=stores.cases,
        outbox=stores.outbox,
        engine=_engine(settings, run, reply, queue, parts),
        letterboxes=tuple(
            _letterbox(door, box, fetch, SqlLogbook(database), clock)
            for door, box in zip(doors, settings.mailboxes, strict=True)
        ),
        fetch=fetch,
        reply=reply,
        take_up=TakeUp(ledger=fetch.ledger, audit=SqlAuditLog(database), clock=clock),
        write_again=WriteAgain(outbox=stores.outbox, audit=SqlAuditLog(database), clock=clock),
        undo=undo,
        run_errands=RunErrands(errands=SqlErrands(database), fetch_whole=undo),
        see_to=SeeTo(outbox=stores.outbox, audit=SqlAuditLog(database), clock=clock),
        note_sending=NoteSending(audit=SqlAuditLog(database), clock=clock),
        waiting=stores.waiting,
        parts=parts,
    )


def _fetch(settings: Settings, door: AnyDoor, database: Database, queue: DbosQueue, clock: Clock) -> Fetch:
    """How mail is taken in; where no moment is configured, what came before the first migration is not answered."""
    return Fetch(
        door=door,
        vault=FileVault(Path(settings.vault.folder), settings.vault.secret()),
        ledger=SqlLedger(database, queue.enqueue),
        lease=neighbours.lease(settings),
        stragglers=SqlStragglers(database),
        clock=clock,
        limits=settings.limits.values(),
        answer_since=settings.mailbox.answer_since or laid_out_at(database),
    )


def _undo(
    settings: Settings, doors: Sequence[AnyDoor], fetch: Fetch, stores: Stores, clock: Clock, audit: AuditLog
) -> Undo:
    return Undo(
        doors={door.name: door for door in doors},
        ledger=fetch.ledger,
        cases=stores.cases,
        vault=fetch.vault,
        lease=fetch.lease,
        audit=audit,
        clock=clock,
        limit_bytes=settings.limits.message_bytes,
    )


def _letterbox(door: AnyDoor, box: MailboxSection, fetch: Fetch, logbook: Logbook, clock: Clock) -> Letterbox:
    """One mailbox; where it names no moment from which mail is answered, the first one's stands for it."""
    since = box.answer_since or fetch.answer_since
    visit = Visit(
        mailbox=door.name,
        fetch=replace(fetch, door=door, answer_since=since),
        compare=Reconcile(door=door, ledger=fetch.ledger, stragglers=fetch.stragglers, lease=fetch.lease, clock=clock),
        logbook=logbook,
        clock=clock,
    )
    return Letterbox(door=door, visit=visit)


def _engine(settings: Settings, intake: Intake, reply: Reply, queue: DbosQueue, parts: ExitStack) -> Engine:
    shelve = intake.fetch.ledger.shelve
    if settings.engine.name == "inline":
        return InlineEngine(run=intake, post=reply, set_aside=shelve, queue=queue)
    durable = DbosEngine(
        name=ENGINE_NAME,
        system_database_url=settings.store.line,
        executor_id=settings.engine.executor_id,
        lease=neighbours.lease(settings),
        run=intake,
        post=reply,
        set_aside=shelve,
        worker_concurrency=settings.engine.workers,
    )
    # Whoever only looks at the runs has never launched the engine, so no stop closes its connections.
    parts.callback(durable.queue.close)
    return durable
