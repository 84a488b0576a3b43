"""The table of what the pages ask of the daemon."""

from datetime import datetime

from sqlmodel import Field

from imwu_inbox.adapters.sql.columns import Key, Moment
from imwu_inbox.adapters.sql.tables import Row


class ErrandRow(Row, table=True):
    """A record whose whole message is to be fetched."""

    __tablename__ = "errands"

    reference: str = Field(primary_key=True)
    officer: str = Field(sa_type=Key)
    asked_at: datetime = Field(sa_type=Moment)
    has_failed: bool = False
