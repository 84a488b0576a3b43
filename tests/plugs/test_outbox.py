"""Every outbox, real or fake, keeps these promises."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from imwu_inbox.adapters.sql.connect import connect
from imwu_inbox.adapters.sql.outbox_store import SqlOutbox
from imwu_inbox.domain.case import EventKind
from imwu_inbox.domain.reply import Delivery, DeliveryReport, LetterState, OutgoingLetter
from imwu_inbox.errors import SetAside
from tests.plugs.mail_samples import RECEIVED, new_case, new_letter
from tests.plugs.stores import KINDS, Stores, sql_stores, stores_of

NOW = RECEIVED + timedelta(minutes=3)
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=KINDS)
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Each kind of store in turn."""
    with stores_of(request) as given:
        yield given


def written(stores: Stores, uid: int = 1) -> int:
    """A letter waiting to go out."""
    letter_id = stores.cases.open(new_case(stores.mail(uid)), now=NOW, letter=new_letter).letter_id
    assert letter_id is not None
    return letter_id


def report(delivery: Delivery) -> DeliveryReport:
    """The relay's answer."""
    return DeliveryReport(delivery=delivery, answer=f"250 {delivery.value}")


def only(stores: Stores) -> OutgoingLetter:
    """The one letter there is."""
    (letter,) = stores.outbox.letters()
    return letter


def history(stores: Stores) -> list[EventKind]:
    """What the record's history says of its letter."""
    file = stores.cases.file("2026-000001")
    assert file is not None
    return [event.kind for event in file.events if event.kind.value.startswith("letter-")]


def test_a_written_letter_is_due_and_goes_out_once(stores: Stores) -> None:
    """Claimed, handed over, sent; then nobody gets it again."""
    letter_id = written(stores)
    assert stores.outbox.due(NOW) == [letter_id]
    claimed = stores.outbox.claim(letter_id, NOW)
    assert claimed is not None
    assert (claimed.state, claimed.attempts) == (LetterState.SENDING, 1)
    assert claimed.letter == new_letter("2026-000001")
    assert (stores.outbox.due(NOW), stores.outbox.claim(letter_id, NOW)) == ([], None)
    stores.outbox.settle(letter_id, report(Delivery.ACCEPTED), NOW)
    assert (only(stores).state, only(stores).last_answer) == (LetterState.SENT, "250 accepted")
    far = NOW + timedelta(days=400)
    assert (stores.outbox.due(far), stores.outbox.claim(letter_id, far)) == ([], None)
    assert history(stores) == [EventKind.LETTER_QUEUED, EventKind.LETTER_SENT]


def test_letters_are_due_oldest_first(stores: Stores) -> None:
    """First written, first sent."""
    ids = [written(stores, uid) for uid in (1, 2, 3)]
    assert stores.outbox.due(NOW) == ids == sorted(ids)
    assert [letter.letter_id for letter in stores.outbox.letters()] == ids
    assert [letter.letter_id for letter in stores.outbox.letters(reference="2026-000002")] == [ids[1]]
    assert stores.outbox.letters(reference="2026-000404") == []


def test_a_refusal_for_now_is_tried_again_ever_later_and_given_up_after_a_day(stores: Stores) -> None:
    """1, 5, 15, 60 minutes, then 2, 4, 8 hours: an officer is told when the day is over."""
    letter_id = written(stores)
    now, waits = NOW, []
    while only(stores).state is not LetterState.FAILED:
        assert stores.outbox.claim(letter_id, now) is not None
        stores.outbox.settle(letter_id, report(Delivery.REFUSED_FOR_NOW), now)
        retry_at = only(stores).retry_at
        if retry_at is not None:
            waits.append((retry_at - now) // MINUTE)
            assert stores.outbox.due(retry_at - MINUTE / 60) == []
            assert stores.outbox.claim(letter_id, retry_at - MINUTE / 60) is None
            assert stores.outbox.due(retry_at) == [letter_id]
            now = retry_at
    assert waits == [1, 5, 15, 60, 120, 240, 480, 480]
    assert now <= NOW + timedelta(hours=24)
    assert stores.outbox.due(now + timedelta(days=2)) == []
    assert history(stores) == [EventKind.LETTER_QUEUED, EventKind.LETTER_FAILED]


def test_a_letter_that_was_not_taken_twice_is_stuck_until_it_ends(stores: Stores) -> None:
    """Once is greylisting; twice is worth a word to whoever runs the relay."""
    letter_id = written(stores)
    now, counts = NOW, [stores.outbox.stuck()]
    for delivery in (Delivery.REFUSED_FOR_NOW, Delivery.REFUSED_FOR_NOW, Delivery.ACCEPTED):
        stores.outbox.claim(letter_id, now)
        stores.outbox.settle(letter_id, report(delivery), now)
        counts.append(stores.outbox.stuck())
        now = only(stores).retry_at or now
    assert counts == [0, 0, 1, 0]


def test_a_letter_whose_answer_was_never_read_is_stuck_at_its_first_try(stores: Stores) -> None:
    """A relay that falls silent after the data is out of order: no second try is needed to say so."""
    letter_id = written(stores)
    now, counts = NOW, []
    for delivery in (Delivery.UNCERTAIN, Delivery.UNCERTAIN):
        stores.outbox.claim(letter_id, now)
        stores.outbox.settle(letter_id, report(delivery), now)
        counts.append(stores.outbox.stuck())
        now = only(stores).retry_at or now
    assert counts == [1, 0]


def test_a_refusal_for_good_is_not_repeated(stores: Stores) -> None:
    """An officer sees it instead."""
    letter_id = written(stores)
    stores.outbox.claim(letter_id, NOW)
    stores.outbox.settle(letter_id, report(Delivery.REFUSED_FOR_GOOD), NOW)
    assert only(stores).state is LetterState.FAILED
    assert stores.outbox.due(NOW + timedelta(days=1)) == []
    assert history(stores)[-1] is EventKind.LETTER_FAILED


def test_an_unread_answer_allows_one_repeat_after_a_hold_and_never_a_second(stores: Stores) -> None:
    """The identical bytes go out twice at most; then it is an officer's to decide."""
    letter_id = written(stores)
    first = stores.outbox.claim(letter_id, NOW)
    stores.outbox.settle(letter_id, report(Delivery.UNCERTAIN), NOW)
    assert stores.outbox.claim(letter_id, NOW + MINUTE) is None
    assert stores.outbox.due(NOW + MINUTE) == []
    later = NOW + 2 * MINUTE
    assert stores.outbox.due(later) == [letter_id]
    second = stores.outbox.claim(letter_id, later)
    assert first is not None
    assert second is not None
    assert (second.letter.content, second.attempts) == (first.letter.content, 2)
    stores.outbox.settle(letter_id, report(Delivery.UNCERTAIN), later)
    far = later + timedelta(days=400)
    assert (stores.outbox.due(far), stores.outbox.claim(letter_id, far)) == ([], None)
    assert only(stores).state is LetterState.UNCERTAIN
    assert history(stores)[1:] == [EventKind.LETTER_UNCERTAIN] * 2


def test_a_repeat_that_is_refused_for_now_does_not_reopen_the_door_to_a_third_copy(stores: Stores) -> None:
    """What was uncertain once stays counted."""
    letter_id = written(stores)
    now: datetime = NOW
    for answer in (Delivery.UNCERTAIN, Delivery.REFUSED_FOR_NOW, Delivery.UNCERTAIN):
        assert stores.outbox.claim(letter_id, now) is not None
        stores.outbox.settle(letter_id, report(answer), now)
        now += timedelta(hours=1)
    assert stores.outbox.due(now + timedelta(days=1)) == []
    assert only(stores).state is LetterState.UNCERTAIN


def test_a_letter_whose_sender_died_is_uncertain_and_goes_once_more(stores: Stores) -> None:
    """Nobody knows whether the relay took it."""
    letter_id = written(stores)
    stores.outbox.claim(letter_id, NOW)
    assert stores.outbox.claim(letter_id, NOW + 4 * MINUTE) is None
    later = NOW + 5 * MINUTE
    assert stores.outbox.due(later) == [letter_id]
    again = stores.outbox.claim(letter_id, later)
    assert again is not None
    assert again.attempts == 2
    assert history(stores)[-1] is EventKind.LETTER_UNCERTAIN
    assert stores.outbox.claim(letter_id, later + 5 * MINUTE) is None
    assert only(stores).state is LetterState.UNCERTAIN
    assert stores.outbox.due(later + timedelta(days=1)) == []


def test_an_ended_letter_stays_ended(stores: Stores) -> None:
    """A slow sender's late word changes nothing."""
    letter_id = written(stores)
    stores.outbox.claim(letter_id, NOW)
    stores.outbox.settle(letter_id, report(Delivery.ACCEPTED), NOW)
    stores.outbox.settle(letter_id, report(Delivery.REFUSED_FOR_NOW), NOW)
    assert only(stores).state is LetterState.SENT
    assert history(stores).count(EventKind.LETTER_SENT) == 1


def test_letters_to_one_address_are_counted_without_regard_to_case(stores: Stores) -> None:
    """The brake on loops looks at a stretch of time."""
    for uid in (1, 2):
        written(stores, uid)
    assert len(stores.outbox.written_to("RH@erabliere.EXAMPLE", NOW)) == 2
    assert stores.outbox.written_to("rh@erabliere.example", NOW + MINUTE) == []
    assert stores.outbox.written_to("other@erabliere.example", NOW) == []


def test_an_unknown_letter_is_set_aside(stores: Stores) -> None:
    """A run for a row that is gone cannot go on."""
    with pytest.raises(SetAside, match="no letter 404"):
        stores.outbox.claim(404, NOW)
    with pytest.raises(SetAside, match="no letter 404"):
        stores.outbox.settle(404, report(Delivery.ACCEPTED), NOW)


def test_one_of_many_senders_gets_each_letter(database_url: str) -> None:
    """Eight at once, each with a connection of its own, start together on each of six letters."""
    database = connect(database_url)
    stores = sql_stores(database)
    letter_ids = [written(stores, uid) for uid in range(6)]
    database.close()
    start = Barrier(8, timeout=60)

    def claim_all(_worker: int) -> list[int]:
        mine = connect(database_url)
        outbox, got = SqlOutbox(mine), []
        outbox.due(NOW)
        try:
            for letter_id in letter_ids:
                start.wait()
                if outbox.claim(letter_id, NOW) is not None:
                    got.append(letter_id)
        finally:
            mine.close()
        return got

    with ThreadPoolExecutor(max_workers=8) as pool:
        claimed = [letter_id for got in pool.map(claim_all, range(8)) for letter_id in got]
    assert sorted(claimed) == letter_ids
