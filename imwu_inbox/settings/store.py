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
"""A database whose machine is gone says nothing, and one that is frozen neither: without these a visit, a lease or a
page would wait for it for hours. `tcp_user_timeout` is also how long an answer may take to begin (`patient_postgres`).

Units: seconds, but tcp_user_timeout in milliseconds. Source: PostgreSQL manual, 34.1.2 Parameter Key Words.
"""
FOR_AN_ANSWER = "tcp_user_timeout"


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
        return self._with(PATIENCE)

    @property
    def line_for_migrations(self) -> str:
        """The same, but an index over a full table may take as long as it takes."""
        return self._with({key: patience for key, patience in PATIENCE.items() if key != FOR_AN_ANSWER})

    def _with(self, patience: Mapping[str, str]) -> str:
        if self.url.startswith("sqlite"):
            return self.url
        before, _, query = self.url.partition("?")
        return f"{before}?{urlencode({**patience, **dict(parse_qsl(query))}, safe='/')}"
