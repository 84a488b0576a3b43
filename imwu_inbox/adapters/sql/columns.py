"""Column types that keep what SQLite and PostgreSQL each would lose or refuse."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from imwu_inbox.domain.mail import must_be_aware

INDEXED_LENGTH = 500
"""Units: characters. PostgreSQL refuses index entries over 2,704 bytes, and a Message-ID may be longer."""


def storable(text: str) -> str:
    """The text without what no database takes: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. Raises: ValueError when it is naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps no zone, so it gets none."""
        if value is None:
            return None
        moment = must_be_aware(value).astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Back in UTC, aware."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text a stranger may have written."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Made storable."""
        del dialect
        return None if value is None else storable(value)


class Key(TypeDecorator[str]):
    """Text a stranger may have written that is looked up; cut to what an index takes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Made storable and short."""
        del dialect
        return None if value is None else storable(value)[:INDEXED_LENGTH]


class Plain(TypeDecorator[Any]):
    """Plain values as JSON: never filtered on, only read back."""

    impl = JSON().with_variant(JSONB(), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Made storable, all the way down."""
        del dialect
        return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(name)): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
