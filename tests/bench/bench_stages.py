"""What each stage of one request costs, and what its scanned pages cost against plain pytesseract at 300 dpi."""

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any, ParamSpec, TypeVar

import pypdfium2
import pytesseract
import pytest

from imwu_inbox.adapters.jinja_letters import JinjaLetters
from imwu_inbox.adapters.sql.case_store import SqlCaseStore
from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.ledger_store import SqlLedger
from imwu_inbox.adapters.sql.outbox_store import SqlOutbox
from imwu_inbox.adapters.sql.parts_store import SqlParts
from imwu_inbox.adapters.sql.schema import migrate
from imwu_inbox.adapters.system_clock import SystemClock
from imwu_inbox.domain.admissibility import RuleBook
from imwu_inbox.domain.language import language_of
from imwu_inbox.domain.ledger import NewMail
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.machine_signs import Desk
from imwu_inbox.domain.mail import MailRef, RawMail
from imwu_inbox.domain.reader_setup import ReaderSetup
from imwu_inbox.domain.request import Assessment, Joined
from imwu_inbox.domain.seal import Seal
from imwu_inbox.domain.verdict import Outcome
from imwu_inbox.reader import Reader, reader_of
from imwu_inbox.settings import Settings, letters_folder, registers_of
from imwu_inbox.steps.assess import Assess
from imwu_inbox.steps.gate import Gate
from imwu_inbox.steps.open_case import OpenCase
from imwu_inbox.steps.parse import Parse
from imwu_inbox.steps.read import Read
from tests.bench.figures import write_section
from tests.stories.told import Story, story

ROUNDS, PEER_ROUNDS = 5, 2
DIGITAL, SCANNED = "complete-text-en", "complete-scan-en"
PAPERED = ("complete-scan-en", "complete-scan-fr")
PEER_DPI = 300
LEAST_RATIO = 1.2
"""Less than this and reading is no better than the obvious way."""
STAGES = ("parse", "gate", "read", "of it: structure", "of it: zone", "of it: OCR", "assess", "open_case")
PLACE = MailRef(account="bench", folder="INBOX", uidvalidity=1, uid=0)

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(kw_only=True)
class Stopwatch:
    """Processor time by stage, of this process and the programs it started. Units: seconds, one sum a round."""

    rounds: list[dict[str, float]] = field(default_factory=list)

    @contextmanager
    def running(self, stage: str) -> Iterator[None]:
        """Add what happens inside to a stage of this round."""
        start = cpu_seconds()
        yield
        now = self.rounds[-1]
        now[stage] = now.get(stage, 0.0) + cpu_seconds() - start

    def timed(self, stage: str, tool: Callable[P, R]) -> Callable[P, R]:
        """The tool, its calls added to a stage."""

        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            with self.running(stage):
                return tool(*args, **kwargs)

        return call

    def figures(self, stage: str) -> tuple[float, float]:
        """Least and median over the rounds. Units: milliseconds."""
        values = [one.get(stage, 0.0) * 1000 for one in self.rounds]
        return min(values), median(values)


def cpu_seconds() -> float:
    """Processor time so far, with that of children that ended."""
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


@dataclass(kw_only=True)
class Bench:
    """The sentence with its real parts in this process: reader without the jail, records on SQLite."""

    settings: Settings
    database: Database
    reader: Reader

    def __post_init__(self) -> None:
        """Join the parts."""
        settings, limits = self.settings, Limits()
        zone, registers = settings.clock.zone, registers_of(settings)
        self.gate = Gate(limits=limits, desk=Desk(internal_domains=("gc.ca",)))
        self.book = RuleBook(
            codes=registers.codes,
            countries=registers.countries,
            limits=limits,
            zone=zone,
            auto_reject=True,
            free_mail_domains=frozenset(),
            codes_in_text=lambda _mail: (),
            language_of=language_of,
        )
        self.ledger = SqlLedger(self.database, lambda _connection, _run_id, _mail_id: None)
        cases = SqlCaseStore(self.database, zone)
        outbox, parts, seal = SqlOutbox(self.database), SqlParts(self.database), Seal(key=b"a bench")
        letters = JinjaLetters(
            folder=letters_folder(settings),
            from_address="unit@example.org",
            brand_en=settings.brand.name_en,
            brand_fr=settings.brand.name_fr,
            limits=limits,
            zone=zone,
            seal=seal,
        )
        self.open_case = OpenCase(
            cases=cases, outbox=outbox, parts=parts, letters=letters, clock=SystemClock(), limits=limits
        )

    def tell(self, told: Story, watch: Stopwatch, uid: int) -> Assessment:
        """One story from its bytes to its record, each stage on the watch."""
        watch.rounds.append({})
        raw = RawMail(
            ref=replace(PLACE, uid=uid),
            sha256=f"{uid:064d}",
            content=told.message,
            size_bytes=len(told.message),
            received_at=told.received_at,
        )
        mail_id = self._enter(raw)
        timed: Any = watch.timed
        tools, files = self.reader.tools, self.reader.files
        reader = replace(
            self.reader,
            files=replace(files, fields=timed("of it: structure", files.fields)),
            tools=replace(tools, mrz=timed("of it: zone", tools.mrz), ocr=timed("of it: OCR", tools.ocr)),
        )
        with watch.running("parse"):
            parsed = Parse(parser=self.reader)(raw)
        with watch.running("gate"):
            joined = Joined(gated=self.gate(parsed))
        with watch.running("read"):
            request = Read(reader=reader, zone=self.settings.clock.zone)(joined)
        with watch.running("assess"):
            assessment = Assess(book=self.book)(request)
        with watch.running("open_case"):
            self.open_case(mail_id, assessment)
        return assessment

    def _enter(self, raw: RawMail) -> int:
        mail = NewMail(
            ref=raw.ref,
            sha256=raw.sha256,
            vault_key=raw.sha256,
            size_bytes=raw.size_bytes,
            received_at=raw.received_at,
            whole=True,
            answerable=True,
        )
        return self.ledger.take_in_all([mail])[0].entry.mail_id


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One thread for OCR on both sides, and an empty house."""
    before = os.environ.get("OMP_THREAD_LIMIT")
    os.environ["OMP_THREAD_LIMIT"] = "1"
    url = f"sqlite:///{tmp_path_factory.mktemp('bench')}/unit.db"
    migrate(url)
    database = connect(url)
    settings = Settings()
    registers = registers_of(settings)
    setup = ReaderSetup(exemption_codes=registers.codes.codes, country_codes=registers.countries.codes)
    yield Bench(settings=settings, database=database, reader=reader_of(setup))
    database.close()
    if before is None:
        del os.environ["OMP_THREAD_LIMIT"]
    else:
        os.environ["OMP_THREAD_LIMIT"] = before


def read_plainly(contents: list[bytes]) -> tuple[int, int]:
    """The obvious way: each page without a text layer drawn at 300 dpi and given to pytesseract; pages, characters."""
    pages = characters = 0
    for content in contents:
        with pypdfium2.PdfDocument(content) as document:
            for page in document:
                if page.get_textpage().count_chars():
                    continue
                picture = page.render(scale=PEER_DPI / 72).to_pil()
                characters += len(pytesseract.image_to_string(picture, lang="eng+fra"))
                pages += 1
    return pages, characters


def test_each_stage_of_a_request_has_its_price(bench: Bench) -> None:
    """A digital and a scanned request from their bytes to their records, five rounds each."""
    watches = {DIGITAL: Stopwatch(), SCANNED: Stopwatch()}
    for number in range(ROUNDS):
        for place, (name, watch) in enumerate(watches.items()):
            assessment = bench.tell(story(name), watch, uid=100 * (place + 1) + number)
            assert assessment.verdict.outcome is Outcome.ACCEPTED
    rows = []
    for stage in STAGES:
        figures = [watch.figures(stage) for watch in watches.values()]
        rows.append((stage, *(f"{value:.1f}" for pair in figures for value in pair)))
    write_section(
        "Stages of one request",
        ("stage", "digital, least", "digital, median", "scanned, least", "scanned, median"),
        rows,
        said=f"Milliseconds of CPU, children included, over {ROUNDS} rounds; reader in this process; stories "
        f"`{DIGITAL}` and `{SCANNED}`.",
    )
    assert watches[DIGITAL].figures("read")[1] < watches[SCANNED].figures("read")[1]


def test_scanned_pages_cost_a_fraction_of_plain_ocr(bench: Bench) -> None:
    """The whole reading of a request against pytesseract alone on its scanned pages, in turn."""
    rows, ratios = [], []
    for place, name in enumerate(PAPERED):
        told, ours, peer = story(name), Stopwatch(), Stopwatch()
        contents = [one.content for one in bench.reader.parse_mail(told.message).attachments]
        pages = 0
        for number in range(PEER_ROUNDS):
            bench.tell(told, ours, uid=1000 * (place + 1) + number)
            peer.rounds.append({})
            with peer.running("read"):
                pages, characters = read_plainly(contents)
            assert characters > 0
        mine, theirs = ours.figures("read")[0], peer.figures("read")[0]
        ratios.append(theirs / mine)
        rows.append((name, f"{pages}", f"{mine:.0f}", f"{theirs:.0f}", f"{theirs / mine:.1f}"))
    write_section(
        "Scanned pages against plain pytesseract",
        ("story", "scanned pages", "ours: CPU ms, every file", "peer: CPU ms, scanned pages only", "peer / ours"),
        rows,
        said=f"Least of {PEER_ROUNDS} alternating rounds, OMP_THREAD_LIMIT=1 on both. Ours opens every file, looks for "
        f"zones, reads, tells kinds and reads the form; the peer is pytesseract eng+fra at {PEER_DPI} dpi, text only.",
    )
    assert min(ratios) > LEAST_RATIO
