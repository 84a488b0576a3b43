"""The words of a search as conditions on rows: each of them begins one of the record's.

However many records have a word, a search ends soon: the rarest word tells the records to look at; where none is rare,
the index tells which records have all of them; where nearly all records have a word, the list is gone through in its
order, which meets enough of them early.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, func, intersect
from sqlmodel import Session, col, select

from imwu_inbox.adapters.sql.columns import storable
from imwu_inbox.adapters.sql.connect import POSTGRES
from imwu_inbox.adapters.sql.officer_tables import QueueWordRow
from imwu_inbox.adapters.sql.tables import QueueRow
from imwu_inbox.domain.search import asked_words

_RARE = 5_000
"""Records that are looked up one by one in a few milliseconds."""
_MANY = 30_000
"""Entries of the index that are gone through in a few milliseconds."""
_LAST_LETTER = "\U0010ffff"


def of_words(session: Session, words: str) -> list[ColumnElement[bool]]:
    """The conditions; none is met where nothing is left to look for."""
    dialect = session.get_bind().dialect.name
    begun = [_begins(storable(word), dialect) for word in asked_words(words)]
    if not begun:
        return [false()]
    rarest_first = sorted(((_records(session, one), one) for one in begun), key=lambda pair: pair[0])
    listed = [one for records, one in rarest_first if records <= _MANY]
    if rarest_first[0][0] <= _RARE:
        listed = listed[:1]
    elif len(listed) == 1:
        listed = []
    others = [_looked_up(one) for _, one in rarest_first[len(listed) :]]
    return [_listed(listed), *others] if listed else others


def _records(session: Session, begun: ColumnElement[bool]) -> int:
    """How many entries a word has, counted no further than matters."""
    entries = select(QueueWordRow.case_id).where(begun).limit(_MANY + 1).subquery()
    return session.exec(select(func.count()).select_from(entries)).one()


def _listed(begun: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """The records that have entries of all these words."""
    entries = [select(QueueWordRow.case_id).where(one) for one in begun]
    return col(QueueRow.case_id).in_(entries[0] if len(entries) == 1 else intersect(*entries))


def _looked_up(begun: ColumnElement[bool]) -> ColumnElement[bool]:
    """For each record, whether it has such a word; written so that no planner turns it into a list."""
    own = select(QueueWordRow.case_id).where(QueueWordRow.case_id == QueueRow.case_id, begun)
    return own.limit(1).scalar_subquery().is_not(None)


def _begins(word: str, dialect: str) -> ColumnElement[bool]:
    """A range, as no pattern may keep either database from its index."""
    column = col(QueueWordRow.word)
    if dialect == POSTGRES:
        return and_(column.op("~>=~")(word), column.op("~<~")(word + _LAST_LETTER))
    return and_(column >= word, column < word + _LAST_LETTER)
