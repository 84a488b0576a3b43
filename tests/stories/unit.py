"""A whole unit on private servers: mailbox, relay, database, daemon's parts; stories in, records and letters out."""

import base64
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from imwu_inbox.adapters.demo_smtp import DemoRelay, demo_relay
from imwu_inbox.adapters.private_dovecot import private_dovecot
from imwu_inbox.domain.case import CaseFile
from imwu_inbox.domain.ledger import LedgerEntry
from imwu_inbox.settings import Settings, load
from imwu_inbox.wiring import App, build, lay_out
from tests.stories.told import Story

UNIT_ADDRESS = "imwu-umit@example.org"
IDLE_SECONDS = 600.0

CONFIG = """
[mailbox]
host = "{imap.host}"
port = {imap.port}
tls = "none"
user = "{imap.user}"
password = "{imap.password}"
own_addresses = ["{address}"]
answer_since = 2026-01-01T00:00:00Z
timeout_seconds = 20
[smtp]
host = "{smtp.host}"
port = {smtp.port}
tls = "none"
from_address = "{address}"
[store]
url = "{store}"
[vault]
url = "file:{vault}"
key = "{key}"
[limits]
replies_per_sender_per_hour = 1000
replies_per_sender_per_day = 1000
rejections_per_reason_per_day = 1000
replies_per_subject_per_hour = 1000
replies_per_hour = 10000
[gate]
free_mail_domains = ["freemail.example"]
"""


class MailServer(Protocol):
    """A real IMAP server, and the unit's mailbox on it."""

    @property
    def host(self) -> str:
        """Where it listens."""
        ...

    @property
    def port(self) -> int:
        """Where it listens."""
        ...

    @property
    def user(self) -> str:
        """The mailbox's user."""
        ...

    @property
    def password(self) -> str:
        """What opens it."""
        ...

    def deliver(self, letters: Sequence[tuple[bytes, datetime]]) -> None:
        """Put letters into the mailbox, each with its moment of receipt."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A configured unit with its servers running."""

    settings: Settings
    config: Path
    imap: MailServer
    relay: DemoRelay

    def letters(self) -> list[EmailMessage]:
        """What the relay was handed, in order."""
        return [message_from_bytes(handed.content, policy=policy.default) for handed in self.relay.received]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one story's message."""

    entry: LedgerEntry
    file: CaseFile | None
    letters: tuple[EmailMessage, ...]


@contextmanager
def running_unit(folder: Path, store_url: str, *, vault: Path | None = None) -> Iterator[Unit]:
    """Start the servers and lay out the database; nothing is polled yet."""
    with private_dovecot(user="unit", password="not-a-secret") as imap, demo_relay() as relay:
        config = folder / "imwu-inbox.toml"
        key = base64.b64encode(b"\x07" * 32).decode()
        text = CONFIG.format(
            imap=imap, smtp=relay, store=store_url, vault=vault or folder / "vault", key=key, address=UNIT_ADDRESS
        )
        config.write_text(text, encoding="utf-8")
        settings = load(config, {name: value for name, value in os.environ.items() if name == "PATH"})
        lay_out(settings)
        yield Unit(settings=settings, config=config, imap=imap, relay=relay)


def work_until_idle(app: App) -> None:
    """Poll once and carry every run to its end."""
    app.engine.launch()
    try:
        app.poll()
        assert app.engine.wait_until_idle(IDLE_SECONDS), "runs are still pending"
        app.post_due()
    finally:
        app.engine.stop(30)


def tell(unit: Unit, stories: Sequence[Story]) -> Mapping[str, Outcome]:
    """Deliver the stories as mail, let the unit work, and find out what became of each."""
    unit.imap.deliver([(story.message, story.received_at) for story in stories])
    app = build(unit.settings)
    try:
        work_until_idle(app)
        return {story.name: _outcome(app, unit, mail_id) for mail_id, story in enumerate(stories, start=1)}
    finally:
        app.close()


def _outcome(app: App, unit: Unit, mail_id: int) -> Outcome:
    entry = app.ledger.entry(mail_id)
    file = app.cases.file(entry.case_reference) if entry.case_reference else None
    opened = app.cases.by_mail(mail_id)
    reference = opened.record.reference if opened else "none"
    letters = tuple(letter for letter in unit.letters() if reference in str(letter["Subject"]))
    return Outcome(entry=entry, file=file, letters=letters)


def now() -> datetime:
    """The moment, aware."""
    return datetime.now(UTC)
