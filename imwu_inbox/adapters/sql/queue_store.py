"""The officers' list on a database, read from the one row a record has for it."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select

from imwu_inbox.adapters.sql.columns import storable
from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.follow_up_tables import PartRow
from imwu_inbox.adapters.sql.officer_tables import QueueTraitRow
from imwu_inbox.adapters.sql.projection import TRAITS, line
from imwu_inbox.adapters.sql.queue_questions import (
    RUNNING,
    conditions,
    counted,
    in_order,
    of_view,
)
from imwu_inbox.adapters.sql.tables import LetterRow, MailRow, QueueRow, WorkerRow
from imwu_inbox.adapters.sql.undelivered import UNDELIVERED, undelivered_among
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.queue import (
    MOST_COUNTED,
    OUTSIDE_THE_CLOCK,
    PAGE,
    Asked,
    Choices,
    HeldMail,
    Question,
    QueueLine,
    QueuePage,
    View,
)
from imwu_inbox.domain.queue_counts import Counts, counts_of
from imwu_inbox.domain.search import passport_number
from imwu_inbox.domain.verdict import Doubt, Flag


class SqlQueue:
    """Pages, counts and search."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, question: Question, asked: Asked) -> QueuePage:
        """One page of the list; an unknown `after` begins at the start."""
        with self._database.read() as session:
            which = conditions(session, question, asked)
            newest = session.exec(select(func.max(QueueRow.case_id))).one() or 0
            # What is counted up to a page or two comes with its rows: looked for twice it would take twice as long.
            most = PAGE if question.after else max(PAGE, min(question.most_counted or PAGE, 2 * PAGE))
            rows = session.exec(in_order(session, question, which).limit(most + 1)).all()
            is_known = not question.after and (len(rows) <= most or most == question.most_counted)
            total = len(rows) if is_known else session.exec(counted(which, question.most_counted)).one()
            lost = undelivered_among(session, [row.case_id for row in rows[:PAGE]])
        lines = tuple(line(row, letter_undelivered=row.case_id in lost) for row in rows[:PAGE])
        return QueuePage(
            lines=lines, total=total, newest=newest, next_after=lines[-1].reference if len(rows) > PAGE else ""
        )

    def counts(self, asked: Asked) -> Counts:
        """How many records each view has."""
        holder, due = col(QueueRow.holder), col(QueueRow.sort_due_on)
        running = select(holder, due, func.count()).where(RUNNING).group_by(holder, due).order_by(holder, due)
        held = select(func.count()).select_from(MailRow).where(MailRow.fate == Fate.HELD.value)
        lost = select(func.count(func.distinct(LetterRow.case_id))).where(UNDELIVERED)
        with self._database.read() as session:
            by_due = counts_of(session.exec(running).all(), asked)
            outside = {
                view: session.exec(counted((of_view(view, asked),), MOST_COUNTED)).one() for view in OUTSIDE_THE_CLOCK
            }
            waiting, undelivered = session.exec(held).one(), session.exec(lost).one()
        others = {View.HELD: waiting, View.UNDELIVERED: undelivered, View.FOUND: len(asked.found)}
        return {**by_due, **outside, **others}

    def newer(self, question: Question, asked: Asked, newest: int) -> int:
        """How many records came into this list since a page's `newest`."""
        with self._database.read() as session:
            which = (*conditions(session, question, asked), col(QueueRow.case_id) > newest)
            return session.exec(counted(which, question.most_counted)).one()

    def choices(self) -> Choices:
        """What the filters can be set to."""
        kind, value = col(QueueTraitRow.kind), col(QueueTraitRow.value)
        found: dict[str, set[str]] = {name: set() for name in TRAITS}
        with self._database.read() as session:
            for name, one in session.exec(select(kind, value).where(col(QueueTraitRow.waits)).distinct()):
                found[name].add(one)
            officers = set(session.exec(select(QueueRow.holder).where(RUNNING, QueueRow.holder != "").distinct()))
        return Choices(
            codes=tuple(sorted(found["codes"])),
            nationalities=tuple(sorted(found["nationalities"])),
            marks=tuple(mark for mark in (*Doubt, *Flag) if mark.value in found["marks"]),
            officers=tuple(sorted(officers)),
        )

    def held(self) -> Sequence[HeldMail]:
        """The messages that wait for other parts, the oldest first."""
        waiting = (
            select(PartRow, MailRow)
            .where(PartRow.mail_id == MailRow.id, MailRow.fate == Fate.HELD.value)
            .order_by(col(MailRow.received_at), col(MailRow.id))
        )
        with self._database.read() as session:
            return [
                HeldMail(
                    received_at=mail.received_at, number=part.number, total=part.total, waits_until=part.waits_until
                )
                for part, mail in session.exec(waiting)
            ]

    def by_number(self, number: str) -> Sequence[str]:
        """The references of the records with a worker of exactly this passport number, newest first."""
        wanted = passport_number(number)
        theirs = select(WorkerRow.case_id).where(WorkerRow.passport_number == wanted)
        found = select(QueueRow.reference).where(col(QueueRow.case_id).in_(theirs))
        with self._database.read() as session:
            newest_first = found.order_by(col(QueueRow.case_id).desc()).limit(PAGE)
            return session.exec(newest_first).all() if wanted else []

    def line(self, reference: str) -> QueueLine | None:
        """One record as the list shows it."""
        with self._database.read() as session:
            row = session.exec(select(QueueRow).where(QueueRow.reference == storable(reference))).first()
            return line(row, letter_undelivered=bool(undelivered_among(session, [row.case_id]))) if row else None
