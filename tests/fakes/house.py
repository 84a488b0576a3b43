"""A house without walls: fakes behind every plug, figures a test sets, and a note of what was asked of it."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from imwu_inbox.domain.mail import Language, RawMail
from imwu_inbox.domain.reading import FileReading
from imwu_inbox.domain.reconciliation import Reconciliation
from imwu_inbox.domain.reply import Letter, LetterKind
from imwu_inbox.domain.request import Assessment
from imwu_inbox.domain.sending import Sending
from imwu_inbox.settings import Settings
from imwu_inbox.steps.errands import RunErrands
from imwu_inbox.steps.fetch import PollReport
from imwu_inbox.steps.note_sending import NoteSending
from imwu_inbox.steps.see_to import SeeTo
from imwu_inbox.steps.take_up import TakeUp
from imwu_inbox.steps.undo import Undo
from imwu_inbox.steps.write_again import WriteAgain
from tests.fakes.audit_log import FakeAuditLog
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FakeClock
from tests.fakes.errands import FakeErrands
from tests.fakes.lease import FakeLease
from tests.fakes.ledger import FakeLedger
from tests.fakes.mailbox import FakeMailbox
from tests.fakes.outbox import FakeOutbox
from tests.fakes.parts import FakeParts
from tests.fakes.vault import FakeVault

AGREED = Reconciliation(on_server=2, in_ledger=2, waiting=0, taken_out=0, gone_before=0, findings=())
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


class FakeEngine:
    """Runs nothing; `looks_until_idle` says how many looks find it busy."""

    def __init__(self, *, looks_until_idle: int = 0, launch: Callable[[], None] = lambda: None) -> None:
        self.asked: list[str] = []
        self.looks_until_idle = looks_until_idle
        self.adopted = 0
        self.waited_seconds = 0.0
        self.stop_seconds = 0.0
        self.left_under_way = 0
        self._launch = launch

    def launch(self) -> None:
        """Note it, or break as the test wants."""
        self._launch()
        self.asked.append("launch")

    def adopt_dead(self) -> int:
        """As the test wants."""
        self.asked.append("adopt")
        return self.adopted

    def pending(self) -> int:
        """One while it is busy."""
        return int(self.looks_until_idle > 0)

    def wait_until_idle(self, timeout_seconds: float) -> bool:
        """Idle after the looks the test set."""
        self.waited_seconds += timeout_seconds
        self.looks_until_idle -= 1
        return self.looks_until_idle < 0

    def purge(self, *, older_than_days: int) -> int:
        """Note the days."""
        self.asked.append(f"purge {older_than_days}")
        return 3

    def stop(self, timeout_seconds: float) -> int:
        """Note it."""
        self.stop_seconds = timeout_seconds
        self.asked.append("stop")
        return self.left_under_way


@dataclass(kw_only=True)
class FakeHouse:
    """A house whose visits to the mailbox answer as the test wants."""

    settings: Settings = field(default_factory=Settings)
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOW))
    engine: FakeEngine = field(default_factory=FakeEngine)
    ledger: FakeLedger = field(default_factory=FakeLedger)
    visit: Callable[[], PollReport] = PollReport
    word: Callable[[threading.Event, Callable[[], None]], bool] = lambda stopping, _wake: stopping.wait()
    comparison: Callable[[], Reconciliation] = lambda: AGREED
    more: Sequence["FakeLetterbox"] = ()
    asked: list[str] = field(default_factory=list)
    letters_due: int = 0
    letters_braked: int = 0
    letters_stuck: int = 0
    letters_undelivered: frozenset[int] = frozenset()
    switches: Sending = Sending.ON

    def __post_init__(self) -> None:
        """Join the record store to the ledger."""
        self.outbox, self.mailbox = FakeOutbox(), FakeMailbox()
        self.cases = FakeCaseStore(self.ledger, self.outbox)
        self.audit = FakeAuditLog()
        self.write_again = WriteAgain(outbox=self.outbox, audit=self.audit, clock=self.clock)
        self.undo = Undo(
            doors={self.mailbox.name: self.mailbox},
            ledger=self.ledger,
            cases=self.cases,
            vault=FakeVault(),
            lease=FakeLease(),
            audit=self.audit,
            clock=self.clock,
            limit_bytes=1000,
        )
        self.run_errands = RunErrands(errands=FakeErrands(), fetch_whole=self.undo)
        self.see_to = SeeTo(outbox=self.outbox, audit=self.audit, clock=self.clock)
        self.note_sending = NoteSending(audit=self.audit, clock=self.clock)
        self.take_up = TakeUp(ledger=self.ledger, audit=self.audit, clock=self.clock)
        self.waiting = FakeParts(self.ledger)

    def poll(self) -> PollReport:
        """One visit."""
        self.asked.append("poll")
        return self.visit()

    @property
    def letterboxes(self) -> Sequence["FakeLetterbox"]:
        """The unit's one mailbox, unless a test gives more."""
        return (FakeLetterbox(house=self), *self.more)

    def ingest(self, path: Path) -> PollReport:
        """One message taken in from each path."""
        self.asked.append(f"ingest {path.name}")
        return PollReport(seen=1, taken_in=1)

    def post_due(self) -> int:
        """As many letters as the test wants."""
        self.asked.append("post")
        return self.letters_due

    def sending(self) -> Sending:
        """As the test wants."""
        return self.switches

    def stuck(self) -> int:
        """As many as the test wants."""
        return self.letters_stuck

    def undelivered(self) -> frozenset[int]:
        """As many as the test wants."""
        return self.letters_undelivered

    def braked(self) -> int:
        """As many as the test wants."""
        return self.letters_braked

    def sweep(self) -> None:
        """Note it."""
        self.asked.append("sweep")

    def close(self) -> None:
        """Note it."""
        self.asked.append("close")


@dataclass(frozen=True, kw_only=True)
class FakeLetterbox:
    """A mailbox that does what its house was told."""

    house: FakeHouse
    name: str = "unit/INBOX"

    def poll(self) -> PollReport:
        """One visit."""
        return self.house.poll()

    def watch(self, *, stopping: threading.Event, wake: Callable[[], None]) -> bool:
        """As the test wants."""
        self.house.asked.append("watch")
        return self.house.word(stopping, wake)

    def reconcile(self) -> Reconciliation:
        """As the test wants, and noted."""
        self.house.asked.append("reconcile")
        return self.house.comparison()

    def verify(self) -> Reconciliation:
        """As the test wants."""
        self.house.asked.append("verify")
        return self.house.comparison()


@dataclass(kw_only=True)
class FakeReadingHouse:
    """Judges as the test wants, and keeps the messages it was given."""

    judgement: Callable[[RawMail], Assessment]
    reading: Callable[[bytes, bool], FileReading] | None = None
    letter: Letter | None = None
    judged: list[RawMail] = field(default_factory=list)
    is_closed: bool = False

    @property
    def timings_ms(self) -> Mapping[str, float]:
        """Two stages."""
        return {"parse": 1.25, "read": 20.0}

    def judge(self, raw: RawMail) -> Assessment:
        """Keep the message and answer."""
        self.judged.append(raw)
        return self.judgement(raw)

    def letter_for(self, assessment: Assessment) -> Letter | None:
        """The test's letter, where one may go out."""
        return self.letter if assessment.permission.allowed else None

    def read_passports(self, content: bytes, *, confirm: bool) -> FileReading:
        """The test's reading."""
        assert self.reading is not None
        return self.reading(content, confirm)

    def close(self) -> None:
        """Note it."""
        self.is_closed = True


def a_letter(text: str = "Dear sender") -> Letter:
    """A letter for a dry run."""
    return Letter(
        kind=LetterKind.ACKNOWLEDGEMENT,
        to="rh@atelier.example.org",
        language=Language.ENGLISH,
        subject="Your request",
        text=text,
        message_id="<1@example.org>",
        content=b"",
    )
