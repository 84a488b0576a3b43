"""The questions each officer keeps, on a database."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import col, select

from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.officer_tables import SavedViewRow
from imwu_inbox.domain.saved_view import MOST_VIEWS, SavedView


class SqlSavedViews:
    """Saved views by account and name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, account: str) -> Sequence[SavedView]:
        """Those of a person, by name."""
        wanted = select(SavedViewRow).where(SavedViewRow.account == account)
        with self._database.read() as session:
            views = [SavedView(name=row.name, question=row.question) for row in session.exec(wanted)]
        return sorted(views, key=lambda view: view.name.casefold())

    def save(self, account: str, view: SavedView) -> bool:
        """Keep one, in place of another of the same name; False when there are too many."""
        with self._database.write() as session:
            rows = {row.name: row for row in session.exec(select(SavedViewRow).where(SavedViewRow.account == account))}
            if view.name in rows:
                rows[view.name].question = view.question
            elif len(rows) >= MOST_VIEWS:
                return False
            else:
                session.add(SavedViewRow(account=account, name=view.name, question=view.question))
            return True

    def remove(self, account: str, name: str) -> None:
        """Remove one; removing again changes nothing."""
        of_name = (col(SavedViewRow.account) == account, col(SavedViewRow.name) == name)
        with self._database.write() as session:
            session.connection().execute(delete(SavedViewRow).where(*of_name))
