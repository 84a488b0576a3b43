"""Every ledger, real or fake, takes several messages in together and keeps these promises."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection

from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.ledger_store import SqlLedger
from imwu_inbox.domain.ledger import Fate
from tests.plugs.ledger_desk import Desk, desk_of
from tests.plugs.mail_samples import new_mail
from tests.plugs.stores import KINDS


@pytest.fixture(params=KINDS)
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Each kind of ledger in turn."""
    with desk_of(request) as desk:
        yield desk


def test_several_mails_are_entered_together_each_as_by_itself(desk: Desk) -> None:
    """Among them one known already, one that is a duplicate of another, and the beginning of an over-size one."""
    known = desk.ledger.take_in_all([new_mail(1)])[0].entry
    mails = [
        new_mail(2, content="same"),
        new_mail(1),
        new_mail(3, content="same"),
        new_mail(4, content="same", whole=False),
        new_mail(5),
    ]
    taken = desk.ledger.take_in_all(mails)
    assert [one.entry.ref.uid for one in taken] == [2, 1, 3, 4, 5]
    assert [one.is_new for one in taken] == [True, False, True, True, True]
    assert [one.entry.fate for one in taken] == [Fate.STORED, Fate.STORED, Fate.DUPLICATE, Fate.STORED, Fate.STORED]
    assert taken[1].entry == known
    assert [desk.ledger.entry(one.entry.mail_id) for one in taken] == [one.entry for one in taken]
    assert [mail_id for _, mail_id in desk.queued] == [known.mail_id, *(taken[at].entry.mail_id for at in (0, 3, 4))]
    assert list(desk.ledger.take_in_all([])) == []


def test_filing_of_several_is_remembered_together(desk: Desk) -> None:
    """Those and no others."""
    ids = [taken.entry.mail_id for taken in desk.ledger.take_in_all([new_mail(uid) for uid in (1, 2, 3)])]
    desk.ledger.filed_all(ids[:2], "processed")
    assert [desk.ledger.entry(mail_id).filed_in for mail_id in ids] == ["processed", "processed", None]


def test_a_group_of_which_one_run_cannot_be_queued_leaves_no_row(database: Database) -> None:
    """The group is one commit; its messages are still in the mailbox and come again."""

    def broken(_connection: Connection, _run_id: str, mail_id: int) -> None:
        if mail_id > 1:
            raise RuntimeError("the engine refused")

    with pytest.raises(RuntimeError, match="refused"):
        SqlLedger(database, broken).take_in_all([new_mail(1), new_mail(2)])
    assert SqlLedger(database, broken).known("inbox@unit.example", "INBOX", 7, [1, 2]) == []


def test_daemons_entering_the_same_group_in_other_orders_do_not_wait_for_each_other(database_url: str) -> None:
    """Four at once; each message has one row and one run."""
    queued: list[int] = []

    def enter(worker: int) -> int:
        mails = [new_mail(uid) for uid in range(1, 33)]
        database = connect(database_url)
        try:
            ledger = SqlLedger(database, lambda _connection, _run_id, mail_id: queued.append(mail_id))
            return sum(taken.is_new for taken in ledger.take_in_all(mails[worker:] + mails[:worker]))
        finally:
            database.close()

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert sum(pool.map(enter, (0, 9, 17, 30))) == 32
    assert len(set(queued)) == len(queued) == 32
