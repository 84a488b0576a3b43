"""`poll-once`, `ingest`, `run` and `migrate`: the commands that work the house."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from imwu_inbox.errors import NeighbourDown
from imwu_inbox.steps.fetch import PollReport
from tests.cli.conftest import Caller


def test_one_look_takes_in_works_and_posts_in_this_order(call: Caller, configured: Callable[[], Path]) -> None:
    """A whole turn of the daemon, once."""
    call.house.visit = lambda: PollReport(seen=2, taken_in=1, duplicates=1, filed=2)
    call.house.engine.looks_until_idle = 2
    said = call("poll-once", "--json", "--config", configured())
    assert said.code == 0
    assert json.loads(said.out) == {
        "seen": 2,
        "taken_in": 1,
        "duplicates": 1,
        "over_size": 0,
        "filed": 2,
        "stumbled": 0,
        "elsewhere": 0,
    }
    assert call.house.asked == ["poll", "post", "close"]
    assert call.house.engine.asked == ["launch", "stop"]
    assert "taken in    1" in call("poll-once", "--config", configured()).out


def test_without_a_mailbox_there_is_nothing_to_look_into(call: Caller) -> None:
    """The message names the key and the variable."""
    said = call("poll-once")
    assert said.code == 78
    assert "mailbox.host is empty" in said.err
    assert "IMWU_INBOX__MAILBOX__HOST" in said.err


def test_what_takes_too_long_goes_on_with_the_next_run(call: Caller, configured: Callable[[], Path]) -> None:
    """Nothing is lost by giving up the wait; the engine is stopped all the same."""
    call.house.engine.looks_until_idle = 100
    said = call("poll-once", "--wait", 12, "--config", configured())
    assert said.code == 75
    assert "1 requests are still under way after 12 s" in said.err
    assert call.house.engine.waited_seconds == 12
    assert call.house.engine.asked[-1] == "stop"


def test_the_engine_is_stopped_when_the_server_is_down(call: Caller, configured: Callable[[], Path]) -> None:
    """A breakdown leaves nothing running."""

    def visit() -> PollReport:
        raise NeighbourDown("no answer")

    call.house.visit = visit
    assert call("poll-once", "--config", configured()).code == 69
    assert call.house.engine.asked == ["launch", "stop"]
    assert call.house.asked[-1] == "close"


def test_ingest_takes_in_each_path_in_its_order(call: Caller, tmp_path: Path) -> None:
    """And works the engine until nothing is left."""
    for name in ("a.eml", "b.mbox"):
        (tmp_path / name).write_bytes(b"")
    call.house.engine.looks_until_idle = 1
    said = call("ingest", tmp_path / "a.eml", tmp_path / "b.mbox", "--json")
    assert json.loads(said.out)["taken_in"] == 2
    assert call.house.asked == ["ingest a.eml", "ingest b.mbox", "close"]
    assert call.house.engine.pending() == 0


def test_ingest_looks_at_every_path_before_it_takes_in_any(call: Caller, tmp_path: Path) -> None:
    """A slip of the finger does not leave half the work done."""
    (tmp_path / "a.eml").write_bytes(b"")
    said = call("ingest", tmp_path / "a.eml", tmp_path / "gone.eml")
    assert (said.code, call.house.asked) == (65, [])
    assert "gone.eml: no such file or folder" in said.err


@pytest.mark.usefixtures("quiet_logs")
def test_run_works_until_it_is_told_to_stop(call: Caller, configured: Callable[[], Path]) -> None:
    """SIGTERM ends it with 0, engine stopped and house closed."""

    def visit() -> PollReport:
        os.kill(os.getpid(), signal.SIGTERM)
        return PollReport()

    call.house.visit = visit
    said = call("run", "--no-web", "--config", configured())
    assert (said.code, said.out) == (0, "")
    assert call.house.engine.asked[-1] == "stop"
    assert call.house.asked[-1] == "close"


@pytest.mark.usefixtures("quiet_logs")
def test_run_ends_under_runs_that_wait_for_the_database(
    call: Caller, configured: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their threads would hold the process; the house is closed first, and the next start takes them up."""
    left: list[tuple[int, str]] = []

    def visit() -> PollReport:
        os.kill(os.getpid(), signal.SIGTERM)
        return PollReport()

    monkeypatch.setattr(os, "_exit", lambda code: left.append((code, call.house.asked[-1])))
    call.house.visit = visit
    call.house.engine.left_under_way = 2
    assert call("run", "--no-web", "--config", configured()).code == 0
    assert left == [(0, "close")]


@pytest.mark.usefixtures("quiet_logs")
def test_run_refuses_an_engine_that_forgets(call: Caller, configured: Callable[[], Path]) -> None:
    """A kill would lose what waits."""
    config = configured()
    config.write_text(config.read_text(encoding="utf-8") + "[engine]\nname = 'inline'\n", encoding="utf-8")
    said = call("run", "--config", config)
    assert (said.code, call.house.engine.asked) == (78, [])
    assert 'run needs "dbos"' in said.err


@pytest.mark.usefixtures("quiet_logs")
def test_run_does_not_start_without_a_relay(call: Caller, tmp_path: Path) -> None:
    """Letters that could never go out would pile up in silence."""
    config = tmp_path / "imwu-inbox.toml"
    config.write_text("[mailbox]\nhost = 'imap.example.org'\nuser = 'unit'\n", encoding="utf-8")
    said = call("run", "--config", config)
    assert said.code == 78
    assert "smtp.host is empty" in said.err
    assert call.house.engine.asked == []


def test_migrate_lays_out_the_database_of_the_configuration(call: Caller, configured: Callable[[], Path]) -> None:
    """And says so."""
    config = configured()
    assert call("migrate", "--config", config).out == "The database is ready.\n"
    assert call.migrated == [config]
