"""The tables of what follows a letter or waits for another: addresses that bounced, and parts of one request."""

from datetime import datetime

from sqlmodel import Field

from imwu_inbox.adapters.sql.columns import Key, Moment
from imwu_inbox.adapters.sql.tables import Row


class UndeliverableRow(Row, table=True):
    """An address to which a letter came back: nothing more is written to it by itself."""

    __tablename__ = "undeliverable"

    address_folded: str = Field(primary_key=True, sa_type=Key)
    letter_id: int = Field(foreign_key="outbox.id")
    at: datetime = Field(sa_type=Moment)


class PartRow(Row, table=True):
    """A message that says it is one part of several, and until when the others are waited for."""

    __tablename__ = "parts"

    mail_id: int = Field(primary_key=True, foreign_key="mail.id", sa_column_kwargs={"autoincrement": False})
    set_name: str = Field(index=True, sa_type=Key)
    number: int
    total: int
    waits_until: datetime = Field(sa_type=Moment)
