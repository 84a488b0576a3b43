"""Every officers' list, real or fake, keeps these promises; and so do claims and saved views."""

from collections.abc import Iterator
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
from imwu_inbox.domain.audit import Act
from imwu_inbox.domain.case import EventKind, WorkerSummary
from imwu_inbox.domain.claim import Claim, ClaimAnswer
from imwu_inbox.domain.officer import Account, Role
from imwu_inbox.domain.parts import Part
from imwu_inbox.domain.queue import NOBODY, PAGE, Asked, Question, Stage, View
from imwu_inbox.domain.saved_view import MOST_VIEWS, SavedView
from imwu_inbox.domain.verdict import Doubt, Flag, Outcome, Refusal
from imwu_inbox.ports.audit_log import AuditLog
from imwu_inbox.ports.queue import Claims, Queue
from imwu_inbox.ports.saved_views import SavedViews
from tests.fakes.audit_log import FakeAuditLog
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.queue import FakeQueue, FakeSavedViews
from tests.plugs.mail_samples import RECEIVED, new_case, new_letter, worker
from tests.plugs.stores import KINDS, Stores, fake_stores, sql_stores

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


@pytest.fixture(params=KINDS)
def room(request: pytest.FixtureRequest) -> Iterator[Room]:
    """Each kind in turn."""
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


def test_a_line_says_what_the_record_is_about(room: Room) -> None:
    """The first worker by name, how many there are, and no more of a passport than its end."""
    reference = room.open(1, workers=(worker("SPECIMEN"), someone("BEISPIEL", nationality="D", codes=("T23", "C41"))))
    line = room.queue.line(reference)
    assert line is not None
    assert (line.surname, line.given_names, line.worker_count) == ("SPECIMEN", "Éva Zoë", 2)
    assert (line.nationalities, line.codes, line.number_tail) == (("UTO", "D"), ("C10", "T23", "C41"), "2C3")
    assert (line.doubts, line.flags) == ((Doubt.UNSURE_KIND,), (Flag.NEAR_LIMIT, Flag.FREE_MAIL)[::-1])
    assert (line.holder, line.stage, line.employer) == ("", Stage.NEW, "Érablière du Nord inc.")
    assert room.queue.page(Question(), MAYA).lines == (line,)
    assert "L898902C3" not in repr(line)
    assert room.queue.line("2026-000404") is None


def test_a_record_without_workers_has_a_line(room: Room) -> None:
    """An officer still has to look at it."""
    line = room.queue.line(room.open(1, workers=(), outcome=Outcome.OFFICER))
    assert line is not None
    assert (line.surname, line.worker_count, line.codes, line.number_tail) == ("", 0, (), "")


def test_each_view_holds_its_records_and_is_counted(room: Room) -> None:
    """By due date, by holder, and outside the clock."""
    days = {1: -3, 2: 0, 3: 1, 4: 4, 5: 5}
    for uid, days_left in days.items():
        room.open(uid, due_on=TODAY + timedelta(days=days_left))
    room.open(6, outcome=Outcome.REJECTED, refusals=(Refusal.MISSING_PASSPORT,), due_on=None)
    room.open(7, outcome=Outcome.NOT_A_REQUEST, due_on=None, workers=())
    room.claims.claim("2026-000002", "maya", NOW)
    room.claims.claim("2026-000003", "eli", NOW)
    expected = {
        View.OPEN: "12345",
        View.OVERDUE: "1",
        View.TODAY: "2",
        View.WEEK: "234",
        View.MINE: "2",
        View.UNASSIGNED: "145",
        View.REJECTED: "6",
        View.NOT_A_REQUEST: "7",
        View.CLOSED: "",
        View.FOUND: "",
    }
    assert {view: "".join(room.shown(view=view)) for view in expected} == expected
    counts = room.queue.counts(MAYA)
    assert {view: counts[view] for view in expected} == {view: len(shown) for view, shown in expected.items()}


def test_filters_narrow_the_view_and_may_be_combined(room: Room) -> None:
    """A code is no part of another code, and a letter of a pattern is a letter."""
    room.open(1, workers=(someone("A", codes=("C1",)),), flags=(Flag.FREE_MAIL,), doubts=())
    room.open(
        2, workers=(someone("B", codes=("C10", "C41"), nationality="SWE"),), flags=(), doubts=(Doubt.UNSURE_KIND,)
    )
    room.claims.claim("2026-000002", "eli", NOW)
    assert room.shown(code="C1") == ["1"]
    assert room.shown(code="C41") == ["2"]
    assert room.shown(code="C%") == []
    assert room.shown(nationality="SWE") == ["2"]
    assert room.shown(mark=Flag.FREE_MAIL) == ["1"]
    assert room.shown(mark=Doubt.UNSURE_KIND, officer="eli") == ["2"]
    assert room.shown(mark=Doubt.UNSURE_KIND, officer=NOBODY) == []
    assert room.shown(stage=Stage.NEW) == ["1"]
    assert room.shown(stage=Stage.IN_REVIEW) == ["2"]
    assert room.shown(stage=Stage.CLOSED) == []


def test_the_filters_offer_what_the_open_records_have(room: Room) -> None:
    """A rejected record offers nothing."""
    room.open(1, workers=(someone("A", codes=("T23",), nationality="SWE"), worker("B")), flags=(Flag.LATE_NOTICE,))
    room.open(2, outcome=Outcome.REJECTED, workers=(someone("C", nationality="NOR"),), due_on=None)
    room.claims.claim("2026-000001", "eli", NOW)
    choices = room.queue.choices()
    assert choices.codes == ("C10", "T23")
    assert choices.nationalities == ("SWE", "UTO")
    assert choices.marks == (Doubt.UNSURE_KIND, Flag.LATE_NOTICE)
    assert choices.officers == ("eli",)


def test_pages_neither_skip_nor_repeat_in_either_order(room: Room) -> None:
    """By due date with the clock, newest first without."""
    for uid in range(PAGE + 3):
        room.open(uid, due_on=TODAY + timedelta(days=uid % 4), workers=(someone("A"),))
    for question in (Question(), Question(words="ada")):
        first = room.queue.page(question, MAYA)
        rest = room.queue.page(Question(words=question.words, after=first.next_after), MAYA)
        seen = [line.reference for line in (*first.lines, *rest.lines)]
        assert (len(first.lines), len(rest.lines), rest.next_after) == (PAGE, 3, "")
        assert len(set(seen)) == first.total == PAGE + 3
    days = [line.due_on for line in room.queue.page(Question(), MAYA).lines]
    assert days == sorted(days, key=lambda day: day or date.max)
    newest = room.queue.page(Question(words="ada"), MAYA).lines[0]
    assert newest.reference == f"2026-{PAGE + 3:06d}"


def test_what_came_since_a_page_is_counted_for_its_question(room: Room) -> None:
    """The list does not move; a line says that there is more."""
    room.open(1)
    page = room.queue.page(Question(), MAYA)
    room.open(2, due_on=TODAY)
    room.open(3, outcome=Outcome.REJECTED, due_on=None)
    assert room.queue.newer(Question(), MAYA, page.newest) == 1
    assert room.queue.newer(Question(view=View.REJECTED), MAYA, page.newest) == 1
    assert room.queue.newer(Question(view=View.OVERDUE), MAYA, page.newest) == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("moreau", "1"), ("MORE juli", "1"), ("érabl", "21"), ("erabliere nord", "21"), ("2026-2", "2"),
        ("2026-000001", "1"), ("okafor", "2"), ("reau", ""), ("!!", ""), ("%", ""), ("zz\x00", ""),
    ],
)  # fmt: skip
def test_a_search_finds_the_beginnings_of_words(room: Room, words: str, found: str) -> None:
    """Names of every worker, employer and reference, whatever accents and capitals."""
    room.open(1, workers=(someone("MOREAU", "Julien"),))
    room.open(2, workers=(someone("TANAKA", "Haruto"), someone("OKAFOR-HILL", "Grace")), outcome=Outcome.OFFICER)
    assert "".join(room.shown(words=words)) == found


def test_a_passport_number_is_found_only_as_a_whole(room: Room) -> None:
    """In whatever spelling it is typed, of any worker, in closed records too."""
    room.open(1, workers=(someone("A"), someone("B", passport_number="AB1234567")))
    room.open(2, workers=(someone("C", passport_number="AB1234567"),), outcome=Outcome.REJECTED, due_on=None)
    assert room.queue.by_number("ab 1234-567") == ["2026-000002", "2026-000001"]
    assert [list(room.queue.by_number(typed)) for typed in ("AB123456", "", "%")] == [[], [], []]
    found = Asked(officer="maya", today=TODAY, found=("2026-000002",))
    assert [line.reference for line in room.queue.page(Question(view=View.FOUND), found).lines] == ["2026-000002"]
    assert room.queue.counts(found)[View.FOUND] == 1


def test_a_message_that_waits_for_other_parts_is_listed(room: Room) -> None:
    """With which part it is and until when it waits."""
    until = RECEIVED + timedelta(hours=4)
    room.stores.parts.hold(room.stores.mail(1), Part(set_name="s", number=1, total=2), until)
    if isinstance(room.queue, SqlQueue):
        (held,) = room.queue.held()
        assert (held.received_at, held.number, held.total, held.waits_until) == (RECEIVED, 1, 2, until)
        assert room.queue.counts(MAYA)[View.HELD] == 1
    assert room.shown() == []


def test_a_record_is_claimed_once_and_told_in_its_history(room: Room) -> None:
    """Whoever comes second is told who holds it."""
    reference = room.open(1)
    assert room.claims.claim(reference, "maya", NOW) == Claim(answer=ClaimAnswer.DONE, holder="maya")
    assert room.claims.claim(reference, "maya", NOW) == Claim(answer=ClaimAnswer.ALREADY, holder="maya")
    assert room.claims.claim(reference, "eli", NOW) == Claim(answer=ClaimAnswer.HELD, holder="maya")
    line = room.queue.line(reference)
    assert line is not None
    assert (line.holder, line.held_since, line.stage) == ("maya", NOW, Stage.IN_REVIEW)
    file = room.stores.cases.file(reference)
    assert file is not None
    assert [event.kind for event in file.events].count(EventKind.CLAIMED) == 1
    assert dict(file.events[-1].facts) == {"officer": "maya"}
    assert [entry.act for entry in room.audit.of_record(reference)] == [Act.CLAIMED]


def test_only_its_holder_gives_a_record_back(room: Room) -> None:
    """And what nobody holds cannot be given back."""
    reference = room.open(1)
    assert room.claims.release(reference, "maya", NOW).answer is ClaimAnswer.ALREADY
    room.claims.claim(reference, "maya", NOW)
    assert room.claims.release(reference, "eli", NOW) == Claim(answer=ClaimAnswer.HELD, holder="maya")
    assert room.claims.release(reference, "maya", NOW) == Claim(answer=ClaimAnswer.DONE)
    line = room.queue.line(reference)
    assert line is not None
    assert (line.holder, line.held_since) == ("", None)
    assert [entry.act for entry in room.audit.of_officer("maya")] == [Act.RELEASED, Act.CLAIMED]


def test_what_has_no_clock_is_not_claimed(room: Room) -> None:
    """A rejection is opened as a case first; what is not there has no holder."""
    reference = room.open(1, outcome=Outcome.REJECTED, due_on=None)
    for act in (room.claims.claim, room.claims.release):
        assert [act(name, "maya", NOW).answer for name in (reference, "2026-000404", "\x00")] == [
            ClaimAnswer.NOT_OPEN
        ] * 3


def test_a_record_judged_anew_is_shown_anew(room: Room) -> None:
    """A paper sent after a rejection changes names and words, and the old ones find nothing."""
    reference = room.open(1, outcome=Outcome.REJECTED, workers=(someone("WRONG"),), due_on=None)
    room.stores.cases.complete(
        reference, new_case(room.stores.mail(2), workers=(someone("RIGHT"),)), now=NOW, letter=new_letter
    )
    assert (room.shown(words="right"), room.shown(words="wrong"), room.shown(view=View.REJECTED)) == (["1"], [], [])
    line = room.queue.line(reference)
    assert line is not None
    assert line.surname == "RIGHT"


def test_names_no_database_takes_are_listed_and_found(room: Room) -> None:
    """Senders write what they like; the bars between values are ours."""
    room.open(1, workers=(someone("A\x00|B" + "é" * 3000, codes=("C10",)),), employer="|UTO|\ud800")
    assert room.shown(code="C10") == ["1"]
    assert room.shown(nationality="UTO") == ["1"]


def test_saved_views_are_ones_own_by_name(room: Room) -> None:
    """A second one of the same name takes its place; there is an end to their number."""
    assert room.saved.save("maya", SavedView(name="Late", question="view=overdue"))
    assert room.saved.save("maya", SavedView(name="Late", question="view=overdue&code=C10"))
    assert room.saved.save("maya", SavedView(name="älteste", question="view=mine"))
    assert room.saved.of("eli") == []
    assert [view.question for view in room.saved.of("maya")] == ["view=overdue&code=C10", "view=mine"]
    saved = [room.saved.save("maya", SavedView(name=f"v{number}", question="")) for number in range(MOST_VIEWS)]
    assert saved.count(False) == 2
    for _ in range(2):
        room.saved.remove("maya", "Late")
    assert [view.name for view in room.saved.of("maya")][-1] == "älteste"
