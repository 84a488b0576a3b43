"""The tables of the people who work here: accounts, sign-ins, the words they search by, and what was done."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text, true
from sqlmodel import Field

from imwu_inbox.adapters.sql.columns import Key, Moment, Plain, Words
from imwu_inbox.adapters.sql.tables import EMPTY, Row


class AccountRow(Row, table=True):
    """One account. `name_folded` is what is looked up; `subject` is the person's key at the sign-in service."""

    __tablename__ = "accounts"

    name: str = Field(primary_key=True, sa_type=Key)
    name_folded: str = Field(unique=True, sa_type=Key)
    display_name: str = Field(sa_type=Words)
    role: str
    secret: str
    subject: str | None = Field(default=None, unique=True, sa_type=Key)
    disabled_at: datetime | None = Field(default=None, sa_type=Moment)


class TriesRow(Row, table=True):
    """Failed tries to sign in under a name, whether there is such an account or not."""

    __tablename__ = "sign_in_tries"

    name_folded: str = Field(primary_key=True, sa_type=Key)
    count: int
    last_at: datetime = Field(sa_type=Moment)


class SessionRow(Row, table=True):
    """One open sign-in, by the hash of its cookie."""

    __tablename__ = "sessions"

    key: str = Field(primary_key=True)
    account: str = Field(foreign_key="accounts.name", index=True, sa_type=Key)
    csrf: str
    began_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment, index=True)
    found: list[str] = Field(default_factory=list, sa_type=Plain)
    told: str = Field(default="", sa_type=Words, sa_column_kwargs=EMPTY)


class SavedViewRow(Row, table=True):
    """A question of the list under an officer's own name for it."""

    __tablename__ = "saved_views"

    account: str = Field(primary_key=True, foreign_key="accounts.name", sa_type=Key)
    name: str = Field(primary_key=True, sa_type=Key)
    question: str = Field(sa_type=Words)


class QueueWordRow(Row, table=True):
    """A word a record is found by, folded; what is looked for begins one."""

    __tablename__ = "queue_words"
    __table_args__ = (Index("ix_queue_words_word", "word", "case_id", postgresql_ops={"word": "text_pattern_ops"}),)

    case_id: int = Field(primary_key=True, foreign_key="cases.id", sa_column_kwargs={"autoincrement": False})
    word: str = Field(primary_key=True, sa_type=Key)


class QueueTraitRow(Row, table=True):
    """What a filter finds a record by: its codes, nationalities and marks; `waits` says whether its clock runs.

    The filters offer what waits; to read it off the records themselves would take half of the list's time.
    """

    __tablename__ = "queue_traits"
    __table_args__ = (
        Index("ix_queue_traits_waits", "kind", "value", sqlite_where=text("waits = 1"), postgresql_where=text("waits")),
    )

    kind: str = Field(primary_key=True)
    value: str = Field(primary_key=True, sa_type=Key)
    case_id: int = Field(
        primary_key=True, foreign_key="cases.id", index=True, sa_column_kwargs={"autoincrement": False}
    )
    waits: bool = Field(default=True, sa_column_kwargs={"server_default": true()})


class ReturnRow(Row, table=True):
    """A sign-in elsewhere that is expected back."""

    __tablename__ = "expected_returns"

    state: str = Field(primary_key=True, sa_type=Key)
    kept: dict[str, Any] = Field(sa_type=Plain)
    until: datetime = Field(sa_type=Moment)


class AuditRow(Row, table=True):
    """One act of a person; rows are only added."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_reference", "reference", "id"),
        Index("ix_audit_officer", "officer", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    act: str
    officer: str = Field(sa_type=Key)
    at: datetime = Field(sa_type=Moment)
    reference: str | None = None
    detail: str = Field(sa_type=Words)
