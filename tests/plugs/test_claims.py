"""Who holds a record, and the questions an officer keeps: every store, real or fake."""

from collections.abc import Iterator

import pytest

from imwu_inbox.domain.audit import Act
from imwu_inbox.domain.case import EventKind
from imwu_inbox.domain.claim import Claim, ClaimAnswer
from imwu_inbox.domain.queue import Stage
from imwu_inbox.domain.saved_view import MOST_VIEWS, SavedView
from imwu_inbox.domain.verdict import Outcome
from tests.plugs.queue_room import NOW, Room, room_of
from tests.plugs.stores import KINDS


@pytest.fixture(params=KINDS)
def room(request: pytest.FixtureRequest) -> Iterator[Room]:
    """Each kind in turn."""
    with room_of(request) as given:
        yield given


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
