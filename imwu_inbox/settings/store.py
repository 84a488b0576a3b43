"""The section of the database, and how long its line may keep us waiting."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from pydantic import AfterValidator

from imwu_inbox.settings.sections import Section

PATIENCE: Mapping[str, str] = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
"""A database whose machine is gone says nothing: without these a visit or a lease would wait for it for hours.

Units: seconds, but tcp_user_timeout in milliseconds. Source: PostgreSQL manual, 34.1.2 Parameter Key Words.
"""


def _store_url(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError('expected "sqlite:///PATH" or "postgresql+psycopg://USER@HOST/NAME"')
    return url


class StoreSection(Section):
    """[store]: the database."""

    url: Annotated[str, AfterValidator(_store_url)] = "sqlite:///var/imwu-inbox.db"

    @property
    def line(self) -> str:
        """The database with the patience we have on the way to PostgreSQL; what `url` itself says of it holds."""
        if self.url.startswith("sqlite"):
            return self.url
        before, _, query = self.url.partition("?")
        return f"{before}?{urlencode({**PATIENCE, **dict(parse_qsl(query))}, safe='/')}"
