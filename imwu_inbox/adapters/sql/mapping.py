"""Rows to the values of the domain, and back."""

from collections.abc import Iterable
from datetime import datetime

from imwu_inbox.adapters.sql.officer_tables import AuditRow
from imwu_inbox.adapters.sql.tables import (
    CaseRow,
    LetterRow,
    MailRow,
    QueueRow,
    WorkerRow,
)
from imwu_inbox.domain.case import CaseRecord, CaseStatus, WorkerSummary
from imwu_inbox.domain.ledger import Fate, LedgerEntry, NewMail
from imwu_inbox.domain.mail import Language, MailRef
from imwu_inbox.domain.reply import Letter, LetterKind, LetterState, OutgoingLetter
from imwu_inbox.domain.verdict import Doubt, Flag, Outcome, Refusal


def id_of(row: MailRow | CaseRow | LetterRow | AuditRow) -> int:
    """The id the database gave. Raises: ValueError when the row was never flushed."""
    if row.id is None:
        raise ValueError("a row has its id only after it was flushed")
    return row.id


def mail_row(mail: NewMail, *, fate: Fate) -> MailRow:
    """A new row of the ledger."""
    return MailRow(
        account=mail.ref.account,
        folder=mail.ref.folder,
        uidvalidity=mail.ref.uidvalidity,
        uid=mail.ref.uid,
        sha256=mail.sha256,
        vault_key=mail.vault_key,
        size_bytes=mail.size_bytes,
        received_at=mail.received_at,
        whole=mail.whole,
        answerable=mail.answerable,
        undoes=mail.undoes,
        fate=fate.value,
    )


def entry_of(row: MailRow) -> LedgerEntry:
    """A row of the ledger."""
    return LedgerEntry(
        mail_id=id_of(row),
        ref=MailRef(account=row.account, folder=row.folder, uidvalidity=row.uidvalidity, uid=row.uid),
        sha256=row.sha256,
        vault_key=row.vault_key,
        size_bytes=row.size_bytes,
        received_at=row.received_at,
        whole=row.whole,
        answerable=row.answerable,
        fate=Fate(row.fate),
        message_id=row.message_id,
        case_reference=row.case_reference,
        reason=row.reason,
        attempts=row.attempts,
        filed_in=row.filed_in,
        undoes=row.undoes,
    )


def worker_row(worker: WorkerSummary, *, case_id: int, position: int) -> WorkerRow:
    """One worker of a new record."""
    return WorkerRow(
        case_id=case_id,
        position=position,
        surname=worker.surname,
        given_names=worker.given_names,
        nationality=worker.nationality,
        passport_number=worker.passport_number,
        birth_date=worker.birth_date,
        expiry_date=worker.expiry_date,
        codes=list(worker.codes),
        verified=worker.verified,
    )


def record_of(row: QueueRow, workers: Iterable[WorkerRow]) -> CaseRecord:
    """A record with its workers in their order."""
    return CaseRecord(
        reference=row.reference,
        mail_id=row.mail_id,
        status=CaseStatus(row.status),
        outcome=Outcome(row.outcome),
        received_at=row.received_at,
        due_on=row.due_on,
        employer=row.employer,
        sender=row.sender,
        language=row.language,
        entry_on=row.entry_on,
        workers=tuple(_worker_of(worker) for worker in sorted(workers, key=lambda worker: worker.position)),
        refusals=tuple(Refusal(name) for name in row.refusals),
        doubts=tuple(Doubt(name) for name in row.doubts),
        flags=tuple(Flag(name) for name in row.flags),
    )


def _worker_of(row: WorkerRow) -> WorkerSummary:
    return WorkerSummary(
        surname=row.surname,
        given_names=row.given_names,
        nationality=row.nationality,
        passport_number=row.passport_number,
        birth_date=row.birth_date,
        expiry_date=row.expiry_date,
        codes=tuple(row.codes),
        verified=row.verified,
    )


def letter_row(letter: Letter, *, case_id: int, mail_id: int, reference: str, now: datetime) -> LetterRow:
    """A letter waiting to go out."""
    return LetterRow(
        case_id=case_id,
        mail_id=mail_id,
        reference=reference,
        kind=letter.kind.value,
        to=letter.to,
        to_folded=letter.to.casefold(),
        language=letter.language.value,
        subject=letter.subject,
        text=letter.text,
        message_id=letter.message_id,
        grounds=letter.grounds,
        skeleton=letter.skeleton,
        content=letter.content,
        state=(LetterState.DRY if letter.is_dry else LetterState.WAITING).value,
        created_at=now,
    )


def outgoing_of(row: LetterRow) -> OutgoingLetter:
    """A row of the outbox."""
    return OutgoingLetter(
        letter_id=id_of(row),
        reference=row.reference,
        letter=Letter(
            kind=LetterKind(row.kind),
            to=row.to,
            language=Language(row.language),
            subject=row.subject,
            text=row.text,
            message_id=row.message_id,
            content=bytes(row.content),
            grounds=row.grounds,
            skeleton=row.skeleton,
            is_dry=row.state == LetterState.DRY.value,
        ),
        state=LetterState(row.state),
        attempts=row.attempts,
        created_at=row.created_at,
        retry_at=row.retry_at,
        last_answer=row.last_answer,
        undelivered_since=row.undelivered_since,
    )
