"""The tables. Whatever is filtered or sorted has a real column; the rest is JSON."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, MetaData, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from imwu_inbox.adapters.sql.columns import Key, Moment, Plain, Words

NO_DUE_DATE = date(9999, 12, 31)
"""Sorts records without a due date last on both databases."""
EMPTY = {"server_default": ""}
"""For columns that were added to rows which stood already."""


class Row(SQLModel):
    """What all tables share. Constraint names are fixed so that migrations can name them."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class InstallationRow(Row, table=True):
    """The one row that says since when this database stands."""

    __tablename__ = "installation"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    laid_out_at: datetime = Field(sa_type=Moment)


class MailboxRow(Row, table=True):
    """How far a folder's epoch was read. Units: low_uid, the smallest UID that may still lie unfiled."""

    __tablename__ = "mailboxes"

    account: str = Field(primary_key=True)
    folder: str = Field(primary_key=True)
    uidvalidity: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    low_uid: int = Field(sa_type=BigInteger)


class MailRow(Row, table=True):
    """The ledger. Units: size_bytes in octets."""

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("account", "folder", "uidvalidity", "uid"),
        Index(
            "ix_mail_shelf",
            "id",
            sqlite_where=text("fate = 'shelved'"),
            postgresql_where=text("fate = 'shelved'"),
        ),
        Index("ix_mail_fate", "fate", "id"),
        Index("ix_mail_place", "account", "folder", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    account: str
    folder: str
    uidvalidity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)
    sha256: str = Field(index=True)
    vault_key: str
    size_bytes: int = Field(sa_type=BigInteger)
    received_at: datetime = Field(sa_type=Moment, index=True)
    whole: bool
    answerable: bool
    fate: str
    message_id: str | None = Field(default=None, index=True, sa_type=Key)
    case_reference: str | None = Field(default=None, index=True)
    reason: str | None = Field(default=None, sa_type=Words)
    attempts: int = 0
    filed_in: str | None = None
    undoes: str | None = None
    likeness: str | None = Field(default=None, index=True)


class CaseNumberRow(Row, table=True):
    """The last number given in a year."""

    __tablename__ = "case_numbers"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last_number: int


class CaseRow(Row, table=True):
    """What stays of a record: its judgement, and the head of its history."""

    __tablename__ = "cases"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    mail_id: int = Field(unique=True, foreign_key="mail.id")
    assessment: dict[str, Any] = Field(sa_type=Plain)
    event_count: int = 0
    last_hash: str = ""


class QueueRow(Row, table=True):
    """What the officers' lists show of a record, written together with its events.

    `closed_at` is empty as long as a clock runs: the one predicate a partial index can prove on both databases.
    Shape: `nationalities`, `codes` and `marks` (doubts, flags) as `|UTO|SWE|`, to be filtered by what stands between.
    """

    __tablename__ = "queue"
    __table_args__ = (
        Index(
            "ix_queue_open",
            "sort_due_on",
            "case_id",
            "closed_at",  # so that SQLite counts without looking at the rows themselves
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_queue_received", "received_at", "outcome"),
        Index("ix_queue_status_closed", "status", "closed_at", "due_on"),
        Index("ix_queue_status_received", "status", "received_at"),
        Index(
            "ix_queue_holder",
            "holder",
            "sort_due_on",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_queue_status", "status", "case_id"),
    )

    case_id: int = Field(primary_key=True, foreign_key="cases.id", sa_column_kwargs={"autoincrement": False})
    reference: str = Field(unique=True)
    mail_id: int
    status: str
    outcome: str
    received_at: datetime = Field(sa_type=Moment)
    due_on: date | None = None
    sort_due_on: date
    employer: str = Field(sa_type=Words)
    sender: str = Field(sa_type=Words)
    language: str
    entry_on: date | None = None
    refusals: list[str] = Field(sa_type=Plain)
    doubts: list[str] = Field(sa_type=Plain)
    flags: list[str] = Field(sa_type=Plain)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    surname: str = Field(default="", sa_type=Words, sa_column_kwargs=EMPTY)
    given_names: str = Field(default="", sa_type=Words, sa_column_kwargs=EMPTY)
    worker_count: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    nationalities: str = Field(default="", sa_type=Words, sa_column_kwargs=EMPTY)
    codes: str = Field(default="", sa_type=Words, sa_column_kwargs=EMPTY)
    marks: str = Field(default="", sa_type=Words, sa_column_kwargs=EMPTY)
    number_tail: str = Field(default="", sa_type=Words, sa_column_kwargs=EMPTY)
    holder: str = Field(default="", sa_type=Key, sa_column_kwargs=EMPTY)
    held_since: datetime | None = Field(default=None, sa_type=Moment)


class WorkerRow(Row, table=True):
    """One worker of a record. Units: position from 0."""

    __tablename__ = "workers"

    case_id: int = Field(primary_key=True, foreign_key="cases.id", sa_column_kwargs={"autoincrement": False})
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    surname: str = Field(sa_type=Words)
    given_names: str = Field(sa_type=Words)
    nationality: str = Field(sa_type=Words)
    passport_number: str = Field(index=True, sa_type=Key)
    birth_date: date | None = None
    expiry_date: date | None = None
    codes: list[str] = Field(sa_type=Plain)
    verified: bool


class EventRow(Row, table=True):
    """One thing that happened to a record. Shape: `facts` canonical JSON; `hash` chains it to the one before."""

    __tablename__ = "events"

    case_id: int = Field(primary_key=True, foreign_key="cases.id", sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str
    at: datetime = Field(sa_type=Moment)
    facts: str = Field(sa_type=Words)
    hash: str


class LetterRow(Row, table=True):
    """One letter of the outbox. `uncertain_times` counts the attempts whose answer was never read.

    `undelivered_since` stands from the end of the last try until somebody has seen to it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_state", "state", "retry_at"),
        Index("ix_outbox_sent_to", "to_folded", "created_at"),
        Index("ix_outbox_claimed_at", "claimed_at"),
        Index(
            "ix_outbox_undelivered",
            "case_id",
            sqlite_where=text("undelivered_since IS NOT NULL"),
            postgresql_where=text("undelivered_since IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    mail_id: int = Field(unique=True, foreign_key="mail.id")
    reference: str
    kind: str
    to: str = Field(sa_type=Words)
    to_folded: str = Field(sa_type=Key)
    language: str
    subject: str = Field(sa_type=Words)
    text: str = Field(sa_type=Words)
    message_id: str = Field(index=True, sa_type=Key)
    grounds: str = Field(default="", sa_type=Words, sa_column_kwargs=EMPTY)
    skeleton: str = Field(default="", sa_type=Words, sa_column_kwargs=EMPTY)
    content: bytes
    state: str
    attempts: int = 0
    uncertain_times: int = 0
    created_at: datetime = Field(sa_type=Moment)
    claimed_at: datetime | None = Field(default=None, sa_type=Moment)
    retry_at: datetime | None = Field(default=None, sa_type=Moment)
    undelivered_since: datetime | None = Field(default=None, sa_type=Moment)
    last_answer: str = Field(default="", sa_type=Words)
