"""Every ledger, real or fake, keeps these promises."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.ledger_store import SqlLedger
from imwu_inbox.adapters.sql.tables import MailRow
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.errors import SetAside, UsageError
from tests.plugs.ledger_desk import Desk, desk_of
from tests.plugs.mail_samples import new_mail
from tests.plugs.stores import KINDS


@pytest.fixture(params=KINDS)
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Each kind of ledger in turn."""
    with desk_of(request) as desk:
        yield desk


def test_a_new_mail_is_entered_and_its_run_is_queued(desk: Desk) -> None:
    """What was given comes back, and one run waits."""
    mail = new_mail(uid=4_000_000_000)
    taken = desk.ledger.take_in_all([mail])[0]
    entry = desk.ledger.entry(taken.entry.mail_id)
    assert taken.is_new
    assert entry == taken.entry
    assert (entry.ref, entry.sha256, entry.vault_key, entry.received_at) == (
        mail.ref,
        mail.sha256,
        mail.vault_key,
        mail.received_at,
    )
    assert (entry.fate, entry.attempts, entry.whole, entry.answerable) == (Fate.STORED, 0, True, True)
    assert desk.queued == [(f"mail:{entry.mail_id}:0", entry.mail_id)]


def test_the_same_uid_again_changes_nothing(desk: Desk) -> None:
    """A daemon that died after its commit finds its row."""
    first = desk.ledger.take_in_all([new_mail()])[0]
    again = desk.ledger.take_in_all([new_mail()])[0]
    assert not again.is_new
    assert again.entry == first.entry
    assert len(desk.queued) == 1


def test_the_same_bytes_again_are_a_duplicate_without_a_run(desk: Desk) -> None:
    """A mail that was moved back, or sent twice, opens nothing."""
    first = desk.ledger.take_in_all([new_mail(1, content="same")])[0]
    second = desk.ledger.take_in_all([new_mail(2, content="same")])[0]
    third = desk.ledger.take_in_all([new_mail(3, content="same")])[0]
    assert second.is_new
    assert [one.entry.fate for one in (first, second, third)] == [Fate.STORED, Fate.DUPLICATE, Fate.DUPLICATE]
    assert len(desk.queued) == 1


def test_beginnings_of_oversize_mail_are_never_duplicates(desk: Desk) -> None:
    """Two big messages may begin alike."""
    for uid in (1, 2):
        assert desk.ledger.take_in_all([new_mail(uid, content="same", whole=False)])[0].entry.fate is Fate.STORED
    assert desk.ledger.take_in_all([new_mail(3, content="same")])[0].entry.fate is Fate.STORED
    assert len(desk.queued) == 3


def test_known_finds_only_the_rows_of_its_own_epoch(desk: Desk) -> None:
    """A folder made anew starts from nothing."""
    for uid in (3, 1, 2):
        desk.ledger.take_in_all([new_mail(uid)])
    known = desk.ledger.known("inbox@unit.example", "INBOX", 7, [1, 3, *range(10, 1200)])
    assert [entry.ref.uid for entry in known] == [1, 3]
    assert desk.ledger.known("inbox@unit.example", "INBOX", 8, [1, 2, 3]) == []
    assert desk.ledger.known("inbox@unit.example", "INBOX", 7, []) == []


def test_the_low_uid_starts_at_one_and_never_goes_back(desk: Desk) -> None:
    """A slower daemon cannot undo what a faster one filed."""
    place = ("inbox@unit.example", "INBOX", 7)
    assert desk.ledger.low_uid(*place) == 1
    desk.ledger.raise_low_uid(*place, 9)
    desk.ledger.raise_low_uid(*place, 5)
    assert desk.ledger.low_uid(*place) == 9
    assert desk.ledger.low_uid("inbox@unit.example", "INBOX", 8) == 1


def test_filing_is_remembered(desk: Desk) -> None:
    """The tray is written down after the move."""
    mail_id = desk.ledger.take_in_all([new_mail()])[0].entry.mail_id
    desk.ledger.filed(mail_id, "processed")
    assert desk.ledger.entry(mail_id).filed_in == "processed"


def test_a_mail_goes_to_the_shelf_and_is_taken_up_again_as_a_new_run(desk: Desk) -> None:
    """Each retry is a run of its own, so the engine does not take it for the one that ended."""
    mail_id = desk.ledger.take_in_all([new_mail()])[0].entry.mail_id
    desk.ledger.shelve(mail_id, "ChildKilled: \x00 too deep")
    (shelved,) = desk.ledger.shelf()
    assert (shelved.mail_id, shelved.fate, shelved.attempts) == (mail_id, Fate.SHELVED, 1)
    assert "too deep" in str(shelved.reason)
    entry = desk.ledger.retry(mail_id)
    assert (entry.fate, entry.reason, desk.ledger.shelf()) == (Fate.STORED, None, [])
    desk.ledger.shelve(mail_id, "again")
    desk.ledger.retry(mail_id)
    assert [run_id for run_id, _ in desk.queued] == [f"mail:{mail_id}:{attempt}" for attempt in range(3)]


def test_only_what_lies_on_the_shelf_can_be_retried(desk: Desk) -> None:
    """A stray id is refused with what to do."""
    mail_id = desk.ledger.take_in_all([new_mail()])[0].entry.mail_id
    for wrong in (mail_id, mail_id + 99):
        with pytest.raises(UsageError, match="not on the shelf"):
            desk.ledger.retry(wrong)


def test_all_rows_of_a_folder_are_listed_whatever_their_epoch(desk: Desk) -> None:
    """Filed messages of every epoch lie together in a tray; other folders are no concern of it."""
    first = new_mail(1)
    others = (
        replace(new_mail(2), ref=replace(first.ref, uid=1, uidvalidity=8)),
        replace(new_mail(3), ref=replace(first.ref, folder="Elsewhere")),
    )
    for mail in (first, *others):
        desk.ledger.take_in_all([mail])
    rows = desk.ledger.of_folder(first.ref.account, first.ref.folder)
    assert [(row.ref.uidvalidity, row.ref.uid) for row in rows] == [(7, 1), (8, 1)]


def test_more_rows_than_one_page_are_all_listed(database: Database) -> None:
    """A year's mail is read page by page."""
    ledger = SqlLedger(database, lambda _connection, _run_id, _mail_id: None)
    first = ledger.take_in_all([new_mail(1)])[0].entry
    with database.write() as session:
        kept = session.get(MailRow, first.mail_id)
        assert kept is not None
        session.add_all(MailRow(**{**kept.model_dump(), "id": None, "uid": uid}) for uid in range(2, 2_003))
    rows = ledger.of_folder(first.ref.account, first.ref.folder)
    assert [row.ref.uid for row in rows] == list(range(1, 2_003))


def test_an_unknown_mail_is_set_aside(desk: Desk) -> None:
    """A run for a row that is gone cannot go on."""
    for act in (desk.ledger.entry, lambda mail_id: desk.ledger.shelve(mail_id, "x")):
        with pytest.raises(SetAside, match="no message 404"):
            act(404)


def test_a_run_that_cannot_be_queued_leaves_no_row(database: Database) -> None:
    """Row and run are one commit: both or neither."""

    def broken(_connection: Connection, _run_id: str, _mail_id: int) -> None:
        raise RuntimeError("the engine refused")

    with pytest.raises(RuntimeError, match="refused"):
        SqlLedger(database, broken).take_in_all([new_mail()])
    assert SqlLedger(database, broken).known("inbox@unit.example", "INBOX", 7, [1]) == []


def test_many_daemons_entering_the_same_mail_make_one_row_and_one_run(database_url: str) -> None:
    """Eight at once, each with connections of its own: same UIDs, and same bytes under other UIDs."""
    queued: list[int] = []

    def enter(worker: int) -> tuple[bool, Fate]:
        database = connect(database_url)
        try:
            ledger = SqlLedger(database, lambda _connection, _run_id, mail_id: queued.append(mail_id))
            same_place = ledger.take_in_all([new_mail(1, content="same")])[0]
            other_place = ledger.take_in_all([new_mail(100 + worker, content="same")])[0]
            return same_place.is_new, other_place.entry.fate
        finally:
            database.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        answers = list(pool.map(enter, range(8)))
    assert [is_new for is_new, _ in answers].count(True) == 1
    assert {fate for _, fate in answers} == {Fate.DUPLICATE}
    assert len(set(queued)) == 1
