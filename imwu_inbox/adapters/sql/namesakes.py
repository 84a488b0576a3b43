"""The messages of one Message-ID and the copies of one message: none is judged in the dark about another of them."""

from sqlalchemy import ColumnElement, and_, false, func, not_, or_
from sqlmodel import Session, col, select

from imwu_inbox.adapters.sql.columns import INDEXED_LENGTH, storable
from imwu_inbox.adapters.sql.tables import LetterRow, MailRow, QueueRow
from imwu_inbox.adapters.sql.turns import Turn, one_at_a_time
from imwu_inbox.domain.case import NewCase
from imwu_inbox.domain.copies import MOST_REFERENCES, Copy, Namesakes
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.mail import MailRef
from imwu_inbox.domain.verdict import Outcome
from imwu_inbox.errors import Overtaken


def one_of_a_name_at_a_time(session: Session, case: NewCase) -> None:
    """Two messages of one Message-ID, or two copies of one, wait for each other at their end."""
    names = (_key(case.message_id) if case.message_id else "", case.likeness)
    one_at_a_time(session, [name for name in names if name], what=Turn.MESSAGE_ID)


def must_know_its_namesakes(session: Session, case: NewCase) -> None:
    """Refuse a judgement that knew fewer messages of its name than have come to their end. Raises: Overtaken."""
    if case.namesakes_seen is None:
        return
    others = and_(_ended(case.message_id, case.likeness), col(MailRow.id) != case.mail_id)
    if _count(session, others) != case.namesakes_seen:
        raise Overtaken(f"message {case.mail_id} is judged anew: another of its name came to its end meanwhile")


def namesakes_of(session: Session, message_id: str | None, likeness: str, *, besides: MailRef) -> Namesakes:
    """What is known now of a Message-ID and of the copies of a message."""
    others = and_(_ended(message_id, likeness), not_(_at(besides)))
    newest = (
        select(MailRow.case_reference)
        .where(others)
        .group_by(col(MailRow.case_reference))
        .order_by(func.max(MailRow.id).desc())
        .limit(MOST_REFERENCES)
    )
    references = tuple(reference for reference in session.exec(newest) if reference is not None)
    return Namesakes(count=_count(session, others), references=references, copy=_copy(session, others, likeness))


def _count(session: Session, others: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(MailRow).where(others)).one()


def _copy(session: Session, others: ColumnElement[bool], likeness: str) -> Copy | None:
    if not likeness:
        return None
    same = (
        select(QueueRow)
        .where(others, MailRow.likeness == likeness, QueueRow.reference == MailRow.case_reference)
        .order_by(col(MailRow.id))
    )
    row = session.exec(same).first()
    if row is None:
        return None
    letters = session.exec(select(func.count()).where(LetterRow.case_id == row.case_id)).one()
    return Copy(reference=row.reference, outcome=Outcome(row.outcome), is_answered=letters > 0)


def _ended(message_id: str | None, likeness: str) -> ColumnElement[bool]:
    """The messages at their end that bear this Message-ID or are copies; with neither name there are none."""
    bears_it = col(MailRow.message_id) == _key(message_id) if message_id else false()
    is_like = col(MailRow.likeness) == likeness if likeness else false()
    return and_(or_(bears_it, is_like), col(MailRow.fate) == Fate.SETTLED.value)


def _at(ref: MailRef) -> ColumnElement[bool]:
    return and_(
        col(MailRow.account) == ref.account,
        col(MailRow.folder) == ref.folder,
        col(MailRow.uidvalidity) == ref.uidvalidity,
        col(MailRow.uid) == ref.uid,
    )


def _key(message_id: str) -> str:
    return storable(message_id)[:INDEXED_LENGTH]
