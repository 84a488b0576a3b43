"""kill -9 of the daemon, ten times during 100 messages: nothing lost, nothing doubled."""

import random
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from imwu_inbox.adapters.sql.connect import Database, connect
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.wiring import App, build
from tests.disasters.daemon_process import DaemonProcess, wait_until
from tests.servers.postgres import PostgresServer
from tests.stories.told import Story, story
from tests.stories.unit import Unit, running_unit

MESSAGES = 100
KILLS = 10
SEED = 20261122
DIGITAL = (
    "complete-text-en",
    "complete-xfa-en",
    "complete-acroform-en",
    "missing-form-en",
    "missing-passport-fr",
    "question-en",
)


def numbered(told: Story, number: int) -> bytes:
    """The same message as if sent anew: its own Message-ID, so its own bytes."""
    head, parting, body = told.message.partition(b"\r\n\r\n")
    new_id = f"Message-ID: <killed-{number}@sender.example.org>".encode()
    head, changed = re.subn(rb"(?im)^message-id:[^\r\n]*(\r?\n[ \t][^\r\n]*)*", new_id, head)
    assert changed == 1, f"{told.name} has no Message-ID to change"
    return head + parting + body


def settled(database: Database) -> int:
    """How many messages have come to their end."""
    with database.read() as session:
        return int(session.execute(text("SELECT count(*) FROM mail WHERE fate = 'settled'")).scalar_one())


def configured(unit: Unit) -> Unit:
    """The unit with a quick poll."""
    written = unit.config.read_text(encoding="utf-8")
    unit.config.write_text(written.replace("[mailbox]", "[mailbox]\npoll_seconds = 1"), encoding="utf-8")
    return unit


def live_until(point: int, unit: Unit, log: Path, database: Database) -> DaemonProcess:
    """A daemon that has brought so many messages to their end, and still lives."""
    daemon = DaemonProcess(unit.config, log)
    wait_until(lambda: settled(database) >= point or not daemon.is_alive())
    assert daemon.is_alive(), log.read_text(encoding="utf-8")[-2000:]
    return daemon


def kill_and_restart(unit: Unit, log: Path, database: Database) -> None:
    """Ten lives cut short at seeded points of the work, and one that ends it and stops cleanly."""
    seeded = random.Random(SEED)
    points = sorted(seeded.sample(range(1, MESSAGES - 5), KILLS))
    for point in points:
        live_until(point, unit, log, database).kill()
    assert live_until(MESSAGES, unit, log, database).terminate() == 0, log.read_text(encoding="utf-8")[-2000:]


class _Later:
    """Past the pause that an interrupted letter is held for before its identical bytes go out once more."""

    def now(self) -> datetime:
        """Some minutes from now."""
        return datetime.now(UTC) + timedelta(minutes=10)


def judge_what_is_left(app: App, unit: Unit, sent: list[Story]) -> Counter[str]:
    """100 rows, the right records, none doubled, no letter lost; how often each letter went out.

    The complete ones are about the same workers again and again: they join the record of the first, without a letter.
    """
    replace(app.reply, clock=_Later()).post_due()
    entries = [app.ledger.entry(mail_id) for mail_id in range(1, MESSAGES + 1)]
    assert {entry.fate for entry in entries} == {Fate.SETTLED}
    records = {record.reference: record for record in app.cases.everything(limit=10 * MESSAGES)}
    order = {entry.mail_id: sent[entry.ref.uid - 1] for entry in entries}
    opened = [order[record.mail_id] for record in records.values()]
    assert len({record.mail_id for record in records.values()}) == len(records)
    assert Counter(told.name for told in opened) == {
        told.name: 1 if told.expected["outcome"] == "accepted" else sent.count(told) for told in sent
    }
    for entry in entries:
        record = records[entry.case_reference or "none"]
        assert (order[record.mail_id].name, record.outcome) == (
            order[entry.mail_id].name,
            order[entry.mail_id].expected["outcome"],
        )
    due = sum(told.expected["reply"] != "none" for told in opened)
    copies = Counter(str(letter["Message-ID"]) for letter in unit.letters())
    assert len(copies) == due
    assert len({handed.content for handed in unit.relay.received}) == due
    return copies


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_daemon_killed_ten_times_loses_and_doubles_nothing(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A letter may go out twice only in the undecidable window, with the same bytes, and never a third time."""
    store = f"sqlite:///{tmp_path}/unit.db"
    if kind == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        store = server.create()
    sent = [story(DIGITAL[number % len(DIGITAL)]) for number in range(MESSAGES)]
    with running_unit(tmp_path, store) as unit:
        configured(unit)
        unit.imap.deliver([(numbered(told, number), told.received_at) for number, told in enumerate(sent)])
        database = connect(store)
        kill_and_restart(unit, tmp_path / "daemon.log", database)
        database.close()
        app = build(unit.settings)
        copies = judge_what_is_left(app, unit, sent)
        app.close()
    assert max(copies.values()) <= 2
