"""A unit between the lab's servers: one house, built once, that lives through every fault."""

import base64
import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from itertools import count
from pathlib import Path

from imwu_inbox.domain.ledger import Fate, LedgerEntry
from imwu_inbox.errors import NeighbourDown
from imwu_inbox.settings import load
from imwu_inbox.wiring import App, build, lay_out
from tests.disasters.mail_lab.folders import INBOX
from tests.disasters.mail_lab.imap_lab import ImapLab, imap_lab
from tests.servers.smtp import Relay, running
from tests.stories.told import story
from tests.stories.unit import CONFIG, IDLE_SECONDS, UNIT_ADDRESS

TOLD = ("missing-form-en", "question-en", "missing-passport-fr")
TIMEOUT_SECONDS = 2
"""The deadline of a network step in the lab; short, as most faults are waited out."""
MOST_POLLS = 6
_MESSAGE_ID = re.compile(rb"(?im)^message-id:[^\r\n]*(\r?\n[ \t][^\r\n]*)*")


@dataclass(frozen=True, slots=True)
class Later:
    """A clock that shows a moment to come."""

    ahead: timedelta

    def now(self) -> datetime:
        """So much later than now."""
        return datetime.now(UTC) + self.ahead


@dataclass(slots=True, kw_only=True)
class LabUnit:
    """The house with its misbehaving neighbours. `sent` is every message delivered so far."""

    app: App
    imap: ImapLab
    relay: Relay
    sent: list[bytes] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def receive(self, messages: int = len(TOLD), *, told: str = "") -> Sequence[bytes]:
        """So many new messages arrive, of several stories or of the one named."""
        new = []
        for _ in range(messages):
            number = next(self.numbers)
            source = story(told or TOLD[number % len(TOLD)])
            message = _MESSAGE_ID.sub(b"Message-ID: <lab-%d@sender.example.org>" % number, source.message, count=1)
            self.imap.deliver(message, source.received_at)
            new.append(message)
        self.sent += new
        return new

    def poll_until_quiet(self) -> int:
        """Poll as the daemon does until the folder is empty; how many polls that took."""
        for polls in range(1, MOST_POLLS + 1):
            try:
                self.app.poll()
            except NeighbourDown:
                continue
            if not self.imap.contents(INBOX):
                return polls
        raise AssertionError(f"still not in service after {MOST_POLLS} polls")

    def settle(self) -> None:
        """Carry every run to its end."""
        assert self.app.engine.wait_until_idle(IDLE_SECONDS), "runs are still pending"

    def post_later(self, minutes: int = 60 * 5) -> None:
        """What the outbox does after its pause."""
        replace(self.app.reply, clock=Later(timedelta(minutes=minutes))).post_due()

    def judge(self) -> None:
        """Each message ever sent is in the ledger, settled, and has one record; none is anywhere twice."""
        entries = [self.entry_of(message) for message in self.sent]
        assert {entry.fate for entry in entries} == {Fate.SETTLED}
        mail_ids = sorted(entry.mail_id for entry in entries)
        assert len(set(mail_ids)) == len(self.sent)
        records = self.app.cases.everything(limit=10 * len(self.sent))
        assert sorted(record.mail_id for record in records) == mail_ids

    def entry_of(self, message: bytes) -> LedgerEntry:
        """The ledger row of this message."""
        sha256 = hashlib.sha256(message).hexdigest()
        account, _, folder = self.app.fetch.door.name.rpartition("/")
        found = [entry for entry in self.app.ledger.of_folder(account, folder) if entry.sha256 == sha256]
        assert found, "this message was lost"
        return found[0]

    def reference_of(self, message: bytes) -> str:
        """The reference of this message's record."""
        opened = self.app.cases.by_mail(self.entry_of(message).mail_id)
        assert opened is not None
        return opened.record.reference

    def copies_of(self, message: bytes) -> list[bytes]:
        """The letters that the relay was handed in answer to this message."""
        reference = self.reference_of(message)
        return [one for one in self.relay.received if reference in str(message_from_bytes(one)["Subject"])]


@contextmanager
def lab_unit(folder: Path) -> Iterator[LabUnit]:
    """Start both servers and the house; the engine works until the end."""
    with imap_lab() as imap, running() as relay:
        settings = load(configured(folder, imap, relay), {"PATH": os.environ["PATH"]})
        lay_out(settings)
        app = build(settings)
        try:
            app.engine.launch()
            yield LabUnit(app=app, imap=imap, relay=relay)
        finally:
            app.engine.stop(30)
            app.close()


def configured(folder: Path, imap: ImapLab, relay: Relay, *, poll_seconds: int = 60) -> Path:
    """The configuration of a house between these servers."""
    text = CONFIG.format(
        imap=imap,
        smtp=_Smtp(host="127.0.0.1", port=relay.port),
        store=f"sqlite:///{folder}/unit.db",
        vault=folder / "vault",
        key=base64.b64encode(b"\x07" * 32).decode(),
        address=UNIT_ADDRESS,
    )
    quick = f"timeout_seconds = {TIMEOUT_SECONDS}"
    text = text.replace("timeout_seconds = 20", f"{quick}\npoll_seconds = {poll_seconds}")
    config = folder / "imwu-inbox.toml"
    config.write_text(text.replace("[smtp]", f"[smtp]\n{quick}"), encoding="utf-8")
    return config


@dataclass(frozen=True, slots=True, kw_only=True)
class _Smtp:
    host: str
    port: int
