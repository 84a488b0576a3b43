"""What every store, real or fake, keeps when a request comes in several messages: completion, parts, twins."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from imwu_inbox.adapters.sql.case_store import SqlCaseStore
from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.domain.case import CaseStatus, Event, EventKind, NewCase, OtherPart
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.parts import Part
from imwu_inbox.domain.reply import Letter, LetterState
from imwu_inbox.domain.verdict import Outcome, Refusal
from imwu_inbox.errors import SetAside
from tests.plugs.mail_samples import RECEIVED, new_case, new_letter, new_mail, worker
from tests.plugs.stores import KINDS, ZONE, Stores, sql_stores, stores_of

NOW = RECEIVED + timedelta(minutes=3)
LATER = NOW + timedelta(days=2)
REFERENCE = "2026-000001"
HOUR = timedelta(hours=1)


@pytest.fixture(params=KINDS)
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Each kind of store in turn."""
    with stores_of(request) as given:
        yield given


def rejected(stores: Stores) -> int:
    """A rejected record; its mail."""
    mail_id = stores.mail(1)
    case = new_case(mail_id, outcome=Outcome.REJECTED, refusals=(Refusal.MISSING_PASSPORT,), due_on=None, workers=())
    stores.cases.open(case, now=NOW, letter=new_letter)
    return mail_id


def completion(mail_id: int, **other: Any) -> NewCase:
    """What the second message makes of it."""
    event = Event(kind=EventKind.MAIL_JOINED, at=LATER, facts={"mail_id": mail_id, "completes": True})
    return new_case(mail_id, events=(event,), due_on=date(2026, 3, 18), **other)


def another_letter(reference: str) -> Letter:
    """The second letter of a record."""
    return replace(new_letter(reference), message_id=f"<{reference}.second@unit.example>")


def test_a_rejected_record_is_completed_under_its_own_reference(stores: Stores) -> None:
    """Status, workers, clock and judgement are new; receipt, history and the first judgement stay."""
    first = rejected(stores)
    second = stores.mail(2)
    opened = stores.cases.complete(REFERENCE, completion(second), now=LATER, letter=another_letter)
    record = opened.record
    assert (record.reference, record.mail_id, record.status) == (REFERENCE, first, CaseStatus.OPEN)
    assert (record.received_at, record.due_on, len(record.workers)) == (RECEIVED, date(2026, 3, 18), 2)
    assert (record.refusals, stores.cases.queue()) == ((), [record])
    file = stores.cases.file(REFERENCE)
    assert file is not None
    before = file.assessment["earlier"]
    assert isinstance(before, list)
    assert (file.assessment["outcome"], [kept["outcome"] for kept in before]) == ("accepted", ["rejected"])
    assert [event.kind for event in file.events][-2:] == [EventKind.MAIL_JOINED, EventKind.LETTER_QUEUED]
    assert stores.cases.mails(REFERENCE) == [first, second]
    assert [letter.state for letter in stores.outbox.letters(reference=REFERENCE)] == [LetterState.WAITING] * 2


def test_completing_again_changes_nothing_and_names_the_same_letter(stores: Stores) -> None:
    """A run that died after its commit."""
    rejected(stores)
    second = stores.mail(2)
    done = [
        stores.cases.complete(REFERENCE, completion(second), now=LATER, letter=another_letter),
        stores.cases.complete(REFERENCE, completion(second), now=LATER, letter=another_letter),
    ]
    assert (done[0].letter_id, done[0].was_new, done[1].was_new) == (done[1].letter_id, True, False)
    assert len(stores.outbox.letters()) == 2


def test_a_record_that_was_completed_meanwhile_is_joined(stores: Stores) -> None:
    """The same passport sent twice opens one case and writes one letter."""
    rejected(stores)
    stores.cases.complete(REFERENCE, completion(stores.mail(2)), now=LATER, letter=another_letter)
    third = stores.mail(3)
    opened = stores.cases.complete(REFERENCE, completion(third), now=LATER, letter=another_letter)
    assert (opened.letter_id, opened.was_new, opened.record.status) == (None, False, CaseStatus.OPEN)
    assert (stores.ledger.entry(third).case_reference, len(stores.outbox.letters())) == (REFERENCE, 2)


def test_completing_what_does_not_exist_sets_the_mail_aside(stores: Stores) -> None:
    """The shelf, not a crash."""
    with pytest.raises(SetAside, match="2026-000404"):
        stores.cases.complete("2026-000404", completion(stores.mail()), now=LATER, letter=another_letter)


def test_a_completed_history_is_unbroken(database: Database) -> None:
    """The chain goes on over the second judgement."""
    stores, cases = sql_stores(database), SqlCaseStore(database, ZONE)
    rejected(stores)
    cases.complete(REFERENCE, completion(stores.mail(2)), now=LATER, letter=another_letter)
    assert cases.broken_histories() == []


def test_a_twin_joins_the_running_record_without_a_letter(stores: Stores) -> None:
    """Same employer, workers and codes, whatever the spelling of the employer's case."""
    stores.cases.open(new_case(stores.mail(1)), now=NOW, letter=new_letter)
    again = new_case(stores.mail(2), joins_twin=True, employer="ÉRABLIÈRE DU NORD INC.", workers=(worker("SPECIMEN"),))
    opened = stores.cases.open(again, now=LATER, letter=new_letter)
    assert (opened.record.reference, opened.letter_id, opened.was_new) == (REFERENCE, None, False)
    file = stores.cases.file(REFERENCE)
    assert file is not None
    assert file.events[-1].kind is EventKind.MAIL_JOINED
    assert stores.ledger.entry(2).case_reference == REFERENCE


@pytest.mark.parametrize(
    "change",
    [
        {"employer": "Another firm"}, {"employer": ""}, {"workers": ()},
        {"workers": (replace(worker("SPECIMEN"), codes=("C10",)),)},
        {"workers": (worker("SPECIMEN"), replace(worker("SPECIMEN"), passport_number="X1"))},
        {"workers": (replace(worker("SPECIMEN"), birth_date=None),)},
    ],
    ids=["employer", "no-employer", "no-worker", "code", "one-more-worker", "birth-date"],
)  # fmt: skip
def test_anything_else_is_a_record_of_its_own(stores: Stores, change: dict[str, Any]) -> None:
    """In doubt two records: an officer can join them, nobody can find one that was lost."""
    stores.cases.open(new_case(stores.mail(1)), now=NOW, letter=new_letter)
    opened = stores.cases.open(new_case(stores.mail(2), joins_twin=True, **change), now=LATER, letter=new_letter)
    assert (opened.record.reference, opened.was_new) == ("2026-000002", True)


def test_a_rejected_record_has_no_twins(stores: Stores) -> None:
    """Only a running clock is joined."""
    stores.cases.open(new_case(stores.mail(1), outcome=Outcome.REJECTED), now=NOW, letter=new_letter)
    opened = stores.cases.open(new_case(stores.mail(2), joins_twin=True), now=LATER, letter=new_letter)
    assert opened.was_new


def test_twins_at_the_same_moment_become_one_record(database_url: str) -> None:
    """Six runs at once, each with a connection of its own."""
    database = connect(database_url)
    stores = sql_stores(database)
    mails = [stores.mail(uid) for uid in range(6)]
    database.close()

    def open_one(mail_id: int) -> str:
        mine = connect(database_url)
        try:
            case = new_case(mail_id, joins_twin=True)
            return SqlCaseStore(mine, ZONE).open(case, now=NOW, letter=new_letter).record.reference
        finally:
            mine.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        assert set(pool.map(open_one, mails)) == {REFERENCE}


def part(number: int, total: int = 2, name: str = "a set") -> Part:
    """One part of a set."""
    return Part(set_name=name, number=number, total=total)


def held(stores: Stores, uid: int, number: int, *, name: str = "a set", total: int = 2) -> int:
    """A message that waits an hour."""
    at = RECEIVED + timedelta(minutes=uid)
    mail_id = stores.ledger.take_in_all([new_mail(uid, at=at)])[0].entry.mail_id
    stores.parts.hold(mail_id, part(number, total, name), NOW + HOUR)
    return mail_id


def test_a_held_part_waits_for_its_time_and_is_taken_up_once(stores: Stores) -> None:
    """Its ledger row says so, and the next sweep does not take it up again."""
    mail_id = held(stores, 1, 1)
    assert stores.ledger.entry(mail_id).fate is Fate.HELD
    assert [(row.mail_id, row.part, row.is_held) for row in stores.parts.of_set("a set")] == [(mail_id, part(1), True)]
    assert (stores.parts.due(NOW), stores.parts.due(NOW + HOUR)) == ([], [mail_id])
    stores.ledger.release(mail_id)
    stores.ledger.release(mail_id)
    entry = stores.ledger.entry(mail_id)
    assert (entry.fate, entry.attempts, stores.parts.due(NOW + HOUR)) == (Fate.STORED, 1, [])
    assert [row.is_held for row in stores.parts.of_set("a set")] == [False]
    assert stores.parts.held() == []


def test_a_whole_set_is_due_at_once_by_its_newest_part(stores: Stores) -> None:
    """Two parts that came at the same moment did not see each other; another set is not touched."""
    held(stores, 1, 2)
    newest = held(stores, 2, 1)
    held(stores, 3, 1, name="another set", total=3)
    assert stores.parts.due(NOW) == [newest]
    shown = [(row.part.set_name, row.part.number) for row in stores.parts.held()]
    assert shown == [("a set", 1), ("a set", 2), ("another set", 1)]


def test_parts_judged_together_end_at_one_record(stores: Stores) -> None:
    """All of them are settled in the record's transaction, and none waits any longer."""
    first, second = held(stores, 1, 1), stores.mail(2)
    case = new_case(second, earlier_mails=(OtherPart(mail_id=first, message_id="<part-1@erabliere.example>"),))
    stores.cases.open(case, now=NOW, letter=new_letter)
    assert [stores.ledger.entry(mail_id).fate for mail_id in (first, second)] == [Fate.SETTLED] * 2
    assert stores.cases.mails(REFERENCE) == [second, first]
    assert (stores.parts.of_set("a set"), stores.parts.due(NOW + HOUR)) == ([], [])
    assert stores.cases.by_thread(["<part-1@erabliere.example>"]) is not None
    again = stores.cases.open(new_case(first), now=NOW, letter=new_letter)
    assert (again.record.reference, again.was_new) == (REFERENCE, False)


def test_a_settled_message_is_not_held_by_a_late_run(stores: Stores) -> None:
    """Nor one that the ledger does not know."""
    mail_id = stores.mail(1)
    stores.cases.open(new_case(mail_id), now=NOW, letter=new_letter)
    stores.parts.hold(mail_id, part(1), NOW)
    assert (stores.ledger.entry(mail_id).fate, stores.parts.due(LATER)) == (Fate.SETTLED, [])
    with pytest.raises(SetAside, match="no message 404"):
        stores.parts.hold(404, part(1), NOW)
