"""The ledger read page by page: every row once, newest first, narrowed by what is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.adapters.sql.ledger_pages import SqlLedgerPages
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.ledger_page import Wanted
from imwu_inbox.ports.ledger_pages import LedgerPages
from tests.fakes.ledger import FakeLedger
from tests.fakes.ledger_pages import FakeLedgerPages
from tests.plugs.mail_samples import RECEIVED, new_case, new_letter, new_mail
from tests.plugs.stores import KINDS, Stores, fake_stores, sql_stores


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A ledger with its records, and its pages."""

    stores: Stores
    pages: LedgerPages

    def ids(self, wanted: Wanted, *, below: int | None = None, rows: int = 50) -> list[int]:
        """The ids of one page."""
        return [entry.mail_id for entry in self.pages.page(wanted, below=below, rows=rows)]


@pytest.fixture(params=KINDS)
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Each kind in turn."""
    if request.param == "fake":
        stores = fake_stores()
        assert isinstance(stores.ledger, FakeLedger)
        yield Desk(stores=stores, pages=FakeLedgerPages(stores.ledger))
        return
    database = connect(request.getfixturevalue(f"{request.param}_url"))
    yield Desk(stores=sql_stores(database), pages=SqlLedgerPages(database))
    database.close()


def test_pages_show_every_row_once_newest_first(desk: Desk) -> None:
    """The row itself is the ledger's own."""
    for uid in range(1, 6):
        desk.stores.mail(uid)
    pages = [desk.ids(Wanted(), rows=2), desk.ids(Wanted(), below=4, rows=2), desk.ids(Wanted(), below=2, rows=2)]
    assert pages == [[5, 4], [3, 2], [1]]
    assert desk.ids(Wanted(), below=1) == []
    assert desk.pages.page(Wanted())[0] == desk.stores.ledger.entry(5)


def test_a_page_can_be_narrowed_by_fate_place_days_and_record(desk: Desk) -> None:
    """Each part narrows, and all of them together."""
    here = new_mail(1).ref
    mails = [new_mail(uid, at=RECEIVED + timedelta(days=uid - 1)) for uid in (1, 2, 3)]
    elsewhere = replace(new_mail(4), ref=replace(here, folder="Elsewhere", uid=4))
    desk.stores.ledger.take_in_all([*mails, elsewhere])
    desk.stores.ledger.shelve(2, "ChildKilled: too deep")
    reference = desk.stores.cases.open(new_case(3), now=RECEIVED, letter=new_letter).record.reference
    place = (here.account, here.folder)
    assert desk.ids(Wanted(fate=Fate.SHELVED)) == [2]
    assert desk.ids(Wanted(place=place)) == [3, 2, 1]
    assert desk.ids(Wanted(place=(here.account, "Elsewhere"))) == [4]
    assert desk.ids(Wanted(since=RECEIVED + timedelta(days=1))) == [3, 2]
    assert desk.ids(Wanted(until=RECEIVED + timedelta(days=1))) == [4, 1]
    assert desk.ids(Wanted(reference=reference)) == [3]
    assert desk.ids(Wanted(fate=Fate.STORED, place=place, since=RECEIVED, until=RECEIVED + timedelta(days=3))) == [1]


def test_what_no_database_takes_finds_nothing(desk: Desk) -> None:
    """A stranger's NUL in an address breaks no page."""
    desk.stores.mail(1)
    assert desk.ids(Wanted(reference="2026-000001\x00")) == []
    assert desk.ids(Wanted(place=("unit\x00", "INBOX\ud800"))) == []


def test_the_places_are_the_folders_that_were_read(desk: Desk) -> None:
    """Each once, whatever its epochs."""
    for account, folder, uidvalidity in (("b", "INBOX", 1), ("a", "INBOX", 1), ("a", "INBOX", 2)):
        desk.stores.ledger.raise_low_uid(account, folder, uidvalidity, 5)
    assert list(desk.pages.places()) == [("a", "INBOX"), ("b", "INBOX")]


@pytest.mark.parametrize(
    ("page", "index"),
    [
        ("SELECT * FROM mail WHERE fate = 'held' AND id < 9 ORDER BY id DESC", "ix_mail_fate"),
        ("SELECT * FROM mail WHERE account = 'a' AND folder = 'b' AND id < 9 ORDER BY id DESC", "ix_mail_place"),
    ],
)
def test_a_narrowed_page_is_read_from_an_index(sqlite_url: str, page: str, index: str) -> None:
    """A rare fate in a year's mail costs no walk through all of it."""
    database: Database = connect(sqlite_url)
    with database.read() as session:
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {page}")
        plan = " ".join(str(row[3]) for row in rows)
    database.close()
    assert index in plan
    assert "TEMP B-TREE" not in plan
