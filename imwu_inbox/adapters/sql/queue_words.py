"""The words of a search as conditions on rows: each of them begins one of the record's.

However many records have a word, a search ends soon: the rarest word tells the records to look at, or, where none is
rare, the list is gone through in its order, which meets enough of them early.
"""

from sqlalchemy import ColumnElement, and_, false, func
from sqlmodel import Session, col, select

from imwu_inbox.adapters.sql.columns import storable
from imwu_inbox.adapters.sql.connect import POSTGRES
from imwu_inbox.adapters.sql.officer_tables import QueueWordRow
from imwu_inbox.adapters.sql.tables import QueueRow
from imwu_inbox.domain.search import asked_words

_RARE = 5_000
"""Records that are looked up one by one in a few milliseconds."""
_LAST_LETTER = "\U0010ffff"


def of_words(session: Session, words: str) -> list[ColumnElement[bool]]:
    """The conditions; none is met where nothing is left to look for."""
    dialect = session.get_bind().dialect.name
    begun = [_begins(storable(word), dialect) for word in asked_words(words)]
    if not begun:
        return [false()]
    records, rarest = min(((_records(session, one), one) for one in begun), key=lambda pair: pair[0])
    if records > _RARE:
        return [_looked_up(one) for one in begun]
    return [_listed(one) if one is rarest else _looked_up(one) for one in begun]


def _records(session: Session, begun: ColumnElement[bool]) -> int:
    """How many entries a word has, counted no further than matters."""
    entries = select(QueueWordRow.case_id).where(begun).limit(_RARE + 1).subquery()
    return session.exec(select(func.count()).select_from(entries)).one()


def _listed(begun: ColumnElement[bool]) -> ColumnElement[bool]:
    """The records of a word's entries."""
    return col(QueueRow.case_id).in_(select(QueueWordRow.case_id).where(begun))


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
