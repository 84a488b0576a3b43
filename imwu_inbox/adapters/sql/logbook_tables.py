"""The tables of the mailboxes' logbook."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from imwu_inbox.adapters.sql.columns import Moment, Plain, Words
from imwu_inbox.adapters.sql.tables import Row


class LogbookRow(Row, table=True):
    """How one mailbox was last visited."""

    __tablename__ = "logbook"

    mailbox: str = Field(primary_key=True, sa_type=Words)
    last_read_at: datetime | None = Field(default=None, sa_type=Moment)
    last_failed_at: datetime | None = Field(default=None, sa_type=Moment)
    breakdown: str = ""
    failures: int = 0


class ComparisonRow(Row, table=True):
    """What one comparison of server and ledger found."""

    __tablename__ = "comparisons"
    __table_args__ = (Index("ix_comparisons_mailbox", "mailbox", "at"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    mailbox: str = Field(sa_type=Words)
    at: datetime = Field(sa_type=Moment)
    on_server: int
    in_ledger: int
    waiting: int
    taken_out: int
    gone_before: int
    findings: list[dict[str, Any]] = Field(sa_type=Plain)
