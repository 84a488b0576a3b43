"""The questions of the officers' list as conditions on rows."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, tuple_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from imwu_inbox.adapters.sql.columns import storable
from imwu_inbox.adapters.sql.connect import POSTGRES
from imwu_inbox.adapters.sql.officer_tables import QueueWordRow
from imwu_inbox.adapters.sql.projection import parted
from imwu_inbox.adapters.sql.tables import QueueRow
from imwu_inbox.domain.queue import (
    NOBODY,
    OUTSIDE_THE_CLOCK,
    Asked,
    Question,
    Stage,
    View,
    end_of_week,
)
from imwu_inbox.domain.search import asked_words

RUNNING = col(QueueRow.closed_at).is_(None)
Condition = ColumnElement[bool]

_LAST_LETTER = "\U0010ffff"


def conditions(question: Question, asked: Asked, dialect: str) -> tuple[Condition, ...]:
    """The conditions of a question; words look everywhere."""
    where = _of_words(question.words, dialect) if question.words else [of_view(question.view, asked)]
    between = (
        (QueueRow.codes, question.code),
        (QueueRow.nationalities, question.nationality),
        (QueueRow.marks, question.mark),
    )
    where += [col(column).contains(f"|{value}|", autoescape=True) for column, value in between if value]
    if question.officer:
        where.append(col(QueueRow.holder) == ("" if question.officer == NOBODY else question.officer))
    if question.stage:
        where.append(_of_stage(question.stage))
    return tuple(where)


def in_order(session: Session, question: Question, which: tuple[Condition, ...]) -> SelectOfScalar[QueueRow]:
    """The rows in the order of the view, from the line after the last one of the page before."""
    due, opened = col(QueueRow.sort_due_on), col(QueueRow.case_id)
    wanted = select(QueueRow).where(*which)
    last = None
    if question.after:
        last = session.exec(select(QueueRow).where(QueueRow.reference == storable(question.after))).first()
    if question.is_by_due_date:
        return (wanted.where(tuple_(due, opened) > (last.sort_due_on, last.case_id)) if last else wanted).order_by(
            due, opened
        )
    return (wanted.where(opened < last.case_id) if last else wanted).order_by(opened.desc())


def of_view(view: View, asked: Asked) -> Condition:
    """Which records a view holds."""
    due = col(QueueRow.sort_due_on)
    match view:
        case View.OVERDUE:
            return and_(RUNNING, due < asked.today)
        case View.TODAY:
            return and_(RUNNING, due == asked.today)
        case View.WEEK:
            return and_(RUNNING, due >= asked.today, due <= end_of_week(asked.today))
        case View.MINE:
            return and_(RUNNING, col(QueueRow.holder) == asked.officer)
        case View.UNASSIGNED:
            return and_(RUNNING, col(QueueRow.holder) == "")
        case View.FOUND:
            return col(QueueRow.reference).in_(asked.found)
        case View.REJECTED | View.NOT_A_REQUEST | View.CLOSED:
            return col(QueueRow.status) == OUTSIDE_THE_CLOCK[view].value
        case View.OPEN | View.HELD:
            return RUNNING


def _of_stage(stage: str) -> Condition:
    if stage in (Stage.NEW, Stage.IN_REVIEW):
        free = col(QueueRow.holder) == ""
        return and_(RUNNING, free if stage == Stage.NEW else ~free)
    return col(QueueRow.status) == stage


def _of_words(words: str, dialect: str) -> list[Condition]:
    """Each word begins one of the record's. Ranges, as no pattern may keep either database from its index."""
    return [
        col(QueueRow.case_id).in_(select(QueueWordRow.case_id).where(_begins(storable(word), dialect)))
        for word in asked_words(words)
    ] or [false()]


def _begins(word: str, dialect: str) -> Condition:
    column = col(QueueWordRow.word)
    if dialect == POSTGRES:
        return and_(column.op("~>=~")(word), column.op("~<~")(word + _LAST_LETTER))
    return and_(column >= word, column < word + _LAST_LETTER)


def found_in(session: Session, column: Any) -> set[str]:
    """The values between bars in a column of the records that wait."""
    rows = session.exec(select(column).where(RUNNING, column != "").distinct())
    return {part for text in rows for part in parted(text)}
