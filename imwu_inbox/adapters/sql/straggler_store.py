"""The stragglers on a database."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.straggler_table import StragglerRow
from imwu_inbox.domain.mail import MailRef
from imwu_inbox.domain.straggler import Straggler


class SqlStragglers:
    """One row each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, account: str, folder: str, uidvalidity: int) -> Sequence[Straggler]:
        """Those of one epoch of a folder, by UID."""
        here = (
            select(StragglerRow)
            .where(StragglerRow.account == account, StragglerRow.folder == folder)
            .where(StragglerRow.uidvalidity == uidvalidity)
            .order_by(col(StragglerRow.uid))
        )
        with self._database.read() as session:
            return [_straggler(row) for row in session.exec(here)]

    def note(self, stragglers: Collection[Straggler]) -> None:
        """Remember these, or what is new about them."""
        insert = sqlite.insert if self._database.dialect == "sqlite" else postgresql.insert
        with self._database.write() as session:
            for one in stragglers:
                new = {"times": one.times, "again_at": one.again_at}
                entered = insert(StragglerRow).values(**_place(one.ref), **new)
                session.connection().execute(entered.on_conflict_do_update(index_elements=list(_PLACE), set_=new))

    def forget(self, refs: Collection[MailRef]) -> None:
        """These were taken in or are gone; one that is not known is no fault."""
        with self._database.write() as session:
            for ref in refs:
                here = (col(getattr(StragglerRow, name)) == value for name, value in _place(ref).items())
                session.connection().execute(delete(StragglerRow).where(*here))


_PLACE = ("account", "folder", "uidvalidity", "uid")


def _place(ref: MailRef) -> dict[str, str | int]:
    return {name: getattr(ref, name) for name in _PLACE}


def _straggler(row: StragglerRow) -> Straggler:
    ref = MailRef(account=row.account, folder=row.folder, uidvalidity=row.uidvalidity, uid=row.uid)
    return Straggler(ref=ref, times=row.times, again_at=row.again_at)
