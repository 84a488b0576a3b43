"""The database before the house stands on it: laying it out, its revision, and how the letters in it fare."""

from dataclasses import dataclass

from imwu_inbox.adapters.dbos_engine import prepare
from imwu_inbox.adapters.sql.outbox_store import SqlOutbox
from imwu_inbox.adapters.sql.schema import head, migrate, must_be_current
from imwu_inbox.adapters.system_clock import SystemClock
from imwu_inbox.domain.reply_limits import HOUR
from imwu_inbox.settings import Settings
from imwu_inbox.wiring import neighbours


def lay_out(settings: Settings) -> None:
    """Make or migrate the tables of the house and of its engine; doing it again changes nothing."""
    migrate(settings.store.line_for_migrations)
    prepare(settings.store.line_for_migrations)


def revision(settings: Settings) -> str:
    """The revision the database is at. Raises: BadConfig when it is not this release's, NeighbourDown."""
    database = neighbours.database(settings)
    try:
        must_be_current(database)
        return head()
    finally:
        database.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxState:
    """How many letters are due, were begun in the last hour, wait for a relay that fails, and did not arrive."""

    due: int
    begun: int
    stuck: int
    undelivered: int


def outbox_state(settings: Settings) -> OutboxState:
    """How the letters fare. Raises: BadConfig, NeighbourDown."""
    database = neighbours.database(settings)
    try:
        must_be_current(database)
        outbox, now = SqlOutbox(database), SystemClock().now()
        return OutboxState(
            due=len(outbox.due(now)),
            begun=outbox.begun_since(now - HOUR),
            stuck=outbox.stuck(),
            undelivered=len(outbox.undelivered()),
        )
    finally:
        database.close()
