"""`user` and `web`: who may sign in, and the pages by themselves or beside the daemon."""

import base64
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from imwu_inbox.domain.audit import Act
from imwu_inbox.domain.officer import Role
from imwu_inbox.settings import load
from imwu_inbox.steps.fetch import PollReport
from imwu_inbox.wiring import open_desk
from tests.cli.conftest import Caller
from tests.web.browser import PASSWORD, enter
from tests.web.door import page_behind_the_door

KEY = base64.b64encode(bytes(32)).decode("ascii")


def test_an_account_is_added_listed_reset_and_disabled(call: Caller) -> None:
    """The password is shown once; what was done is written down."""
    added = call("user", "add", "mroy", "--role", "officer", "--display-name", "Maya Roy")
    assert added.code == 0
    assert call.desk is not None
    account = call.desk.accounts.by_name("mroy")
    assert account is not None
    assert call.desk.passwords.holds(account.secret, added.out.split()[-1])
    (listed,) = json.loads(call("user", "list", "--json").out)
    assert (listed["name"], listed["role"], listed["state"]) == ("mroy", "officer", "active")
    assert call("user", "reset", "mroy").out.split()[-1] != added.out.split()[-1]
    assert call("user", "disable", "MROY").code == 0
    assert "disabled" in call("user", "list").out
    acts = [entry.act for entry in call.desk.audit.of_officer("operator")]
    assert acts == [Act.ACCOUNT_DISABLED, Act.ACCOUNT_RESET, Act.ACCOUNT_ADDED]


def test_a_password_may_come_from_the_input_and_is_then_not_shown(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It must not be short."""
    monkeypatch.setattr("sys.stdin", io.StringIO("long enough to keep\n"))
    said = call("user", "add", "mroy", "--role", "auditor", "--password-stdin")
    assert (said.code, "long enough" in said.out) == (0, False)
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert call("user", "reset", "mroy", "--password-stdin").code == 2


@pytest.mark.parametrize(
    "arguments", [("add", "m r", "--role", "officer"), ("add", "x", "--role", "officer"), ("disable", "nobody")]
)
def test_a_name_that_cannot_be_is_wrong_usage(call: Caller, arguments: tuple[str, ...]) -> None:
    """And so is one that is not there."""
    assert call("user", *arguments).code == 2


def test_before_anybody_is_entered_the_list_says_what_to_do(call: Caller) -> None:
    """The first account is an administrator's."""
    assert "user add NAME" in call("user", "list").out


def test_the_pages_are_served_alone_until_told_to_stop(database_url: str, tmp_path: Path) -> None:
    """As a process of its own, on either database: it says where they are, lets in whom another process entered, and
    SIGTERM ends it with 0.
    """
    config = tmp_path / "imwu-inbox.toml"
    config.write_text(f"[web]\nport = 0\n[store]\nurl = '{database_url}'\n[vault]\nkey = '{KEY}'\n", encoding="utf-8")
    command = [sys.executable, "-m", "imwu_inbox", "web", "--config", str(config)]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found is not None
        desk = open_desk(load(config, {}))
        enter(desk, Role.OFFICER)
        desk.close()
        page = page_behind_the_door(found[0], "officer", PASSWORD)
        assert (page.url, "Maya Officer" in page.text) == (f"{found[0]}/queue", True)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert "nobody can sign in yet" in said


def test_run_serves_the_pages_beside_the_daemon(
    call: Caller, configured: Callable[[], Path], caplog: pytest.LogCaptureFixture, quiet_logs: None
) -> None:
    """While it visits the mailbox the door is open; afterwards nobody listens."""
    doors: list[str] = []
    answers: list[int] = []

    def visit() -> PollReport:
        found = re.search(r"http://127\.0\.0\.1:\d+", caplog.text)
        assert found is not None
        doors.append(found[0])
        answers.append(requests.get(f"{found[0]}/signin", timeout=30).status_code)
        os.kill(os.getpid(), signal.SIGTERM)
        return PollReport()

    call.house.visit = visit
    config = configured()
    config.write_text(config.read_text(encoding="utf-8") + "[web]\nport = 0\n", encoding="utf-8")
    caplog.set_level("INFO")
    assert call("run", "--config", config).code == 0
    assert (len(doors), answers) == (1, [200]), caplog.text
    with pytest.raises(requests.ConnectionError):
        requests.get(doors[0], timeout=5)


def test_a_port_that_is_taken_is_told_with_what_to_do(
    call: Caller, configured: Callable[[], Path], quiet_logs: None
) -> None:
    """Bad configuration, before the daemon begins."""
    config = configured()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        text = config.read_text(encoding="utf-8") + f"[web]\nport = {other.getsockname()[1]}\n"
        config.write_text(text, encoding="utf-8")
        said = call("run", "--config", config)
    assert (said.code, call.house.engine.asked) == (78, [])
    assert "--no-web" in said.err
