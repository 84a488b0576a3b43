"""Two copies of one message, judged by two workers at the same moment, on each real database."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.domain.case import EventKind
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.reply import LetterKind
from imwu_inbox.domain.request import Assessment, ReadRequest
from imwu_inbox.domain.verdict import Flag, Outcome
from imwu_inbox.steps.assess import Assess
from imwu_inbox.steps.fetch import Fetch
from imwu_inbox.steps.intake import Intake, Judgement
from imwu_inbox.steps.join import Join
from imwu_inbox.steps.open_case import OpenCase
from imwu_inbox.steps.parse import Parse
from imwu_inbox.steps.read import Read
from tests.domain.papers import ZONE as TORONTO
from tests.domain.papers import book
from tests.fakes.clock import FakeClock
from tests.fakes.lease import FakeLease
from tests.fakes.letters import SEAL, FakeLetters
from tests.fakes.mailbox import FakeMailbox
from tests.fakes.mime_parser import FakeMimeParser
from tests.fakes.paper_reader import FakePaperReader
from tests.fakes.stragglers import FakeStragglers
from tests.fakes.vault import FakeVault
from tests.plugs.stores import Stores, sql_stores
from tests.steps.fake_unit import COMPLETE, LIMITS, PAPERS, mail_with
from tests.steps.mail import RECEIVED
from tests.steps.test_join import GATE

WITHOUT_PASSPORT = mail_with(b"form", b"letter", b"contract", b"cv")
FOOTED = replace(WITHOUT_PASSPORT, body_text=f"{WITHOUT_PASSPORT.body_text} -- scanned")
DATED = replace(WITHOUT_PASSPORT, date=RECEIVED, headers=(("Date", "Mon, 2 Nov 2026 10:00:00 -0500"),))
NAMELESS = replace(DATED, message_id=None)
WAIT_SECONDS = 60.0


@dataclass(slots=True)
class Together:
    """Judges, and waits the first time until all the others are judged too: none knows of any other."""

    judge: Callable[[ReadRequest], Assessment]
    barrier: threading.Barrier
    judged: threading.local = field(default_factory=threading.local)

    def __call__(self, request: ReadRequest) -> Assessment:
        """Judge."""
        assessment = self.judge(request)
        if not getattr(self.judged, "once", False):
            self.judged.once = True
            self.barrier.wait(WAIT_SECONDS)
        return assessment


@dataclass(frozen=True, slots=True)
class TwoWays:
    """A unit on a real database into which several copies have come, each by its way."""

    stores: Stores
    mail_ids: Sequence[int]
    intake: Intake

    def carry_all_at_once(self) -> None:
        """Each copy by a worker of its own."""
        with ThreadPoolExecutor(max_workers=len(self.mail_ids)) as pool:
            list(pool.map(self.intake, self.mail_ids))


def two_ways(database: Database, *copies: ParsedMail) -> TwoWays:
    """The unit, with the copies in its vault and ledger."""
    stores = sql_stores(database)
    known = {f"by way {number}".encode(): copy for number, copy in enumerate(copies)}
    mailbox, vault, clock = FakeMailbox(), FakeVault(), FakeClock(RECEIVED)
    fetch = Fetch(
        door=mailbox, vault=vault, ledger=stores.ledger, lease=FakeLease(), stragglers=FakeStragglers(), clock=clock,
        limits=LIMITS, answer_since=RECEIVED,
    )  # fmt: skip
    for letter in known:
        mailbox.deliver(letter, RECEIVED)
    fetch()
    parse = Parse(parser=FakeMimeParser(known))
    join = Join(
        seal=SEAL, cases=stores.cases, outbox=stores.outbox, parts=stores.parts, clock=clock,
        original=lambda mail_id: GATE(parse(fetch.original(mail_id))), free_mail_domains=frozenset(),
        parts_wait=timedelta(hours=4),
    )  # fmt: skip
    assess = Together(judge=Assess(book=book()), barrier=threading.Barrier(len(copies)))
    read = Read(reader=FakePaperReader(PAPERS), zone=TORONTO)
    open_case = OpenCase(
        cases=stores.cases, outbox=stores.outbox, parts=stores.parts, letters=FakeLetters(), clock=clock, limits=LIMITS
    )
    judge = Judgement(parse=parse, gate=GATE, join=join, read=read, assess=assess)
    ids = [entry.mail_id for entry in stores.ledger.of_folder(mailbox.account, mailbox.folder)]
    return TwoWays(stores, ids, Intake(fetch=fetch, judge=judge, open_case=open_case))


@pytest.mark.parametrize(
    ("mail", "outcome", "letter"),
    [
        (WITHOUT_PASSPORT, Outcome.REJECTED, LetterKind.REJECTION),
        (COMPLETE, Outcome.ACCEPTED, LetterKind.ACKNOWLEDGEMENT),
        (NAMELESS, Outcome.REJECTED, LetterKind.REJECTION),
    ],
    ids=["rejected", "accepted", "without a Message-ID"],
)
def test_copies_judged_at_the_same_moment_are_one_record_with_one_letter(
    database: Database, mail: ParsedMail, outcome: Outcome, letter: LetterKind
) -> None:
    """The first to its end opens the record; the others are judged anew, knowing it, and join."""
    unit = two_ways(database, mail, mail, mail)
    unit.carry_all_at_once()
    (record,) = unit.stores.cases.everything()
    assert record.outcome is outcome
    assert [row.letter.kind for row in unit.stores.outbox.letters()] == [letter]
    rows = [unit.stores.ledger.entry(mail_id) for mail_id in unit.mail_ids]
    assert {(row.fate, row.case_reference) for row in rows} == {(Fate.SETTLED, record.reference)}
    file = unit.stores.cases.file(record.reference)
    assert file is not None
    assert [event.kind for event in file.events].count(EventKind.MAIL_JOINED) == 2


def test_a_message_to_which_each_server_added_a_message_id_is_one_record_with_one_letter(database: Database) -> None:
    """Its sender gave it none; an answer to either finds the record."""
    added = tuple(f"<{number}.added@mx{number}.unit.example.org>" for number in (1, 2, 3))
    unit = two_ways(database, *(replace(DATED, message_id=name) for name in added))
    unit.carry_all_at_once()
    (record,) = unit.stores.cases.everything()
    assert Flag.MESSAGE_ID_SEEN not in record.flags
    assert [row.reference for row in unit.stores.outbox.letters()] == [record.reference]
    assert {found.reference for name in added if (found := unit.stores.cases.by_thread([name]))} == {record.reference}
    assert all(unit.stores.cases.by_thread([name]) for name in added)


def test_two_requests_of_one_second_with_other_papers_are_two(database: Database) -> None:
    """A firm's program sends one for each worker, with the same words."""
    other = mail_with(b"form", b"letter", b"contract", b"diploma")
    unit = two_ways(database, DATED, replace(DATED, message_id="<2@a.example.org>", attachments=other.attachments))
    unit.carry_all_at_once()
    assert len(unit.stores.cases.everything()) == len(unit.stores.outbox.letters()) == 2


def test_two_messages_of_one_name_judged_at_the_same_moment_know_of_each_other(database: Database) -> None:
    """One has a footer more: a record each, the second flagged, and the same letter once."""
    unit = two_ways(database, WITHOUT_PASSPORT, FOOTED)
    unit.carry_all_at_once()
    second, first = unit.stores.cases.everything()
    assert (Flag.MESSAGE_ID_SEEN in first.flags, Flag.MESSAGE_ID_SEEN in second.flags) == (False, True)
    assert [row.reference for row in unit.stores.outbox.letters()] == [first.reference]
