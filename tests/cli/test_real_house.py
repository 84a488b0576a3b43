"""The commands on a real house: a private mailbox, a private relay, a real database, real papers."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.disasters.daemon_process import DaemonProcess, wait_until
from tests.stories.told import story
from tests.stories.unit import Unit, running_unit

pytestmark = pytest.mark.dovecot

ROOT = Path(__file__).parents[2]
COMPLETE, INCOMPLETE = "complete-acroform-en", "missing-passport-fr"
SECONDS = 300


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Unit]:
    """A unit with its servers; nothing has arrived."""
    with running_unit(tmp_path, f"sqlite:///{tmp_path}/store/imwu-inbox.db") as running:
        yield running


def imwu_inbox(unit: Unit, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command as an operator types it."""
    return subprocess.run(
        [sys.executable, "-m", "imwu_inbox", *arguments, "--config", str(unit.config)],
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def deliver(unit: Unit, *names: str) -> None:
    """These stories arrive."""
    unit.imap.deliver([(story(name).message, story(name).received_at) for name in names])


def test_an_operator_sees_a_request_through(unit: Unit) -> None:
    """Doctor, one look, the queue, the case with its reasons: each command on what the one before left."""
    deliver(unit, COMPLETE, INCOMPLETE)
    doctor = imwu_inbox(unit, "doctor")
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
    looked = imwu_inbox(unit, "poll-once", "--json")
    assert json.loads(looked.stdout)["taken_in"] == 2, looked.stderr
    assert len(unit.relay.received) == 2
    (waiting,) = json.loads(imwu_inbox(unit, "queue", "--json").stdout)
    assert (waiting["outcome"], waiting["due_on"]) == ("accepted", story(COMPLETE).expected["due_on"].isoformat())
    records = json.loads(imwu_inbox(unit, "queue", "--all", "--json").stdout)
    rejected = next(record["reference"] for record in records if record["outcome"] == "rejected")
    shown = imwu_inbox(unit, "case", "show", rejected, "--why")
    assert "missing-passport (rule 2)" in shown.stdout
    assert "rejection, sent, tries 1" in shown.stdout
    verified = imwu_inbox(unit, "ledger", "verify", "--json")
    (mailbox,) = json.loads(verified.stdout)
    assert (verified.returncode, mailbox["on_server"], mailbox["in_ledger"]) == (0, 2, 2), verified.stderr


def test_the_log_of_the_daemon_names_nobody(unit: Unit, tmp_path: Path) -> None:
    """A request is read, answered and logged in ids and figures; SIGTERM ends it with 0."""
    log = tmp_path / "daemon.log"
    daemon = DaemonProcess(unit.config, log)
    deliver(unit, COMPLETE, INCOMPLETE)
    wait_until(lambda: len(unit.relay.received) == 2 or not daemon.is_alive())
    assert daemon.terminate() == 0
    said = log.read_text(encoding="utf-8")
    assert "carried letters=" in said
    for name in (COMPLETE, INCOMPLETE):
        parts = [b"Subject:", b"From:", b"To:"]
        headers = [line for line in story(name).message.splitlines() if line.startswith(tuple(parts))]
        words = {word.strip('<>"()').casefold() for line in headers for word in line.decode().split()[1:]}
        facts = story(name).expected["workers"][0]
        words |= {str(facts[key]).casefold() for key in ("surname", "given_names", "number") if facts.get(key)}
        assert len(words) > 3
        assert [word for word in words if len(word) > 4 and word in said.casefold()] == []


def test_a_dry_run_needs_neither_servers_nor_database(tmp_path: Path) -> None:
    """Two files, one of them no message: one object a line, and nothing is left behind."""
    (tmp_path / "home").mkdir()
    ran = subprocess.run(
        [
            sys.executable, "-m", "imwu_inbox", "inspect", "--json-lines",
            str(ROOT / "fixtures" / "mail" / COMPLETE / "message.eml"), str(tmp_path / "gone.eml"),
        ],
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)},
        cwd=tmp_path / "home",
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )  # fmt: skip
    first, second = (json.loads(line) for line in ran.stdout.splitlines())
    expected = story(COMPLETE).expected
    assert ran.returncode == 65
    assert (first["assessment"]["outcome"], first["reply"]["kind"]) == (expected["outcome"], expected["reply"])
    assert first["workers"][0]["passport"]["number"] == expected["workers"][0]["number"]
    assert set(first["timings_ms"]) == {"parse", "gate", "join", "read", "assess"}
    assert second["error"]["kind"] == "input-unreadable"
    assert list((tmp_path / "home").iterdir()) == []
