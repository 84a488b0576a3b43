"""What only a real database can break: its history from behind, and its numbers by many hands at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

from imwu_inbox.adapters.sql.case_store import SqlCaseStore
from imwu_inbox.adapters.sql.connect import Database, connect
from tests.plugs.mail_samples import RECEIVED, new_case, new_letter
from tests.plugs.stores import ZONE, sql_stores

NOW = RECEIVED + timedelta(minutes=3)


def test_a_history_changed_behind_our_back_is_found(database: Database) -> None:
    """A changed, a moved and a missing event each break the chain of their record alone."""
    stores, cases = sql_stores(database), SqlCaseStore(database, ZONE)
    for uid in range(5):
        cases.open(new_case(stores.mail(uid)), now=NOW, letter=new_letter)
    assert cases.broken_histories() == []
    for change in (
        "UPDATE events SET facts = '{\"mail\":99}' WHERE case_id = 2 AND number = 1",
        "UPDATE events SET at = '2020-01-01 00:00:00+00:00' WHERE case_id = 3 AND number = 2",
        "DELETE FROM events WHERE case_id = 4 AND number = 3",
    ):
        with database.write() as session:
            session.connection().exec_driver_sql(change)
    assert cases.broken_histories() == ["2026-000002", "2026-000003", "2026-000004"]


def test_the_same_mail_opened_by_many_at_once_is_one_record(database_url: str) -> None:
    """And other mail beside it gets numbers without a hole or a repeat."""
    database = connect(database_url)
    stores = sql_stores(database)
    shared, others = stores.mail(100), [stores.mail(uid) for uid in range(6)]
    database.close()

    def open_both(mail_id: int) -> tuple[str, str, bool]:
        mine = connect(database_url)
        try:
            cases = SqlCaseStore(mine, ZONE)
            both = cases.open(new_case(shared), now=NOW, letter=new_letter)
            own = cases.open(new_case(mail_id), now=NOW, letter=new_letter)
            return both.record.reference, own.record.reference, both.was_new
        finally:
            mine.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        answers = list(pool.map(open_both, others))
    assert len({reference for reference, _, _ in answers}) == 1
    assert [was_new for _, _, was_new in answers].count(True) == 1
    numbers = sorted(int(own[-6:]) for _, own, _ in answers)
    assert all(later > earlier for earlier, later in pairwise(numbers))
    assert numbers[-1] == 7
