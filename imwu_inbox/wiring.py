"""The one place where real parts are chosen and joined."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from imwu_inbox import __version__
from imwu_inbox.adapters.dbos_engine import DbosEngine, DbosQueue, prepare
from imwu_inbox.adapters.file_vault import FileVault
from imwu_inbox.adapters.folder_mailbox import FolderMailboxDoor
from imwu_inbox.adapters.imap_mailbox import ImapMailboxDoor
from imwu_inbox.adapters.inline_engine import InlineEngine
from imwu_inbox.adapters.jail import Jail
from imwu_inbox.adapters.jinja_letters import JinjaLetters
from imwu_inbox.adapters.lease import FileLease, PostgresLease
from imwu_inbox.adapters.reading_cache import CachedReader
from imwu_inbox.adapters.smtp_postman import SmtpPostman
from imwu_inbox.adapters.sql.case_store import SqlCaseStore
from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.ledger_store import SqlLedger
from imwu_inbox.adapters.sql.outbox_store import SqlOutbox
from imwu_inbox.adapters.sql.schema import head, laid_out_at, migrate, must_be_current
from imwu_inbox.adapters.system_clock import SystemClock
from imwu_inbox.domain.admissibility import RuleBook
from imwu_inbox.domain.case import CaseRecord
from imwu_inbox.domain.codes import find_codes
from imwu_inbox.domain.deadline import local_date
from imwu_inbox.domain.documents import Source
from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.domain.language import language_of
from imwu_inbox.domain.mail import ParsedMail, RawMail
from imwu_inbox.domain.reader_setup import ReaderSetup
from imwu_inbox.domain.reading import CodeMention, FileReading
from imwu_inbox.domain.reply import Letter
from imwu_inbox.domain.reply_plan import plan_reply
from imwu_inbox.domain.request import Assessment
from imwu_inbox.ports.case_store import CaseStore
from imwu_inbox.ports.engine import Engine
from imwu_inbox.ports.ledger import Ledger
from imwu_inbox.ports.letters import Letters
from imwu_inbox.ports.mailbox import MailboxDoor, Tray
from imwu_inbox.ports.outbox import Outbox
from imwu_inbox.ports.paper_reader import PaperReader
from imwu_inbox.settings import Registers, Settings, letters_folder, registers_of
from imwu_inbox.steps.assess import Assess
from imwu_inbox.steps.fetch import Fetch, PollReport
from imwu_inbox.steps.gate import Gate
from imwu_inbox.steps.intake import Intake, Judgement
from imwu_inbox.steps.join import Join
from imwu_inbox.steps.open_case import OpenCase
from imwu_inbox.steps.parse import Parse
from imwu_inbox.steps.read import Read
from imwu_inbox.steps.reply import Reply

ENGINE_NAME = "imwu-inbox"
DRY_RUN_REFERENCE = "0000-000000"
"""What a letter of a dry run is headed with: no record has it."""
DRY_RUN_ADDRESS = "unit@localhost.localdomain"
"""Where a letter of a dry run comes from while no address is configured."""

In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The whole house on one database, one mailbox and one relay. The engine is not launched yet."""

    settings: Settings
    clock: SystemClock
    ledger: Ledger
    cases: CaseStore
    outbox: Outbox
    engine: Engine
    door: ImapMailboxDoor
    fetch: Fetch
    reply: Reply
    parts: ExitStack

    def poll(self) -> PollReport:
        """Visit the mailbox once. Raises: NeighbourDown, CannotWrite; nothing is lost, poll again."""
        self.settings.require_mailbox()
        return self.fetch()

    def watch_mailbox(self, *, stopping: threading.Event, wake: Callable[[], None]) -> bool:
        """Call `wake` whenever the server tells of mail, until `stopping` is set; False when it cannot tell.

        Raises: NeighbourDown when the line breaks.
        """
        return self.door.watch(stopping=stopping, wake=wake)

    def ingest(self, path: Path) -> PollReport:
        """Take in a file or folder of messages. Raises: InputUnreadable."""
        return _fetch_from(FolderMailboxDoor(path=path), self.fetch)()

    def post_due(self) -> int:
        """Send every letter that is due; how many were tried."""
        return self.reply.post_due()

    def sweep(self) -> None:
        """Put right what an interrupted act left behind: runs of the dead are adopted, parked ones set aside."""
        self.engine.adopt_dead()

    def close(self) -> None:
        """Let go of database, children and files."""
        self.parts.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingApp:
    """The part of the house that reads and judges: no database, no network, nothing stored or sent."""

    settings: Settings
    clock: SystemClock
    jail: Jail
    judgement: Judgement
    letters: Letters
    timings_ms: dict[str, float] = field(default_factory=dict)

    def judge(self, raw: RawMail) -> Assessment:
        """What would be decided of this message. Raises: MailUnparseable, ChildKilled."""
        self.timings_ms.clear()
        return self.judgement(raw)

    def letter_for(self, assessment: Assessment) -> Letter | None:
        """The letter that would go out, under a reference that is no one's."""
        plan = plan_reply(assessment, self.settings.limits.values())
        now = assessment.request.joined.gated.raw.received_at
        return self.letters.write(plan, reference=DRY_RUN_REFERENCE, now=now) if plan else None

    def read_passports(self, content: bytes, name: str) -> FileReading:
        """Everything read from one file."""
        today = local_date(self.clock.now(), self.settings.clock.zone)
        return self.jail.read_file(content, name=name, today=today)

    def close(self) -> None:
        """End the jailed children."""
        self.jail.close()


def lay_out(settings: Settings) -> None:
    """Make or migrate the tables of the house and of its engine; doing it again changes nothing."""
    migrate(settings.store.url)
    prepare(settings.store.url)


def revision(settings: Settings) -> str:
    """The revision the database is at. Raises: BadConfig when it is not this release's, NeighbourDown."""
    database = connect(settings.store.url)
    try:
        must_be_current(database)
        return head()
    finally:
        database.close()


def build(settings: Settings) -> App:
    """Choose and join the parts of the whole house.

    Raises: BadConfig when settings or registers cannot be used or the tables are not laid out, NeighbourDown.
    """
    registers, clock, limits = registers_of(settings), SystemClock(), settings.limits.values()
    parts = ExitStack()
    database = connect(settings.store.url)
    parts.callback(database.close)
    must_be_current(database)
    vault = FileVault(Path(settings.vault.folder), settings.vault.secret())
    jail = _jail(settings, registers)
    parts.callback(jail.close)
    cases, outbox = SqlCaseStore(database, settings.clock.zone), SqlOutbox(database)
    reply = Reply(outbox=outbox, postman=postman(settings), clock=clock, may_send=settings.smtp.send)
    queue = DbosQueue(name=ENGINE_NAME, system_database_url=settings.store.url)
    ledger = SqlLedger(database, queue.enqueue)
    door = mailbox_door(settings)
    fetch = Fetch(
        door=door,
        vault=vault,
        ledger=ledger,
        limits=limits,
        answer_since=_answer_since(settings, database),
    )
    reader = CachedReader(reader=jail, vault=vault, version=__version__)
    intake = Intake(
        fetch=fetch,
        judge=_judgement(settings, registers, jail, reader, cases.by_thread),
        open_case=OpenCase(cases=cases, outbox=outbox, letters=_letters(settings), clock=clock, limits=limits),
    )
    return App(
        settings=settings,
        clock=clock,
        ledger=ledger,
        cases=cases,
        outbox=outbox,
        engine=_engine(settings, intake, reply, ledger, queue),
        door=door,
        fetch=fetch,
        reply=reply,
        parts=parts,
    )


def reading_app(settings: Settings) -> ReadingApp:
    """Choose and join the parts that read and judge. Raises: BadConfig."""
    registers = registers_of(settings)
    jail = _jail(settings, registers)
    timings: dict[str, float] = {}
    judgement = _judgement(settings, registers, jail, jail, lambda _ids: None, timings)
    return ReadingApp(
        settings=settings,
        clock=SystemClock(),
        jail=jail,
        judgement=judgement,
        letters=_letters(settings),
        timings_ms=timings,
    )


def _judgement(
    settings: Settings,
    registers: Registers,
    jail: Jail,
    reader: PaperReader,
    by_thread: Callable[[Sequence[str]], CaseRecord | None],
    timings: dict[str, float] | None = None,
) -> Judgement:
    limits, zone = settings.limits.values(), settings.clock.zone
    gate = Gate(
        limits=limits,
        own_addresses=frozenset((*settings.mailbox.own_addresses, settings.smtp.from_address)) - {""},
        internal_domains=settings.gate.internal_domains,
        authserv_id=settings.mailbox.authserv_id or None,
    )
    book = RuleBook(
        codes=registers.codes,
        countries=registers.countries,
        limits=limits,
        zone=zone,
        auto_reject=settings.gate.auto_reject,
        free_mail_domains=frozenset(settings.gate.free_mail_domains),
        codes_in_text=_codes_in_text(registers.codes),
        language_of=language_of,
    )
    return Judgement(
        parse=_timed("parse", Parse(parser=jail), timings),
        gate=_timed("gate", gate, timings),
        join=_timed("join", Join(by_thread=by_thread), timings),
        read=_timed("read", Read(reader=reader, zone=zone), timings),
        assess=_timed("assess", Assess(book=book), timings),
    )


def _codes_in_text(register: CodeRegister) -> Callable[[ParsedMail], tuple[CodeMention, ...]]:
    def codes_in_text(mail: ParsedMail) -> tuple[CodeMention, ...]:
        body = mail.own_text or mail.body_text
        return (
            *find_codes(mail.subject, register, source=Source.SUBJECT),
            *find_codes(body, register, source=Source.BODY),
        )

    return codes_in_text


def _timed(stage: str, verb: Callable[[In], Out], timings: dict[str, float] | None) -> Callable[[In], Out]:
    """The verb itself, or one that also notes how long it took. Units: milliseconds."""
    if timings is None:
        return verb

    def noted(value: In) -> Out:
        start = time.perf_counter()
        try:
            return verb(value)
        finally:
            timings[stage] = round((time.perf_counter() - start) * 1000, 1)

    return noted


def _fetch_from(door: MailboxDoor, fetch: Fetch) -> Fetch:
    return Fetch(
        door=door, vault=fetch.vault, ledger=fetch.ledger, limits=fetch.limits, answer_since=fetch.answer_since
    )


def _answer_since(settings: Settings, database: Database) -> datetime:
    """The moment from which mail is answered by itself: as configured, else when the tables were first laid out."""
    return settings.mailbox.answer_since or laid_out_at(database)


def _jail(settings: Settings, registers: Registers) -> Jail:
    return Jail(
        setup=ReaderSetup(exemption_codes=registers.codes.codes, country_codes=registers.countries.codes),
        workers=settings.reader.workers,
        seconds_per_file=settings.reader.seconds_per_file,
        memory_bytes=settings.reader.memory_mb * 1024 * 1024,
    )


def mailbox_door(settings: Settings) -> ImapMailboxDoor:
    """The way to the unit's mailbox, as configured; nothing is opened yet."""
    box = settings.mailbox
    return ImapMailboxDoor(
        account=box.user,
        host=box.host,
        port=box.port,
        tls=box.tls,
        auth=box.auth,
        user=box.user,
        password=box.secret,
        folder=box.folder,
        trays={
            Tray.PROCESSED: box.processed_folder,
            Tray.REJECTED: box.rejected_folder,
            Tray.REVIEW: box.review_folder,
        },
        timeout_seconds=box.timeout_seconds,
        ca_file=box.ca_file or None,
    )


def postman(settings: Settings) -> SmtpPostman:
    """The way to the relay, as configured; nothing is opened yet."""
    relay = settings.smtp
    return SmtpPostman(
        host=relay.host,
        port=relay.port,
        tls=relay.tls,
        auth=relay.auth,
        user=relay.user,
        password=relay.secret,
        envelope_sender=relay.envelope_sender,
        timeout_seconds=relay.timeout_seconds,
        ca_file=relay.ca_file or None,
    )


def _letters(settings: Settings) -> JinjaLetters:
    return JinjaLetters(
        folder=letters_folder(settings),
        from_address=settings.smtp.from_address or DRY_RUN_ADDRESS,
        brand_en=settings.brand.name_en,
        brand_fr=settings.brand.name_fr,
        limits=settings.limits.values(),
        zone=settings.clock.zone,
    )


def _engine(settings: Settings, intake: Intake, reply: Reply, ledger: Ledger, queue: DbosQueue) -> Engine:
    if settings.engine.name == "inline":
        return InlineEngine(run=intake, post=reply, set_aside=ledger.shelve, queue=queue)
    lease = (
        FileLease(Path(settings.vault.folder).parent / "locks")
        if settings.store.url.startswith("sqlite")
        else PostgresLease(settings.store.url)
    )
    return DbosEngine(
        name=ENGINE_NAME,
        system_database_url=settings.store.url,
        executor_id=settings.engine.executor_id,
        lease=lease,
        run=intake,
        post=reply,
        set_aside=ledger.shelve,
        worker_concurrency=settings.engine.workers,
    )
