"""The records on a database: each opened once, with everything that belongs to it in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import text, tuple_, update
from sqlmodel import Session, col, select

from imwu_inbox.adapters.sql.columns import INDEXED_LENGTH, storable
from imwu_inbox.adapters.sql.connect import Database
from imwu_inbox.adapters.sql.history import append, events_of, is_unbroken
from imwu_inbox.adapters.sql.mapping import id_of, letter_row, queue_row, record_of, worker_row
from imwu_inbox.adapters.sql.tables import CaseRow, LetterRow, MailRow, QueueRow, WorkerRow
from imwu_inbox.domain.case import CaseFile, CaseRecord, Event, EventKind, NewCase, reference_of
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.reply import Letter
from imwu_inbox.errors import SetAside
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
            mail = _held_mail(session, case.mail_id)
            standing = _opened_by(session, case.mail_id)
            if standing:
                return standing
            row = self._new_case(session, case, now=now)
            append(session, row, case.events)
            letter_id = _queue_letter(session, row, letter(row.reference), case=case, now=now)
            _settle(session, mail, reference=row.reference, message_id=case.message_id)
            return Opened(record=_record(session, row.reference), letter_id=letter_id, was_new=True)

    def _new_case(self, session: Session, case: NewCase, *, now: datetime) -> CaseRow:
        year = case.received_at.astimezone(self._zone).year
        number: int = session.connection().execute(_NEXT_NUMBER, {"year": year}).scalar_one()
        row = CaseRow(reference=reference_of(year, number), mail_id=case.mail_id, assessment=dict(case.assessment))
        session.add(row)
        session.flush()
        session.add(queue_row(case, case_id=id_of(row), reference=row.reference, now=now))
        for position, worker in enumerate(case.workers):
            session.add(worker_row(worker, case_id=id_of(row), position=position))
        return row

    def join(self, mail_id: int, reference: str, event: Event) -> CaseRecord:
        """Attach a message to a record as an event and settle its ledger row. Joining again changes nothing.

        A `message_id` among the event's facts lets later mail be threaded to this one.
        Raises: SetAside when there is no such record or message.
        """
        with self._database.write() as session:
            mail = _held_mail(session, mail_id)
            if mail.fate == Fate.SETTLED.value and mail.case_reference:
                return _record(session, mail.case_reference)
            row = session.exec(select(CaseRow).where(CaseRow.reference == reference).with_for_update()).first()
            if row is None:
                raise SetAside(f"there is no record {reference} to join mail {mail_id} to")
            append(session, row, [event])
            message_id = event.facts.get("message_id")
            _settle(session, mail, reference=reference, message_id=str(message_id) if message_id else None)
            return _record(session, reference)

    def by_mail(self, mail_id: int) -> Opened | None:
        """The record this message opened, with its letter, if any."""
        with self._database.read() as session:
            return _opened_by(session, mail_id)

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
            return _record(session, reference) if reference else None

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
            return _records(session, session.exec(page).all())

    def everything(self, *, limit: int = 1000) -> Sequence[CaseRecord]:
        """All records, newest first."""
        with self._database.read() as session:
            rows = session.exec(select(QueueRow).order_by(col(QueueRow.case_id).desc()).limit(limit)).all()
            return _records(session, rows)

    def file(self, reference: str) -> CaseFile | None:
        """One record with its judgement and history."""
        with self._database.read() as session:
            row = session.exec(select(CaseRow).where(CaseRow.reference == reference)).first()
            if row is None:
                return None
            return CaseFile(
                record=_record(session, reference), assessment=row.assessment, events=events_of(session, row)
            )

    def broken_histories(self) -> Sequence[str]:
        """The references whose history was changed behind our back, oldest first."""
        with self._database.read() as session:
            rows = session.exec(select(CaseRow).order_by(col(CaseRow.id)))
            return [row.reference for row in rows.all() if not is_unbroken(session, row)]


def _held_mail(session: Session, mail_id: int) -> MailRow:
    """The ledger's row, held so that two runs of one mail wait for each other. Raises: SetAside when there is none."""
    mail = session.get(MailRow, mail_id, with_for_update=True)
    if mail is None:
        raise SetAside(f"the ledger has no message {mail_id}")
    return mail


def _settle(session: Session, mail: MailRow, *, reference: str, message_id: str | None) -> None:
    """The mail's run ended at this record, and so did those of its duplicates."""
    mail.fate = Fate.SETTLED.value
    mail.case_reference = reference
    mail.message_id = message_id
    mail.reason = None
    session.flush()
    duplicates = update(MailRow).where(col(MailRow.sha256) == mail.sha256, col(MailRow.fate) == Fate.DUPLICATE.value)
    session.connection().execute(duplicates.values(case_reference=reference))


def _queue_letter(session: Session, row: CaseRow, letter: Letter | None, *, case: NewCase, now: datetime) -> int | None:
    if letter is None:
        return None
    waiting = letter_row(letter, case_id=id_of(row), mail_id=case.mail_id, reference=row.reference, now=now)
    session.add(waiting)
    session.flush()
    if all(event.kind is not EventKind.LETTER_QUEUED for event in case.events):
        facts = {"letter": id_of(waiting), "kind": letter.kind.value}
        append(session, row, [Event(kind=EventKind.LETTER_QUEUED, at=now, facts=facts)])
    return id_of(waiting)


def _opened_by(session: Session, mail_id: int) -> Opened | None:
    row = session.exec(select(CaseRow).where(CaseRow.mail_id == mail_id)).first()
    if row is None:
        return None
    letter = session.exec(select(LetterRow).where(LetterRow.mail_id == mail_id)).first()
    return Opened(record=_record(session, row.reference), letter_id=id_of(letter) if letter else None, was_new=False)


def _record(session: Session, reference: str) -> CaseRecord:
    session.flush()
    (record,) = _records(session, session.exec(select(QueueRow).where(QueueRow.reference == reference)).all())
    return record


def _records(session: Session, rows: Iterable[QueueRow]) -> Sequence[CaseRecord]:
    rows = list(rows)
    workers: dict[int, list[WorkerRow]] = defaultdict(list)
    for worker in session.exec(select(WorkerRow).where(col(WorkerRow.case_id).in_([row.case_id for row in rows]))):
        workers[worker.case_id].append(worker)
    return [record_of(row, workers[row.case_id]) for row in rows]
