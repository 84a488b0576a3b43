"""Every store of records, real or fake, keeps these promises."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from imwu_inbox.adapters.sql.case_store import SqlCaseStore
from imwu_inbox.domain.case import CaseStatus, Event, EventKind
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.reply import Letter, LetterState
from imwu_inbox.domain.verdict import Outcome, Refusal
from imwu_inbox.errors import SetAside
from tests.plugs.mail_samples import RECEIVED, new_case, new_letter, new_mail
from tests.plugs.stores import KINDS, ZONE, Stores, stores_of

NOW = RECEIVED + timedelta(minutes=3)


@pytest.fixture(params=KINDS)
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Each kind of store in turn."""
    with stores_of(request) as given:
        yield given


def test_a_record_is_opened_with_everything_that_belongs_to_it(stores: Stores) -> None:
    """Record, workers, history, letter and settled ledger row stand together."""
    mail_id = stores.mail()
    case = new_case(mail_id)
    opened = stores.cases.open(case, now=NOW, letter=new_letter)
    record = opened.record
    assert opened.was_new
    assert (record.reference, record.mail_id, record.status) == ("2026-000001", mail_id, CaseStatus.OPEN)
    for name in ("received_at", "due_on", "employer", "sender", "language", "entry_on", "workers", "doubts", "flags"):
        assert getattr(record, name) == getattr(case, name)
    file = stores.cases.file("2026-000001")
    assert file is not None
    assert (file.record, file.assessment) == (record, case.assessment)
    assert file.events[:2] == case.events
    assert [event.kind for event in file.events[2:]] == [EventKind.LETTER_QUEUED]
    (letter,) = stores.outbox.letters(reference="2026-000001")
    assert (letter.letter_id, letter.state) == (opened.letter_id, LetterState.WAITING)
    assert letter.letter == new_letter("2026-000001")
    entry = stores.ledger.entry(mail_id)
    assert (entry.fate, entry.case_reference, entry.message_id) == (Fate.SETTLED, "2026-000001", case.message_id)


def test_opening_again_for_the_same_mail_returns_what_stands(stores: Stores) -> None:
    """A run that died after its commit opens no second record and writes no second letter."""
    mail_id = stores.mail()
    first = stores.cases.open(new_case(mail_id), now=NOW, letter=new_letter)

    def never(_reference: str) -> Letter | None:
        raise AssertionError("a letter that stands is not rendered again")

    again = stores.cases.open(new_case(mail_id, outcome=Outcome.REJECTED), now=NOW, letter=never)
    assert (again.record, again.letter_id, again.was_new) == (first.record, first.letter_id, False)
    assert stores.cases.by_mail(mail_id) == again
    assert stores.cases.by_mail(mail_id + 1) is None
    assert len(stores.outbox.letters()) == 1


def test_a_record_without_a_letter_has_none(stores: Stores) -> None:
    """Withheld means no row to send."""
    opened = stores.cases.open(new_case(stores.mail()), now=NOW, letter=lambda _reference: None)
    assert opened.letter_id is None
    assert stores.outbox.letters() == []


def test_a_letter_that_cannot_be_rendered_leaves_no_trace(stores: Stores) -> None:
    """All or nothing, the number included."""
    mail_id = stores.mail()

    def broken(_reference: str) -> Letter | None:
        raise RuntimeError("the template is broken")

    with pytest.raises(RuntimeError, match="template"):
        stores.cases.open(new_case(mail_id), now=NOW, letter=broken)
    assert stores.cases.everything() == []
    assert stores.ledger.entry(mail_id).fate is Fate.STORED
    assert stores.cases.open(new_case(mail_id), now=NOW, letter=new_letter).record.reference == "2026-000001"


def test_references_count_within_the_local_year_of_receipt(stores: Stores) -> None:
    """Mail of New Year's Eve in Toronto belongs to the old year, though it is January in UTC."""
    eve = datetime(2026, 1, 1, 3, 0, tzinfo=UTC)
    moments = [eve, eve + timedelta(hours=3), eve, RECEIVED]
    references = [
        stores.cases.open(new_case(stores.mail(uid), at=at), now=NOW, letter=new_letter).record.reference
        for uid, at in enumerate(moments)
    ]
    assert references == ["2025-000001", "2026-000001", "2025-000002", "2026-000002"]


def test_rejections_and_other_mail_have_a_record_but_no_place_in_the_queue(stores: Stores) -> None:
    """Only what has a running clock waits for an officer."""
    for uid, outcome in enumerate(
        [Outcome.REJECTED, Outcome.NOT_A_REQUEST, Outcome.OFFICER, Outcome.HELD, Outcome.ACCEPTED]
    ):
        refusals = (Refusal.MISSING_PASSPORT,) if outcome is Outcome.REJECTED else ()
        case = new_case(stores.mail(uid), outcome=outcome, refusals=refusals)
        stores.cases.open(case, now=NOW, letter=new_letter)
    assert [record.outcome for record in stores.cases.queue()] == [Outcome.OFFICER, Outcome.HELD, Outcome.ACCEPTED]
    everything = stores.cases.everything()
    assert [record.reference[-1] for record in everything] == ["5", "4", "3", "2", "1"]
    assert everything[-1].refusals == (Refusal.MISSING_PASSPORT,)
    assert len(stores.cases.everything(limit=2)) == 2


def test_the_queue_goes_by_due_date_in_pages_that_neither_skip_nor_repeat(stores: Stores) -> None:
    """Equal dates keep the order of opening, and records without a date come last."""
    days: list[date | None] = [None, date(2026, 3, 20), date(2026, 3, 16), date(2026, 3, 20), date(2026, 3, 18), None]
    for uid, due_on in enumerate(days):
        stores.cases.open(new_case(stores.mail(uid), due_on=due_on), now=NOW, letter=new_letter)
    seen: list[str] = []
    page = stores.cases.queue(limit=2)
    while page:
        seen += [record.reference[-1] for record in page]
        page = stores.cases.queue(after=page[-1].reference, limit=2)
    assert seen == ["3", "5", "2", "4", "1", "6"]
    assert [record.reference[-1] for record in stores.cases.queue()] == seen


def test_each_record_of_the_queue_knows_the_ones_before_and_after(stores: Stores) -> None:
    """None at either end, and for a record that is not there; a rejected one stands between none but has a place."""
    days = [date(2026, 3, 20), date(2026, 3, 16), date(2026, 3, 18)]
    for uid, due_on in enumerate(days):
        stores.cases.open(new_case(stores.mail(uid), due_on=due_on), now=NOW, letter=new_letter)
    order = [record.reference for record in stores.cases.queue()]
    assert stores.cases.neighbours(order[0]) == (None, order[1])
    assert stores.cases.neighbours(order[1]) == (order[0], order[2])
    assert stores.cases.neighbours(order[2]) == (order[1], None)
    assert stores.cases.neighbours("2026-999999") == (None, None)


def test_a_joined_mail_is_an_event_of_its_record_and_is_settled(stores: Stores) -> None:
    """Joining again changes nothing."""
    reference = stores.cases.open(new_case(stores.mail(1)), now=NOW, letter=new_letter).record.reference
    second = stores.mail(2)
    event = Event(kind=EventKind.MAIL_JOINED, at=NOW, facts={"mail": second, "message_id": "<more@erabliere.example>"})
    for _ in range(2):
        assert stores.cases.join(second, reference, event).reference == reference
    file = stores.cases.file(reference)
    assert file is not None
    assert file.events[-1] == event
    assert [event.kind for event in file.events].count(EventKind.MAIL_JOINED) == 1
    assert stores.ledger.entry(second).fate is Fate.SETTLED
    assert stores.ledger.entry(second).case_reference == reference
    assert stores.cases.by_mail(second) is None


def test_joining_what_does_not_exist_sets_the_mail_aside(stores: Stores) -> None:
    """The shelf, not a crash."""
    event = Event(kind=EventKind.MAIL_JOINED, at=NOW, facts={})
    with pytest.raises(SetAside, match="2026-000404"):
        stores.cases.join(stores.mail(), "2026-000404", event)
    with pytest.raises(SetAside, match="no message 404"):
        stores.cases.join(404, "2026-000001", event)
    with pytest.raises(SetAside, match="no message 404"):
        stores.cases.open(new_case(404), now=NOW, letter=new_letter)


def test_later_mail_is_threaded_by_any_message_id_of_the_record(stores: Stores) -> None:
    """Of the request, of a mail joined to it, and of our letter; the first that is known wins."""
    for uid in (1, 2):
        stores.cases.open(new_case(stores.mail(uid)), now=NOW, letter=new_letter)
    facts = {"message_id": "<more@erabliere.example>"}
    stores.cases.join(stores.mail(3), "2026-000002", Event(kind=EventKind.MAIL_JOINED, at=NOW, facts=facts))

    def found(*message_ids: str) -> str | None:
        record = stores.cases.by_thread(message_ids)
        return record.reference if record else None

    assert found("<request-1@erabliere.example>") == "2026-000001"
    assert found("<strange@elsewhere.example>", "<2026-000002@unit.example>") == "2026-000002"
    assert found("<more@erabliere.example>", "<2026-000001@unit.example>") == "2026-000002"
    assert found("<strange@elsewhere.example>") is None
    assert found() is None


def test_duplicates_point_to_the_record_of_the_first(stores: Stores) -> None:
    """Whether the duplicate came before or after the record was opened."""
    first, before = stores.mail(1, content="same"), stores.mail(2, content="same")
    reference = stores.cases.open(new_case(first), now=NOW, letter=new_letter).record.reference
    after = stores.mail(3, content="same")
    assert [stores.ledger.entry(mail_id).case_reference for mail_id in (before, after)] == [reference, reference]


def test_a_settled_mail_is_not_shelved_by_a_late_sweep(stores: Stores) -> None:
    """What has a record needs no second handling."""
    mail_id = stores.mail()
    stores.cases.open(new_case(mail_id), now=NOW, letter=new_letter)
    stores.ledger.shelve(mail_id, "too late")
    assert (stores.ledger.entry(mail_id).fate, stores.ledger.shelf()) == (Fate.SETTLED, [])


def test_an_unknown_reference_has_no_file(stores: Stores) -> None:
    """None, so that a page can say so."""
    assert stores.cases.file("2026-000404") is None


def test_text_no_database_takes_is_kept_as_near_as_it_can_be(stores: Stores) -> None:
    """NUL, halves of surrogates and endless Message-IDs come from strangers; none may stop a request."""
    if isinstance(stores.cases, SqlCaseStore):
        odd = "A\x00B\ud800"
        case = new_case(
            stores.mail(),
            employer=odd,
            message_id="<" + "é" * 5000 + ">",
            assessment={"raw": [odd, {"k\x00": odd}]},
            events=(Event(kind=EventKind.RECEIVED, at=RECEIVED, facts={"name": odd}),),
        )
        stores.cases.open(case, now=NOW, letter=new_letter)
        assert stores.cases.queue()[0].employer == "A\N{REPLACEMENT CHARACTER}B?"
        assert stores.cases.broken_histories() == []
    else:
        stores.cases.open(new_case(stores.mail(), message_id="<" + "é" * 5000 + ">"), now=NOW, letter=new_letter)
    assert stores.cases.by_thread(["<" + "é" * 5000 + ">"]) is not None


def test_moments_come_back_in_utc_whatever_zone_they_were_given_in(stores: Stores) -> None:
    """A moment is a moment; a naive one is refused before it is stored."""
    local = RECEIVED.astimezone(ZONE)
    opened = stores.cases.open(new_case(stores.mail(), at=local), now=NOW, letter=new_letter)
    assert opened.record.received_at == RECEIVED
    with pytest.raises(ValueError, match="time zone"):
        new_mail(at=datetime(2026, 3, 2, 15, 4))  # noqa: DTZ001  naive on purpose
