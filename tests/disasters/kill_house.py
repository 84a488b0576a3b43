"""A unit behind watched lines whose daemon is killed at a step, started again, and judged by what is left."""

import imaplib
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from itertools import count
from pathlib import Path

from sqlalchemy import text

from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.settings import load
from imwu_inbox.wiring import App, build
from tests.disasters.daemon_process import DaemonProcess, wait_until
from tests.disasters.watched_line import WatchedLine, watched
from tests.stories.told import Story, story
from tests.stories.unit import Unit, running_unit

TOLD = ("missing-form-en", "question-en", "missing-passport-fr")
"""Digital messages; each opens a record of its own and is answered."""
_MESSAGE_ID = re.compile(rb"(?im)^message-id:[^\r\n]*(\r?\n[ \t][^\r\n]*)*")


class _Later:
    """Past the pause that an interrupted letter is held for before its identical bytes go out once more."""

    def now(self) -> datetime:
        """Some minutes from now."""
        return datetime.now(UTC) + timedelta(minutes=10)


@dataclass(slots=True, kw_only=True)
class KillHouse:
    """The unit, the lines before its servers, and the daemon of the moment. `sent` is every message so far."""

    unit: Unit
    folder: Path
    imap_line: WatchedLine
    smtp_line: WatchedLine
    app: App
    database: Database
    daemon: DaemonProcess
    sent: list[Story] = field(default_factory=list)
    in_the_window: set[str] = field(default_factory=set)
    kills: int = 0
    numbers: Iterator[int] = field(default_factory=count)

    def receive(self, messages: int) -> None:
        """So many new messages lie in the mailbox at once: visits wait meanwhile at the door."""
        told = [story(TOLD[next(self.numbers) % len(TOLD)]) for _ in range(messages)]
        first = len(self.sent)
        self.sent += told
        self.unit.imap.deliver([(_numbered(one, first + n), one.received_at) for n, one in enumerate(told)])

    def runs_begun(self) -> int:
        """How many runs an executor has taken up, so far as the engine's table tells."""
        schema = "" if self.database.dialect == "sqlite" else "dbos."
        return self.rows(f"{schema}workflow_status", "status <> 'ENQUEUED'")

    def forget_readings(self) -> None:
        """The cache of what was read is emptied, so that the same papers are read again."""
        shutil.rmtree(self.folder / "vault" / "readings", ignore_errors=True)

    def rows(self, table: str, where: str = "1 = 1") -> int:
        """How many rows there are, as anyone may see who looks at the database."""
        with self.database.read() as session:
            return int(session.execute(text(f"SELECT count(*) FROM {table} WHERE {where}")).scalar_one())  # noqa: S608

    def files(self, room: str, pattern: str) -> int:
        """How many files lie in a room of the vault."""
        return sum(1 for _ in (self.folder / "vault" / room).glob(pattern))

    def kill(self) -> None:
        """Kill -9, and note which letters were then between claim and mark."""
        self.daemon.kill()
        self.kills += 1
        with self.database.read() as session:
            claimed = session.execute(text("SELECT message_id FROM outbox WHERE state = 'sending'"))
            self.in_the_window |= set(claimed.scalars())

    def recover(self) -> None:
        """A fresh daemon brings everything to its end but the letters that are held."""
        self.daemon = DaemonProcess(self.unit.config, self.folder / "daemon.log")
        self.settle()

    def settle(self) -> None:
        """Wait for the daemon until every message is settled and moved, and no run is under way."""
        wait_until(lambda: not self.daemon.is_alive() or self._is_settled())
        assert self.daemon.is_alive(), (self.folder / "daemon.log").read_text(encoding="utf-8")[-2000:]

    def _is_settled(self) -> bool:
        """The server tells of the moves: a kill between a move and its mark leaves the mark to the daily comparison."""
        is_carried = self.rows("mail", "fate = 'settled'") >= len(self.sent) and self.app.engine.pending() == 0
        return is_carried and self.left_in_the_mailbox() == 0

    def left_in_the_mailbox(self) -> int:
        """How many messages the server still holds in the folder."""
        imap = self.unit.imap
        with imaplib.IMAP4(imap.host, imap.port, timeout=20) as line:
            line.login(imap.user, imap.password)
            return int(line.select("INBOX", readonly=True)[1][0] or 0)

    def judge(self) -> Counter[str]:
        """Each message has its row and its record, once, and its letter; how often each letter went out."""
        replace(self.app.reply, clock=_Later()).post_due()
        # A number drawn by a commit that was cut off is not given again: rows count, and not their numbers.
        account, _, folder = self.app.fetch.door.name.rpartition("/")
        entries = self.app.ledger.of_folder(account, folder)
        assert self.rows("mail") == len(self.sent)
        assert {entry.fate for entry in entries} <= {Fate.SETTLED}
        assert sorted(entry.ref.uid for entry in entries) == list(range(1, len(self.sent) + 1))
        records = self.app.cases.everything(limit=10 * len(self.sent))
        assert sorted(record.mail_id for record in records) == [entry.mail_id for entry in entries]
        outcomes = {record.mail_id: record.outcome for record in records}
        wanted = {entry.mail_id: self.sent[entry.ref.uid - 1].expected["outcome"] for entry in entries}
        assert outcomes == wanted
        return self._judge_letters()

    def _judge_letters(self) -> Counter[str]:
        handed = self.unit.relay.received
        copies = Counter(str(message_from_bytes(one.content)["Message-ID"]) for one in handed)
        assert len(copies) == self.rows("outbox") == sum(told.expected["reply"] != "none" for told in self.sent)
        assert len({one.content for one in handed}) == len(copies), "a repeat had other bytes"
        twice = {message_id for message_id, times in copies.items() if times > 1}
        assert max(copies.values(), default=0) <= 2
        assert twice <= self.in_the_window, "a letter went out twice without having been interrupted"
        return copies


def _numbered(told: Story, number: int) -> bytes:
    """The same message as if sent anew: its own Message-ID, so its own bytes."""
    return _MESSAGE_ID.sub(b"Message-ID: <kill-%d@sender.example.org>" % number, told.message, count=1)


@contextmanager
def kill_house(folder: Path, store_url: str) -> Iterator[KillHouse]:
    """Start the servers, the lines and the first daemon."""
    with (
        running_unit(folder, store_url) as unit,
        watched(unit.imap.port) as imap_line,
        watched(unit.relay.port) as smtp_line,
    ):
        written = unit.config.read_text(encoding="utf-8")
        written = written.replace(f"port = {unit.imap.port}", f"port = {imap_line.port}\npoll_seconds = 1")
        written = written.replace(f"port = {unit.relay.port}", f"port = {smtp_line.port}")
        unit.config.write_text(written, encoding="utf-8")
        app, database = build(load(unit.config, {})), connect(store_url)
        house = KillHouse(
            unit=unit,
            folder=folder,
            imap_line=imap_line,
            smtp_line=smtp_line,
            app=app,
            database=database,
            daemon=DaemonProcess(unit.config, folder / "daemon.log"),
        )
        try:
            yield house
        finally:
            if house.daemon.is_alive():
                house.daemon.kill()
            database.close()
            app.close()
