"""What every outbox, real or fake, keeps for the brakes: grounds, the breaker's count, trials and bounces."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from imwu_inbox.domain.case import EventKind
from imwu_inbox.domain.reply import Delivery, DeliveryReport, Letter, LetterState
from imwu_inbox.domain.reply_limits import WrittenLetter
from tests.plugs.mail_samples import RECEIVED, new_case, new_letter
from tests.plugs.stores import KINDS, Stores, stores_of

NOW = RECEIVED + timedelta(minutes=3)
HOUR = timedelta(hours=1)
ADDRESS = "rh@erabliere.example"


@pytest.fixture(params=KINDS)
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Each kind of store in turn."""
    with stores_of(request) as given:
        yield given


def written(stores: Stores, uid: int, letter: Letter | None = None) -> int:
    """A letter in the outbox."""

    def write(reference: str) -> Letter:
        return letter or new_letter(reference)

    letter_id = stores.cases.open(new_case(stores.mail(uid)), now=NOW, letter=write).letter_id
    assert letter_id is not None
    return letter_id


def sent(stores: Stores, uid: int) -> int:
    """A letter that the relay took."""
    letter_id = written(stores, uid)
    assert stores.outbox.claim(letter_id, NOW) is not None
    stores.outbox.settle(letter_id, DeliveryReport(delivery=Delivery.ACCEPTED, answer="250 ok"), NOW)
    return letter_id


def states(stores: Stores) -> list[LetterState]:
    """Where each letter stands."""
    return [letter.state for letter in stores.outbox.letters()]


def kinds(stores: Stores, reference: str) -> list[EventKind]:
    """What happened to a record."""
    file = stores.cases.file(reference)
    assert file is not None
    return [event.kind for event in file.events]


def test_a_letter_is_remembered_with_its_grounds_and_the_skeleton_it_answers(stores: Stores) -> None:
    """The brakes count by them."""
    letter = replace(new_letter("2026-000001"), grounds="rejection:missing-passport", skeleton="request for an opinion")
    written(stores, 1, letter)
    assert stores.outbox.letters()[0].letter == letter
    assert stores.outbox.written_to(ADDRESS, NOW) == [
        WrittenLetter(at=NOW, grounds="rejection:missing-passport", skeleton="request for an opinion")
    ]


def test_a_letter_of_a_trial_never_goes_out(stores: Stores) -> None:
    """Not now, and not when the trial is over."""
    letter_id = written(stores, 1, replace(new_letter("2026-000001"), is_dry=True))
    later = NOW + timedelta(days=400)
    assert states(stores) == [LetterState.DRY]
    assert [stores.outbox.due(now) for now in (NOW, later)] == [[], []]
    assert stores.outbox.claim(letter_id, later) is None
    assert stores.outbox.letters()[0].letter.is_dry


def test_the_breaker_counts_the_letters_begun_in_an_hour(stores: Stores) -> None:
    """By the last try of each."""
    for uid in (1, 2):
        sent(stores, uid)
    written(stores, 3)
    assert stores.outbox.begun_since(NOW - HOUR) == 2
    assert stores.outbox.begun_since(NOW) == 0


def test_a_bounce_marks_letter_and_address_and_gives_up_what_waits_for_it(stores: Stores) -> None:
    """Once: the record's history tells it to the officer, and nothing more goes to that address."""
    sent(stores, 1)
    waiting = written(stores, 2)
    for _ in range(2):
        found = stores.outbox.bounced("<2026-000001@unit.example>", NOW + HOUR)
        assert found is not None
        assert (found.reference, found.state) == ("2026-000001", LetterState.BOUNCED)
    assert states(stores) == [LetterState.BOUNCED, LetterState.FAILED]
    assert kinds(stores, "2026-000001").count(EventKind.LETTER_BOUNCED) == 1
    assert kinds(stores, "2026-000002")[-1] is EventKind.LETTER_FAILED
    assert stores.outbox.is_undeliverable("RH@Erabliere.example")
    assert not stores.outbox.is_undeliverable("other@erabliere.example")
    assert stores.outbox.claim(waiting, NOW + HOUR) is None


def test_an_address_that_was_cleared_is_written_to_again_until_a_letter_comes_back_again(stores: Stores) -> None:
    """A mailbox that was full last month; what was given up meanwhile stays given up."""
    sent(stores, 1)
    stores.outbox.bounced("<2026-000001@unit.example>", NOW + HOUR)
    (found,) = stores.outbox.undeliverable()
    assert (found.address, found.since, found.reference) == (ADDRESS.casefold(), NOW + HOUR, "2026-000001")
    assert stores.outbox.reach_again(ADDRESS.upper()) == "2026-000001"
    assert (stores.outbox.reach_again(ADDRESS), stores.outbox.undeliverable()) == (None, [])
    assert not stores.outbox.is_undeliverable(ADDRESS)
    sent(stores, 2)
    stores.outbox.bounced("<2026-000002@unit.example>", NOW + HOUR)
    assert stores.outbox.is_undeliverable(ADDRESS)


def test_a_late_word_of_the_relay_does_not_undo_a_bounce(stores: Stores) -> None:
    """The other side's report is the later truth."""
    letter_id = written(stores, 1)
    stores.outbox.claim(letter_id, NOW)
    stores.outbox.bounced("<2026-000001@unit.example>", NOW)
    stores.outbox.settle(letter_id, DeliveryReport(delivery=Delivery.ACCEPTED, answer="250 ok"), NOW)
    assert states(stores) == [LetterState.BOUNCED]


def test_an_id_that_is_not_ours_bounces_nothing(stores: Stores) -> None:
    """Reports about other people's mail reach a mailbox too."""
    sent(stores, 1)
    assert stores.outbox.bounced("<strange@elsewhere.example>", NOW) is None
    assert states(stores) == [LetterState.SENT]
    assert not stores.outbox.is_undeliverable(ADDRESS)
