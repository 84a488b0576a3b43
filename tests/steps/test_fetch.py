"""Taking mail in: what is safe before what is moved, and what a broken visit may cost."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from imwu_inbox.domain.ledger import Fate
from imwu_inbox.errors import CannotWrite, NeighbourDown, SetAside
from imwu_inbox.steps.fetch import PollReport
from tests.fakes.watched import AT, LIMIT, WatchedDesk


@pytest.fixture
def desk() -> WatchedDesk:
    """An empty desk."""
    return WatchedDesk()


def test_bytes_are_in_the_vault_and_the_row_is_committed_before_the_message_is_moved(desk: WatchedDesk) -> None:
    """A machine that stops between any two of these loses nothing."""
    desk.deliver(b"one")
    assert desk.fetch() == PollReport(seen=1, taken_in=1, filed=1)
    assert desk.seen == ["download 1", "vault", "commit", "move 1 to processed", "filed 1"]


def test_a_group_is_safe_and_entered_in_one_commit_before_any_of_it_is_moved(desk: WatchedDesk) -> None:
    """The order stays sacred for many messages as for one."""
    desk.deliver(b"one", b"two", b"three")
    assert desk.fetch() == PollReport(seen=3, taken_in=3, filed=3)
    downloads, moves = (
        [f"{act} {uid}{to}" for uid in (1, 2, 3)] for act, to in (("download", ""), ("move", " to processed"))
    )
    assert desk.seen == [*downloads, "vault", "commit", *moves, "filed 1 2 3"]


def test_a_group_is_bounded_in_number_and_octets(desk: WatchedDesk) -> None:
    """Memory does not grow with the mailbox."""
    desk.deliver(*(b"%d" % number for number in range(70)))
    desk.fetch()
    assert [desk.seen.count(act) for act in ("vault", "commit")] == [3, 3]
    desk.seen.clear()
    desk.deliver(b"a", b"b", b"c")
    desk.mailbox.stated_sizes = dict.fromkeys((71, 72, 73), 9_000_000)
    desk.fetch()
    assert desk.seen.count("commit") == 3


def test_what_came_down_before_a_message_broke_the_visit_is_safe_first(desk: WatchedDesk) -> None:
    """The next visit does not ask for it again."""
    desk.deliver(b"one", b"two", b"poison", b"four")
    desk.mailbox.stated_sizes = dict.fromkeys(range(1, 5), 0)
    desk.mailbox.refused.add("download 3")
    assert desk.fetch() == PollReport(seen=4, taken_in=3, filed=3, stumbled=1)
    assert [desk.seen.count(f"download {uid}") for uid in (1, 2, 4)] == [1, 1, 1]


def test_mail_over_the_limit_is_filed_apart_from_the_rest_of_its_group(desk: WatchedDesk) -> None:
    """One commit, two trays."""
    desk.deliver(b"one", b"x" * (LIMIT + 1), b"three")
    assert desk.fetch() == PollReport(seen=3, taken_in=3, over_size=1, filed=3)
    assert [row.filed_in for row in desk.ledger.rows.values()] == ["processed", "rejected", "processed"]


def test_the_row_says_where_the_bytes_are_and_queues_one_run(desk: WatchedDesk) -> None:
    """What the durable run starts from: an id, and the original behind it."""
    desk.deliver(b"one")
    desk.fetch()
    row = desk.ledger.entry(1)
    assert (row.fate, row.size_bytes, row.sha256) == (Fate.STORED, 3, hashlib.sha256(b"one").hexdigest())
    assert (row.received_at, row.whole, row.filed_in) == (AT, True, "processed")
    assert [mail_id for _, mail_id in desk.ledger.queued] == [1]
    mail = desk.fetch.original(1)
    assert (mail.content, mail.sha256, mail.received_at, mail.ref) == (b"one", row.sha256, AT, row.ref)


def test_an_original_that_is_gone_is_set_aside(desk: WatchedDesk) -> None:
    """The run cannot go on without the bytes; a person must restore them."""
    desk.deliver(b"one")
    desk.fetch()
    desk.vault.originals.clear()
    with pytest.raises(SetAside, match="restore"):
        desk.fetch.original(1)


def test_a_visit_to_an_empty_mailbox_does_nothing(desk: WatchedDesk) -> None:
    """No mail, no work."""
    assert (desk.fetch(), desk.seen) == (PollReport(), [])


def test_a_second_visit_takes_nothing_in_twice(desk: WatchedDesk) -> None:
    """The mailbox is empty of what was filed, and the ledger would know it."""
    desk.deliver(b"one", b"two")
    desk.fetch()
    assert desk.fetch() == PollReport()
    assert (len(desk.ledger.rows), len(desk.ledger.queued)) == (2, 2)


def test_a_crash_after_the_commit_and_before_the_move_only_repeats_the_move(desk: WatchedDesk) -> None:
    """The next visit finds the row and neither downloads nor queues again."""
    desk.deliver(b"one")
    desk.mailbox.refused.add("move 1 to processed")
    desk.fetch()
    assert (desk.ledger.entry(1).filed_in, desk.mailbox.trays) == (None, {})
    desk.mailbox.refused.clear()
    desk.seen.clear()
    assert desk.fetch() == PollReport(seen=1, filed=1)
    assert desk.seen == ["move 1 to processed", "filed 1"]
    assert (len(desk.ledger.queued), desk.mailbox.letters) == (1, {})


def test_a_crash_after_the_move_and_before_its_note_loses_nothing(desk: WatchedDesk) -> None:
    """The row lacks its note of the tray; the message is neither in the folder nor taken in again."""
    desk.deliver(b"one")
    desk.fetch()
    desk.ledger.rows[1] = replace(desk.ledger.rows[1], filed_in=None)
    assert desk.fetch() == PollReport()
    assert len(desk.ledger.rows) == 1


def test_a_message_that_breaks_the_visit_is_passed_over_and_the_next_ones_are_taken_in(desk: WatchedDesk) -> None:
    """One poisoned message must not close the unit's mailbox."""
    desk.deliver(b"one", b"poison", b"three", b"four")
    desk.mailbox.refused.add("download 2")
    assert desk.fetch() == PollReport(seen=4, taken_in=3, filed=3, stumbled=1)
    assert desk.mailbox.letters.keys() == {2}


def test_a_handful_of_poisoned_messages_close_nothing_either(desk: WatchedDesk) -> None:
    """All of them together are still not the server."""
    desk.deliver(*(b"poison %d" % number for number in range(10)), b"good")
    desk.mailbox.refused.update(f"download {uid}" for uid in range(1, 11))
    assert desk.fetch() == PollReport(seen=11, taken_in=1, filed=1, stumbled=10)


def test_a_message_passed_over_is_tried_again_on_the_next_visit(desk: WatchedDesk) -> None:
    """It stays in the mailbox and the ledger still looks for it."""
    desk.deliver(b"one", b"slow", b"three")
    desk.mailbox.refused.add("download 2")
    desk.fetch()
    desk.mailbox.refused.clear()
    assert desk.fetch() == PollReport(seen=1, taken_in=1, filed=1)
    assert sorted(row.ref.uid for row in desk.ledger.rows.values()) == [1, 2, 3]


def test_a_message_that_cannot_be_moved_keeps_no_other_letter_outside(desk: WatchedDesk) -> None:
    """A tray that refuses is the server's trouble, not the next sender's, today and on every later visit."""
    desk.deliver(b"stuck", b"two")
    desk.mailbox.refused.add("move 1 to processed")
    assert desk.fetch() == PollReport(seen=2, taken_in=2, filed=1, stumbled=1)
    desk.deliver(b"three")
    assert desk.fetch() == PollReport(seen=2, taken_in=1, filed=1, stumbled=1)
    assert len(desk.ledger.queued) == 3


def test_when_no_message_can_be_moved_all_are_still_taken_in(desk: WatchedDesk) -> None:
    """The trays may be missing altogether: that is reported, and no clock waits for it."""
    letters = [b"%d" % number for number in range(20)]
    desk.deliver(*letters)
    desk.mailbox.broken.add("file_away")
    with pytest.raises(NeighbourDown):
        desk.fetch()
    assert len(desk.ledger.queued) == len(letters)


@pytest.mark.parametrize("method", ["open", "uids", "probe", "download"])
def test_a_server_that_fails_is_reported_and_nothing_is_lost(desk: WatchedDesk, method: str) -> None:
    """After a few messages in a row it is the server, not the message."""
    desk.deliver(*(b"%d" % number for number in range(20)))
    desk.mailbox.broken.add(method)
    with pytest.raises(NeighbourDown):
        desk.fetch()
    desk.mailbox.broken.clear()
    assert desk.fetch().taken_in == 20


def test_a_database_that_is_down_leaves_the_mail_where_it_is(desk: WatchedDesk) -> None:
    """No row, no move; and no message is blamed for it."""
    desk.deliver(b"one")
    desk.ledger.is_down = True
    with pytest.raises(NeighbourDown):
        desk.fetch()
    assert (list(desk.mailbox.letters), desk.mailbox.trays) == ([1], {})
    desk.ledger.is_down = False
    assert desk.fetch().taken_in == 1


def test_a_full_disk_leaves_the_message_in_the_mailbox_and_the_next_poll_takes_it(desk: WatchedDesk) -> None:
    """The mailbox is the safest place until there is room."""
    desk.deliver(b"one")
    desk.vault.is_full = True
    with pytest.raises(CannotWrite):
        desk.fetch()
    assert (list(desk.mailbox.letters), desk.ledger.rows) == ([1], {})
    desk.vault.is_full = False
    assert desk.fetch() == PollReport(seen=1, taken_in=1, filed=1)


@pytest.mark.parametrize("stated", [10, 5 * LIMIT])
def test_a_message_that_vanishes_between_probe_and_download_leaves_no_trace(desk: WatchedDesk, stated: int) -> None:
    """Somebody moved it by hand; the others are taken in."""
    desk.deliver(b"gone", b"two")
    desk.mailbox.stated_sizes = {1: stated}
    desk.mailbox.vanishing.add(1)
    assert desk.fetch() == PollReport(seen=2, taken_in=1, filed=1)
    assert [row.ref.uid for row in desk.ledger.rows.values()] == [2]


def test_the_same_bytes_in_a_new_epoch_of_the_folder_are_a_duplicate(desk: WatchedDesk) -> None:
    """A restored mailbox numbers its messages anew; nobody gets a second case or letter for that."""
    desk.deliver(b"one")
    desk.fetch()
    desk.mailbox.uidvalidity += 1
    desk.deliver(b"one")
    assert desk.fetch() == PollReport(seen=1, duplicates=1, filed=1)
    assert [row.fate for row in desk.ledger.rows.values()] == [Fate.STORED, Fate.DUPLICATE]
    assert len(desk.ledger.queued) == 1


def test_the_same_uid_in_a_new_epoch_is_another_message(desk: WatchedDesk) -> None:
    """UIDs mean something within one UIDVALIDITY only."""
    desk.deliver(b"one")
    desk.fetch()
    desk.mailbox.uidvalidity += 1
    desk.mailbox.letters[1] = (b"another", AT)
    assert desk.fetch().taken_in == 1


def test_a_letter_from_before_the_unit_answered_is_taken_in_unanswerable(desk: WatchedDesk) -> None:
    """Rule 65: read and queued, never answered by itself; from that very moment on, it is."""
    desk.mailbox.deliver(b"old", AT - timedelta(seconds=1))
    desk.mailbox.deliver(b"new", AT)
    desk.fetch()
    assert [desk.fetch.original(mail_id).answerable for mail_id in (1, 2)] == [False, True]


def test_a_message_that_another_daemon_took_in_meanwhile_counts_for_none(desk: WatchedDesk) -> None:
    """Two machines on one mailbox: one row, one run, and the move again does no harm."""
    desk.deliver(b"one")
    desk.fetch()
    desk.mailbox.letters[1] = (b"one", AT)
    desk.ledger.low.clear()
    desk.ledger.asked_too_early = True
    assert desk.fetch() == PollReport(seen=1, filed=1)
    assert (len(desk.ledger.rows), len(desk.ledger.queued)) == (1, 1)
