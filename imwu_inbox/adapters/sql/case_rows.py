"""What the record store does to rows within a transaction: settle, queue a letter, find a twin, read a record."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from imwu_inbox.adapters.sql.history import append
from imwu_inbox.adapters.sql.mapping import id_of, letter_row, record_of, worker_row
from imwu_inbox.adapters.sql.projection import show_in_lists
from imwu_inbox.adapters.sql.tables import CaseRow, LetterRow, MailRow, QueueRow, WorkerRow
from imwu_inbox.adapters.sql.turns import Turn, one_at_a_time
from imwu_inbox.domain.case import CaseRecord, Event, EventKind, NewCase
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.reply import Letter
from imwu_inbox.errors import SetAside
from imwu_inbox.ports.case_store import Opened


def held_mail(session: Session, mail_id: int) -> MailRow:
    """The ledger's row, held so that two runs of one mail wait for each other. Raises: SetAside when there is none."""
    mail = session.get(MailRow, mail_id, with_for_update=True)
    if mail is None:
        raise SetAside(f"the ledger has no message {mail_id}")
    return mail


def held_case(session: Session, reference: str, mail_id: int) -> CaseRow:
    """The record, held for a change. Raises: SetAside when there is none."""
    row = session.exec(select(CaseRow).where(CaseRow.reference == reference).with_for_update()).first()
    if row is None:
        raise SetAside(f"there is no record {reference} to join mail {mail_id} to")
    return row


def settle(
    session: Session, mail: MailRow, *, reference: str, message_id: str | None, likeness: str | None = None
) -> None:
    """The mail's run ended at this record, and so did those of its duplicates."""
    mail.fate = Fate.SETTLED.value
    mail.case_reference = reference
    mail.message_id = message_id
    mail.likeness = likeness
    mail.reason = None
    session.flush()
    duplicates = update(MailRow).where(col(MailRow.sha256) == mail.sha256, col(MailRow.fate) == Fate.DUPLICATE.value)
    session.connection().execute(duplicates.values(case_reference=reference))


def settle_earlier(session: Session, case: NewCase, *, reference: str) -> None:
    """The parts that were judged together with the newest end at the same record."""
    for part in case.earlier_mails:
        mail = held_mail(session, part.mail_id)
        if mail.fate != Fate.SETTLED.value:
            settle(session, mail, reference=reference, message_id=part.message_id, likeness=part.likeness)


def add_workers(session: Session, case: NewCase, *, case_id: int) -> None:
    """The workers of a record, in their order, in place of those it had."""
    session.connection().execute(delete(WorkerRow).where(col(WorkerRow.case_id) == case_id))
    for position, worker in enumerate(case.workers):
        session.add(worker_row(worker, case_id=case_id, position=position))


def judged_anew(session: Session, row: CaseRow, standing: QueueRow, case: NewCase, *, now: datetime) -> None:
    """The record as its later judgement has it; the earlier one is kept beside it."""
    first_mail = standing.mail_id
    show_in_lists(session, case, case_id=id_of(row), reference=row.reference, now=now).mail_id = first_mail
    add_workers(session, case, case_id=id_of(row))
    before = dict(row.assessment)
    earlier = before.pop("earlier", [])
    row.assessment = {**case.assessment, "earlier": [*earlier, before]}
    session.flush()


def queue_letter(session: Session, row: CaseRow, letter: Letter | None, *, case: NewCase, now: datetime) -> int | None:
    """The letter's row in the outbox, told in the record's history."""
    if letter is None:
        return None
    waiting = letter_row(letter, case_id=id_of(row), mail_id=case.mail_id, reference=row.reference, now=now)
    session.add(waiting)
    session.flush()
    if all(event.kind is not EventKind.LETTER_QUEUED for event in case.events):
        facts = {"letter": id_of(waiting), "kind": letter.kind.value}
        append(session, row, [Event(kind=EventKind.LETTER_QUEUED, at=now, facts=facts)])
    return id_of(waiting)


def standing_of(session: Session, mail: MailRow) -> Opened | None:
    """What a settled mail ended at, with the letter that answered it; None for one that is not at its end."""
    if mail.fate != Fate.SETTLED.value or not mail.case_reference:
        return None
    letter = session.exec(select(LetterRow).where(LetterRow.mail_id == mail.id)).first()
    letter_id = id_of(letter) if letter else None
    return Opened(record=record(session, mail.case_reference), letter_id=letter_id, was_new=False)


def twin_of(session: Session, case: NewCase) -> CaseRow | None:
    """The running record of the same employer that holds every worker of this one with the same codes, if any.

    Two requests for one worker at the same moment wait for each other.
    """
    one_at_a_time(session, (worker.passport_number for worker in case.workers), what=Turn.WORKER)
    wanted = [(worker.passport_number, worker.birth_date, sorted(worker.codes)) for worker in case.workers]
    if not case.employer or not wanted or not all(number and codes for number, _, codes in wanted):
        return None
    of_first = (
        select(QueueRow)
        .where(QueueRow.case_id == WorkerRow.case_id, WorkerRow.passport_number == wanted[0][0])
        .where(col(QueueRow.closed_at).is_(None))
        .order_by(col(QueueRow.case_id))
    )
    for found in session.exec(of_first).all():
        rows = session.exec(select(WorkerRow).where(WorkerRow.case_id == found.case_id)).all()
        known = [(row.passport_number, row.birth_date, sorted(row.codes)) for row in rows]
        if found.employer.casefold() == case.employer.casefold() and all(worker in known for worker in wanted):
            return session.get(CaseRow, found.case_id, with_for_update=True)
    return None


def record(session: Session, reference: str) -> CaseRecord:
    """One record as the queue shows it."""
    session.flush()
    (found,) = records(session, session.exec(select(QueueRow).where(QueueRow.reference == reference)).all())
    return found


def records(session: Session, rows: Iterable[QueueRow]) -> Sequence[CaseRecord]:
    """Records with their workers."""
    rows = list(rows)
    workers: dict[int, list[WorkerRow]] = defaultdict(list)
    for worker in session.exec(select(WorkerRow).where(col(WorkerRow.case_id).in_([row.case_id for row in rows]))):
        workers[worker.case_id].append(worker)
    return [record_of(row, workers[row.case_id]) for row in rows]
