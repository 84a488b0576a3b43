"""Every officers' list, real or fake, keeps these promises."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from imwu_inbox.adapters.sql.queue_store import SqlQueue
from imwu_inbox.domain.narrowing import Narrowing
from imwu_inbox.domain.parts import Part
from imwu_inbox.domain.queue import NOBODY, PAGE, Question, Stage, View
from imwu_inbox.domain.verdict import Doubt, Flag, Outcome, Refusal
from tests.plugs.mail_samples import RECEIVED, new_case, new_letter, refuse, worker
from tests.plugs.queue_room import MAYA, NOW, TODAY, Room, room_of, someone
from tests.plugs.stores import KINDS


@pytest.fixture(params=KINDS)
def room(request: pytest.FixtureRequest) -> Iterator[Room]:
    """Each kind in turn."""
    with room_of(request) as given:
        yield given


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


def test_a_part_of_a_view_is_what_a_bar_of_the_dashboard_counts(room: Room) -> None:
    """By due date, by local day of receipt with outcome, by reason: of every record, whatever became of it."""
    asked = replace(MAYA, zone=ZoneInfo("America/Toronto"))
    late = datetime(2026, 3, 10, 3, 30, tzinfo=UTC)  # still the ninth in Toronto
    room.open(1, due_on=TODAY)
    room.open(2, outcome=Outcome.REJECTED, due_on=None, refusals=(Refusal.MISSING_PASSPORT,), received_at=late)
    room.open(3, outcome=Outcome.REJECTED, due_on=None, refusals=(Refusal.OVER_SIZE,), received_at=late)

    def found(view: View, **part: Any) -> str:
        page = room.queue.page(Question(view=view, narrowed=Narrowing(**part)), asked)
        return "".join(line.reference[-1] for line in page.lines)

    ninth, tenth = date(2026, 3, 9), date(2026, 3, 10)
    assert found(View.ALL) == "321"
    assert (found(View.OPEN, due=TODAY), found(View.OPEN, due=TODAY + timedelta(days=1))) == ("1", "")
    assert found(View.ALL, since=ninth, until=ninth, outcome="rejected") == "32"
    assert found(View.ALL, since=tenth, until=tenth) == ""
    assert found(View.REJECTED, since=ninth, until=tenth, reason="missing-passport") == "2"
    assert found(View.ALL, reason="passport") == found(View.REJECTED, outcome="accepted") == ""


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


def test_a_message_that_waits_for_other_parts_is_listed(room: Room) -> None:
    """With which part it is and until when it waits."""
    until = RECEIVED + timedelta(hours=4)
    room.stores.parts.hold(room.stores.mail(1), Part(set_name="s", number=1, total=2), until)
    if isinstance(room.queue, SqlQueue):
        (held,) = room.queue.held()
        assert (held.received_at, held.number, held.total, held.waits_until) == (RECEIVED, 1, 2, until)
        assert room.queue.counts(MAYA)[View.HELD] == 1
    assert room.shown() == []


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


def test_a_letter_that_did_not_arrive_is_seen_in_the_list_whatever_became_of_the_record(room: Room) -> None:
    """A rejected sender who was never told is the gravest case; seen to, the mark goes and the view is empty."""
    room.open(1)
    rejected = room.open(2, outcome=Outcome.REJECTED, due_on=None)
    assert room.queue.counts(MAYA)[View.UNDELIVERED] == 0
    refuse(room.stores.outbox, room.stores.outbox.letters(reference=rejected)[0].letter_id, NOW)
    assert room.shown(view=View.UNDELIVERED) == ["2"]
    assert room.queue.counts(MAYA)[View.UNDELIVERED] == 1
    marked = [line.letter_undelivered for line in room.queue.page(Question(view=View.REJECTED), MAYA).lines]
    unmarked = [line.letter_undelivered for line in room.queue.page(Question(), MAYA).lines]
    assert (marked, unmarked) == ([True], [False])
    line = room.queue.line(rejected)
    assert line is not None
    assert line.letter_undelivered
    room.stores.outbox.see_to(rejected, officer="maya", now=NOW)
    assert (room.shown(view=View.UNDELIVERED), room.queue.counts(MAYA)[View.UNDELIVERED]) == ([], 0)
