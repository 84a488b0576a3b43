"""The table of the messages that visits pass over."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from imwu_inbox.adapters.sql.columns import Moment
from imwu_inbox.adapters.sql.tables import Row


class StragglerRow(Row, table=True):
    """A message whose download broke visits, and when it is tried again."""

    __tablename__ = "stragglers"

    account: str = Field(primary_key=True)
    folder: str = Field(primary_key=True)
    uidvalidity: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    uid: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    times: int
    again_at: datetime = Field(sa_type=Moment)
