"""Taking mail in: what is too large, counted by ourselves and to the octet."""

import pytest

from imwu_inbox.ports.mailbox import Tray
from imwu_inbox.steps.fetch import PollReport
from tests.fakes.mailbox import HEAD_BYTES
from tests.fakes.watched import LIMIT, WatchedDesk


@pytest.fixture
def desk() -> WatchedDesk:
    """An empty desk."""
    return WatchedDesk()


@pytest.mark.parametrize(
    ("size", "whole", "tray"),
    [(LIMIT - 1, True, Tray.PROCESSED), (LIMIT, True, Tray.PROCESSED), (LIMIT + 1, False, Tray.REJECTED)],
)
def test_the_limit_is_exact_to_the_octet(desk: WatchedDesk, size: int, whole: bool, tray: Tray) -> None:  # noqa: FBT001
    """Rule 6: a message of exactly the limit is within it."""
    desk.deliver(b"x" * size)
    report = desk.fetch()
    row = desk.ledger.entry(1)
    assert (row.whole, row.size_bytes, row.filed_in) == (whole, size, tray)
    assert report == PollReport(seen=1, taken_in=1, over_size=int(not whole), filed=1)


def test_our_own_octet_count_beats_the_size_the_server_states(desk: WatchedDesk) -> None:
    """Servers count line ends as they please; nobody is turned away for that."""
    desk.deliver(b"x" * LIMIT, b"y" * 1000)
    desk.mailbox.stated_sizes = {1: LIMIT + 900, 2: 0}
    desk.fetch()
    assert [(row.whole, row.size_bytes) for row in desk.ledger.rows.values()] == [(True, LIMIT), (True, 1000)]


def test_a_stated_size_within_the_limit_does_not_let_a_larger_message_pass(desk: WatchedDesk) -> None:
    """Reading stops one octet past the limit, and that octet is the proof."""
    desk.deliver(b"x" * (LIMIT + 500))
    desk.mailbox.stated_sizes = {1: 700}
    desk.fetch()
    row = desk.ledger.entry(1)
    assert (row.whole, row.size_bytes) == (False, LIMIT + 1)
    assert len(desk.fetch.original(1).content) <= HEAD_BYTES


def test_of_a_message_far_over_the_limit_only_the_head_is_downloaded(desk: WatchedDesk) -> None:
    """A terabyte is not fetched to be refused; its headers tell whom to write to."""
    desk.deliver(b"x" * (4 * LIMIT + 1))
    desk.fetch()
    assert desk.seen == ["head 1", "vault", "commit", "move 1 to rejected", "filed 1"]
    row = desk.ledger.entry(1)
    assert (row.whole, row.size_bytes, len(desk.fetch.original(1).content)) == (False, 4 * LIMIT + 1, HEAD_BYTES)


def test_a_message_stated_at_four_limits_is_still_counted_by_ourselves(desk: WatchedDesk) -> None:
    """Only beyond that is the server's word enough."""
    desk.deliver(b"x" * 100)
    desk.mailbox.stated_sizes = {1: 4 * LIMIT}
    desk.fetch()
    assert (desk.ledger.entry(1).whole, "download 1" in desk.seen) == (True, True)
