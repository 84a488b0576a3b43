"""The records on a database: each opened once, with everything that belongs to it in one transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import text, tuple_
from sqlmodel import Session, col, select

from imwu_inbox.adapters.sql.case_rows import (
    add_workers,
    held_case,
    held_mail,
    judged_anew,
    queue_letter,
    record,
    records,
    settle,
    settle_earlier,
    standing_of,
    twin_of,
)
from imwu_inbox.adapters.sql.columns import INDEXED_LENGTH, storable
from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.history import append, events_of, is_unbroken
from imwu_inbox.adapters.sql.mapping import id_of
from imwu_inbox.adapters.sql.namesakes import must_know_its_namesakes, namesakes_of, one_of_a_name_at_a_time
from imwu_inbox.adapters.sql.projection import show_in_lists
from imwu_inbox.adapters.sql.tables import CaseRow, LetterRow, MailRow, QueueRow
from imwu_inbox.domain.case import CaseFile, CaseRecord, CaseStatus, Event, EventKind, NewCase, reference_of
from imwu_inbox.domain.copies import Namesakes
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.mail import MailRef
from imwu_inbox.domain.reply import Letter
from imwu_inbox.ports.case_store import Opened

_NEXT_NUMBER = text(
    "INSERT INTO case_numbers (year, last_number) VALUES (:year, 1)"
    " ON CONFLICT (year) DO UPDATE SET last_number = case_numbers.last_number + 1 RETURNING last_number"
)


class SqlCaseStore:
    """Opens and finds records. `zone` is the unit's: a reference carries the local year of receipt."""

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        self._database = database
        self._zone = zone

    def open(self, case: NewCase, *, now: datetime, letter: Callable[[str], Letter | None]) -> Opened:
        """Open a record, its workers, events, outbox row and the ledger's settled row in one transaction.

        `letter` renders the letter for the reference just given. Opening again for the same mail changes nothing and
        returns what stands.
        """
        with self._database.write() as session:
            one_of_a_name_at_a_time(session, case)
            mail = held_mail(session, case.mail_id)
            standing = standing_of(session, mail)
            if standing:
                return standing
            must_know_its_namesakes(session, case)
            if case.joins_twin and (twin := twin_of(session, case)):
                return _join(session, twin, mail, case, now=now)
            row = self._new_case(session, case, now=now)
            append(session, row, case.events)
            letter_id = queue_letter(session, row, letter(row.reference), case=case, now=now)
            settle(session, mail, reference=row.reference, message_id=case.message_id, likeness=case.likeness)
            settle_earlier(session, case, reference=row.reference)
            return Opened(record=record(session, row.reference), letter_id=letter_id, was_new=True)

    def complete(
        self, reference: str, case: NewCase, *, now: datetime, letter: Callable[[str], Letter | None]
    ) -> Opened:
        """Judge a rejected record anew with the mail that completes it, in one transaction, under its own reference.

        Doing it again changes nothing. A record that was taken up meanwhile is joined instead.
        Raises: SetAside when there is no such record or message.
        """
        with self._database.write() as session:
            one_of_a_name_at_a_time(session, case)
            mail = held_mail(session, case.mail_id)
            standing = standing_of(session, mail)
            if standing:
                return standing
            must_know_its_namesakes(session, case)
            row = held_case(session, reference, case.mail_id)
            shown = session.get(QueueRow, id_of(row), with_for_update=True)
            if shown is None or shown.status != CaseStatus.REJECTED.value:
                return _join(session, row, mail, case, now=now)
            append(session, row, case.events)
            judged_anew(session, row, shown, case, now=now)
            letter_id = queue_letter(session, row, letter(reference), case=case, now=now)
            settle(session, mail, reference=reference, message_id=case.message_id, likeness=case.likeness)
            return Opened(record=record(session, reference), letter_id=letter_id, was_new=True)

    def _new_case(self, session: Session, case: NewCase, *, now: datetime) -> CaseRow:
        year = case.received_at.astimezone(self._zone).year
        number: int = session.connection().execute(_NEXT_NUMBER, {"year": year}).scalar_one()
        row = CaseRow(reference=reference_of(year, number), mail_id=case.mail_id, assessment=dict(case.assessment))
        session.add(row)
        session.flush()
        show_in_lists(session, case, case_id=id_of(row), reference=row.reference, now=now)
        add_workers(session, case, case_id=id_of(row))
        return row

    def join(self, mail_id: int, reference: str, event: Event) -> CaseRecord:
        """Attach a message to a record as an event and settle its ledger row. Joining again changes nothing.

        A `message_id` among the event's facts lets later mail be threaded to this one.
        Raises: SetAside when there is no such record or message.
        """
        with self._database.write() as session:
            mail = held_mail(session, mail_id)
            if mail.fate == Fate.SETTLED.value and mail.case_reference:
                return record(session, mail.case_reference)
            row = held_case(session, reference, mail_id)
            append(session, row, [event])
            message_id = event.facts.get("message_id")
            settle(session, mail, reference=reference, message_id=str(message_id) if message_id else None)
            return record(session, reference)

    def by_mail(self, mail_id: int) -> Opened | None:
        """The record this message opened, with its letter, if any."""
        with self._database.read() as session:
            return _opened_by(session, mail_id)

    def mails(self, reference: str) -> Sequence[int]:
        """The messages of a record in the order of their receipt."""
        wanted = select(MailRow.id).where(MailRow.case_reference == reference, MailRow.fate == Fate.SETTLED.value)
        with self._database.read() as session:
            ids = session.exec(wanted.order_by(col(MailRow.received_at), col(MailRow.id)))
            return [mail_id for mail_id in ids if mail_id is not None]

    def by_thread(self, message_ids: Sequence[str]) -> CaseRecord | None:
        """The record that one of these Message-IDs belongs to: of its mail or of our letters; the first found wins."""
        wanted = [storable(message_id)[:INDEXED_LENGTH] for message_id in message_ids]
        with self._database.read() as session:
            ours = select(LetterRow.message_id, LetterRow.reference).where(col(LetterRow.message_id).in_(wanted))
            theirs = select(MailRow.message_id, MailRow.case_reference).where(
                col(MailRow.message_id).in_(wanted), MailRow.fate == Fate.SETTLED.value
            )
            found = {message_id: reference for query in (theirs, ours) for message_id, reference in session.exec(query)}
            reference = next((found[message_id] for message_id in wanted if message_id in found), None)
            return record(session, reference) if reference else None

    def namesakes(self, message_id: str | None, likeness: str, *, besides: MailRef) -> Namesakes:
        """The other messages of this Message-ID or likeness that have come to their end, and a copy among them."""
        with self._database.read() as session:
            return namesakes_of(session, message_id, likeness, besides=besides)

    def queue(self, *, after: str | None = None, limit: int = 50) -> Sequence[CaseRecord]:
        """Records with a running clock by due date, those without one last.

        `after` is the reference of the last record of the page before; an unknown one starts at the beginning.
        """
        due, opened = col(QueueRow.sort_due_on), col(QueueRow.case_id)
        page = select(QueueRow).where(col(QueueRow.closed_at).is_(None)).order_by(due, opened).limit(limit)
        with self._database.read() as session:
            last = session.exec(select(QueueRow).where(QueueRow.reference == after)).first() if after else None
            if last:
                page = page.where(tuple_(due, opened) > (last.sort_due_on, last.case_id))
            return records(session, session.exec(page).all())

    def neighbours(self, reference: str) -> tuple[str | None, str | None]:
        """The records before and after this one by due date, among those with a running clock; None at an end."""
        due, opened = col(QueueRow.sort_due_on), col(QueueRow.case_id)
        running = select(QueueRow.reference).where(col(QueueRow.closed_at).is_(None)).limit(1)
        with self._database.read() as session:
            here = session.exec(select(QueueRow).where(QueueRow.reference == reference)).first()
            if here is None:
                return None, None
            place = (here.sort_due_on, here.case_id)
            before = running.where(tuple_(due, opened) < place).order_by(due.desc(), opened.desc())
            after = running.where(tuple_(due, opened) > place).order_by(due, opened)
            return session.exec(before).first(), session.exec(after).first()

    def everything(self, *, limit: int = 1000) -> Sequence[CaseRecord]:
        """All records, newest first."""
        with self._database.read() as session:
            rows = session.exec(select(QueueRow).order_by(col(QueueRow.case_id).desc()).limit(limit)).all()
            return records(session, rows)

    def file(self, reference: str) -> CaseFile | None:
        """One record with its judgement and history."""
        with self._database.read() as session:
            row = session.exec(select(CaseRow).where(CaseRow.reference == reference)).first()
            if row is None:
                return None
            return CaseFile(
                record=record(session, reference), assessment=row.assessment, events=events_of(session, row)
            )

    def broken_histories(self) -> Sequence[str]:
        """The references whose history was changed behind our back, oldest first."""
        with self._database.read() as session:
            rows = session.exec(select(CaseRow).order_by(col(CaseRow.id)))
            return [row.reference for row in rows.all() if not is_unbroken(session, row)]


def _opened_by(session: Session, mail_id: int) -> Opened | None:
    row = session.exec(select(CaseRow).where(CaseRow.mail_id == mail_id)).first()
    if row is None:
        return None
    letter = session.exec(select(LetterRow).where(LetterRow.mail_id == mail_id)).first()
    return Opened(record=record(session, row.reference), letter_id=id_of(letter) if letter else None, was_new=False)


def _join(session: Session, row: CaseRow, mail: MailRow, case: NewCase, *, now: datetime) -> Opened:
    """A request for what a running record is about already becomes an event of that record."""
    facts = {"mail_id": case.mail_id, "message_id": case.message_id, "is_same_request": True}
    append(session, row, [Event(kind=EventKind.MAIL_JOINED, at=now, facts=facts)])
    settle(session, mail, reference=row.reference, message_id=case.message_id, likeness=case.likeness)
    settle_earlier(session, case, reference=row.reference)
    return Opened(record=record(session, row.reference), letter_id=None, was_new=False)
