"""Every outbox, real or fake, tells of the letters that did not arrive."""

from collections.abc import Iterator

import pytest

from imwu_inbox.domain.case import EventKind
from imwu_inbox.domain.reply import Delivery, LetterState
from tests.plugs.mail_samples import new_letter
from tests.plugs.stores import KINDS, Stores, stores_of
from tests.plugs.test_outbox import MINUTE, NOW, history, only, report, written


@pytest.fixture(params=KINDS)
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Each kind of store in turn."""
    with stores_of(request) as given:
        yield given


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([Delivery.REFUSED_FOR_GOOD], LetterState.FAILED),
        ([Delivery.UNCERTAIN, Delivery.UNCERTAIN], LetterState.UNCERTAIN),
    ],
    ids=["refused", "never answered"],
)
def test_a_letter_that_did_not_arrive_is_listed_until_somebody_sees_to_it(
    stores: Stores, answers: list[Delivery], state: LetterState
) -> None:
    """With the relay's last word; what waits or arrived is not listed, and seeing to it stands in the history."""
    letter_id, arrived = written(stores, 1), written(stores, 2)
    stores.outbox.claim(arrived, NOW)
    stores.outbox.settle(arrived, report(Delivery.ACCEPTED), NOW)
    now = NOW
    for answer in answers:
        assert stores.outbox.undelivered() == []
        now += 10 * MINUTE
        stores.outbox.claim(letter_id, now)
        stores.outbox.settle(letter_id, report(answer), now)
    (found,) = stores.outbox.undelivered()
    assert (found.letter_id, found.reference, found.state, found.since) == (letter_id, "2026-000001", state, now)
    assert (found.kind, found.to, found.answer) == (
        new_letter("2026-000001").kind, new_letter("2026-000001").to, f"250 {answers[-1].value}",
    )  # fmt: skip
    assert stores.outbox.letters()[0].undelivered_since == now
    assert stores.outbox.see_to("2026-000002", officer="a.roy", now=now) == 0
    assert stores.outbox.see_to("2026-000404", officer="a.roy", now=now) == 0
    assert stores.outbox.see_to("2026-000001", officer="a.roy", now=now) == 1
    assert stores.outbox.undelivered() == []
    assert history(stores)[-1] is EventKind.LETTER_SEEN_TO
    assert stores.outbox.see_to("2026-000001", officer="a.roy", now=now) == 0
    assert history(stores).count(EventKind.LETTER_SEEN_TO) == 1


def test_a_letter_that_came_back_after_it_was_sent_did_not_arrive(stores: Stores) -> None:
    """A bounce tells of it minutes later; told twice, it keeps its first moment."""
    letter_id = written(stores)
    stores.outbox.claim(letter_id, NOW)
    stores.outbox.settle(letter_id, report(Delivery.ACCEPTED), NOW)
    assert stores.outbox.undelivered() == []
    for minutes in (5, 9):
        stores.outbox.bounced(only(stores).letter.message_id, NOW + minutes * MINUTE)
    (found,) = stores.outbox.undelivered()
    assert (found.state, found.since) == (LetterState.BOUNCED, NOW + 5 * MINUTE)
