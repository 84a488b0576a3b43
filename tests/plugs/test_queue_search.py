"""Search and filters of every officers' list, real or fake: what they find, and how far they count."""

from collections.abc import Iterator
from typing import Any

import pytest

from imwu_inbox.adapters.sql import queue_questions, queue_words
from imwu_inbox.domain.queue import PAGE, Asked, Question, View
from imwu_inbox.domain.verdict import Flag, Outcome, Refusal
from tests.fakes.queue import FakeQueue
from tests.plugs.queue_room import MAYA, TODAY, Room, room_of, someone
from tests.plugs.stores import KINDS


@pytest.fixture(params=KINDS)
def room(request: pytest.FixtureRequest) -> Iterator[Room]:
    """Each kind in turn."""
    with room_of(request) as given:
        yield given


@pytest.mark.parametrize("many", [10, 1_000])
def test_a_search_counts_no_further_than_a_page_waits(room: Room, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """And finds the same by a rare word, by common ones, and by both, whichever way it goes."""
    monkeypatch.setattr(queue_words, "_RARE", 3)
    monkeypatch.setattr(queue_words, "_MANY", many)
    monkeypatch.setattr("imwu_inbox.domain.queue.MOST_FOUND", 2)
    for uid in range(PAGE + 4):
        room.open(uid, workers=(someone("RARE" if uid in (7, 9) else "COMMON"),), employer="Érablière du Nord")
    for words, found in (("rare", 2), ("ada rare", 2), ("ada erab", PAGE + 4), ("ada", PAGE + 4), ("ada none", 0)):
        page = room.queue.page(Question(words=words), MAYA)
        is_more = found > PAGE
        assert len(page.lines) == min(found, PAGE), words
        assert page.total == (found if not is_more or isinstance(room.queue, FakeQueue) else 3), words


def test_what_a_search_counts_comes_with_its_rows(room: Room) -> None:
    """A page and what is beyond it are counted from the same rows, on the second page too."""
    for uid in range(2 * PAGE + 4):
        room.open(uid)
    found = room.queue.page(Question(words="specimen"), MAYA)
    beyond = room.queue.page(Question(words="specimen", after=found.next_after), MAYA)
    last = room.queue.page(Question(words="specimen", after=beyond.next_after), MAYA)
    assert [len(page.lines) for page in (found, beyond, last)] == [PAGE, PAGE, 4]
    assert (found.total > 2 * PAGE, beyond.total, last.total) == (True, found.total, found.total)
    assert last.next_after == ""


@pytest.mark.parametrize("rare", [0, 1_000])
def test_a_filter_finds_records_without_a_clock(room: Room, monkeypatch: pytest.MonkeyPatch, rare: int) -> None:
    """Whether so few have the flag that they are looked up, or the list is gone through for it."""
    monkeypatch.setattr(queue_questions, "_RARE", rare)
    refused: dict[str, Any] = {"outcome": Outcome.REJECTED, "refusals": (Refusal.OVER_SIZE,), "due_on": None}
    room.open(1, flags=(Flag.FREE_MAIL,))
    room.open(2, flags=(Flag.FREE_MAIL,), **refused)
    room.open(3, flags=(), workers=(someone("B", codes=("T23",), nationality="NOR"),), **refused)
    rejected = View.REJECTED
    assert room.shown(view=rejected, mark=Flag.FREE_MAIL) == ["2"]
    assert room.shown(view=View.ALL, mark=Flag.FREE_MAIL) == ["2", "1"]
    assert room.shown(view=rejected, code="T23", nationality="NOR") == ["3"]
    assert (
        room.shown(view=rejected, code="T%") == room.shown(view=rejected, nationality="NOR", mark=Flag.FREE_MAIL) == []
    )


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
