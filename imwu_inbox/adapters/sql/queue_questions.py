"""The questions of the officers' list as conditions on rows."""

from sqlalchemy import ColumnElement, Text, and_, cast, func, true, tuple_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from imwu_inbox.adapters.sql.columns import INDEXED_LENGTH, storable
from imwu_inbox.adapters.sql.officer_tables import QueueTraitRow
from imwu_inbox.adapters.sql.queue_words import of_words
from imwu_inbox.adapters.sql.tables import LetterRow, QueueRow
from imwu_inbox.adapters.sql.undelivered import UNDELIVERED
from imwu_inbox.domain.local_days import local_day
from imwu_inbox.domain.queue import (
    NOBODY,
    OUTSIDE_THE_CLOCK,
    Asked,
    Question,
    Stage,
    View,
    end_of_week,
)

RUNNING = col(QueueRow.closed_at).is_(None)
Condition = ColumnElement[bool]
_RARE = 1_000
"""Records that are looked up one by one sooner than a list is gone through until it has a hundred of them."""


def conditions(session: Session, question: Question, asked: Asked) -> tuple[Condition, ...]:
    """The conditions of a question; words look everywhere."""
    where = of_words(session, question.words) if question.words else [of_view(question.view, asked)]
    traits = {"codes": question.code, "nationalities": question.nationality, "marks": question.mark}
    for kind, value in traits.items():
        if value:
            where += _of_trait(session, kind, value, is_archive=question.most_counted is not None)
    if question.officer:
        where.append(col(QueueRow.holder) == ("" if question.officer == NOBODY else question.officer))
    if question.stage:
        where.append(_of_stage(question.stage))
    return (*where, *_of_narrowing(question, asked))


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
        case View.UNDELIVERED:
            return col(QueueRow.case_id).in_(select(LetterRow.case_id).where(UNDELIVERED))
        case View.FOUND:
            return col(QueueRow.reference).in_(asked.found)
        case View.REJECTED | View.NOT_A_REQUEST | View.CLOSED:
            return col(QueueRow.status) == OUTSIDE_THE_CLOCK[view].value
        case View.OPEN | View.HELD:
            return RUNNING
        case View.ALL:
            return true()


def _of_trait(session: Session, kind: str, value: str, *, is_archive: bool) -> list[Condition]:
    """The records with a trait; a rare one is looked up, as an archive would be gone through to its end for it."""
    shown = {"codes": QueueRow.codes, "nationalities": QueueRow.nationalities, "marks": QueueRow.marks}[kind]
    has_it = [col(shown).contains(f"|{value}|", autoescape=True)]
    own = select(QueueTraitRow.case_id).where(
        QueueTraitRow.kind == kind, QueueTraitRow.value == storable(value)[:INDEXED_LENGTH]
    )
    if is_archive:
        records = session.exec(select(func.count()).select_from(own.limit(_RARE + 1).subquery())).one()
        has_it += [col(QueueRow.case_id).in_(own)] if records <= _RARE else []
    return has_it


def _of_narrowing(question: Question, asked: Asked) -> list[Condition]:
    narrowed, where = question.narrowed, list[Condition]()
    moment = col(QueueRow.closed_at if question.view is View.CLOSED else QueueRow.received_at)
    if narrowed.since:
        where.append(moment >= local_day(narrowed.since, asked.zone).since)
    if narrowed.until:
        where.append(moment < local_day(narrowed.until, asked.zone).until)
    if narrowed.due:
        where.append(col(QueueRow.sort_due_on) == narrowed.due)
    if narrowed.outcome:
        where.append(col(QueueRow.outcome) == narrowed.outcome)
    if narrowed.reason:
        where.append(cast(col(QueueRow.refusals), Text).contains(f'"{narrowed.reason}"', autoescape=True))
    return where


def _of_stage(stage: str) -> Condition:
    if stage in (Stage.NEW, Stage.IN_REVIEW):
        free = col(QueueRow.holder) == ""
        return and_(RUNNING, free if stage == Stage.NEW else ~free)
    return col(QueueRow.status) == stage


def counted(which: tuple[Condition, ...], most: int | None) -> SelectOfScalar[int]:
    """How many records meet these conditions; up to one more than `most`, so that one sees that there are more."""
    if most is None:
        return select(func.count()).select_from(QueueRow).where(*which)
    return select(func.count()).select_from(select(QueueRow.case_id).where(*which).limit(most + 1).subquery())
