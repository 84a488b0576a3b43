"""The whole unit on fakes: mailbox, vault, ledger, records, letters, engine and the sentence between them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.machine_signs import Desk
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.steps.assess import Assess
from imwu_inbox.steps.fetch import Fetch
from imwu_inbox.steps.gate import Gate
from imwu_inbox.steps.intake import Intake, Judgement
from imwu_inbox.steps.join import Join
from imwu_inbox.steps.open_case import OpenCase
from imwu_inbox.steps.parse import Parse
from imwu_inbox.steps.read import Read
from imwu_inbox.steps.reply import Reply
from tests.domain.papers import CONTRACT, CV, FORM, LETTER, PASSPORT, ZONE, book
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.lease import FakeLease
from tests.fakes.ledger import FakeLedger
from tests.fakes.letters import SEAL, FakeLetters
from tests.fakes.mailbox import FakeMailbox
from tests.fakes.mime_parser import FakeMimeParser
from tests.fakes.outbox import FakeOutbox
from tests.fakes.paper_reader import FakePaperReader
from tests.fakes.parts import FakeParts
from tests.fakes.postman import FakePostman
from tests.fakes.stragglers import FakeStragglers
from tests.fakes.vault import FakeVault
from tests.steps.mail import RECEIVED, a_mail, an_attachment

PAPERS = {
    b"passport": PASSPORT.reading,
    b"form": FORM.reading,
    b"letter": LETTER.reading,
    b"contract": CONTRACT.reading,
    b"cv": CV.reading,
}


def mail_with(*papers: bytes, message_id: str = "<1@atelier.example.org>") -> ParsedMail:
    """A message that carries these papers."""
    files = (an_attachment(f"1.{number}", paper) for number, paper in enumerate(papers, start=2))
    return replace(a_mail(*files), message_id=message_id)


LIMITS = Limits()
COMPLETE = mail_with(*PAPERS)


class Unit:
    """The whole house on fakes; `take_in` is one tick of the daemon."""

    def __init__(self, known: Mapping[bytes, ParsedMail], desk: Desk | None = None) -> None:
        self.clock, self.mailbox, self.vault = FakeClock(RECEIVED), FakeMailbox(), FakeVault()
        self.outbox, self.postman = FakeOutbox(), FakePostman()
        self.ledger = FakeLedger(self._queue)
        self.cases = FakeCaseStore(self.ledger, self.outbox)
        self.parts = FakeParts(self.ledger)
        self.parse = Parse(parser=FakeMimeParser(known))
        self.gate = Gate(limits=LIMITS, desk=desk or Desk())
        self.intake = Intake(fetch=self._fetch(), judge=self._judgement(), open_case=self._open_case())
        reply = Reply(
            outbox=self.outbox, postman=self.postman, clock=self.clock, may_send=lambda: True, replies_per_hour=100
        )
        self.engine = FakeEngine(run=self.intake, post=reply, set_aside=self.ledger.shelve)
        self.engine.launch()

    def _fetch(self) -> Fetch:
        return Fetch(
            door=self.mailbox,
            vault=self.vault,
            ledger=self.ledger,
            lease=FakeLease(),
            stragglers=FakeStragglers(),
            clock=self.clock,
            limits=LIMITS,
            answer_since=RECEIVED,
        )

    def _judgement(self) -> Judgement:
        join = Join(
            seal=SEAL,
            cases=self.cases,
            outbox=self.outbox,
            parts=self.parts,
            original=lambda mail_id: self.gate(self.parse(self.intake.fetch.original(mail_id))),
            clock=self.clock,
            free_mail_domains=frozenset({"freemail.example"}),
            parts_wait=timedelta(hours=LIMITS.parts_wait_hours),
        )
        read = Read(reader=FakePaperReader(PAPERS), zone=ZONE)
        return Judgement(parse=self.parse, gate=self.gate, join=join, read=read, assess=Assess(book=book()))

    def _open_case(self) -> OpenCase:
        return OpenCase(
            cases=self.cases,
            outbox=self.outbox,
            parts=self.parts,
            letters=FakeLetters(),
            clock=self.clock,
            limits=LIMITS,
        )

    def _queue(self, run_id: str, mail_id: int) -> None:
        """What the ledger does in its commit."""
        self.engine.enqueue(run_id, mail_id)

    def take_in(self, *letters: bytes) -> None:
        """These arrive, the mailbox is visited, every run is carried to its end."""
        for letter in letters:
            self.mailbox.deliver(letter, self.clock.now())
        self.intake.fetch()
        assert self.engine.wait_until_idle(1)

    def sweep(self) -> None:
        """The tick that takes up the parts that waited long enough."""
        for mail_id in self.parts.due(self.clock.now()):
            self.ledger.release(mail_id)
        assert self.engine.wait_until_idle(1)
