"""The door itself: help, version, exit codes."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from imwu_inbox import __version__
from imwu_inbox.errors import BadConfig, CannotWrite, ImwuError, InputUnreadable, NeighbourDown, TryAgain
from imwu_inbox.steps.fetch import PollReport
from tests.cli.conftest import Caller

COMMANDS = (
    "run", "web", "init", "doctor", "poll-once", "ingest", "inspect", "passport", "queue", "case", "shelf",
    "letters", "undeliverable", "ledger",
    "user", "migrate",
)  # fmt: skip


def test_help_lists_every_command_that_works(call: Caller) -> None:
    """A command appears when it works, not before."""
    said = call("--help")
    listed = {line.split()[0] for line in said.out.partition("Commands:")[2].splitlines() if line.strip()}
    assert said.code == 0
    assert listed - {"demo"} == set(COMMANDS)


@pytest.mark.parametrize(
    "command",
    [
        *COMMANDS,
        "case show",
        "shelf retry",
        "undeliverable clear",
        "ledger verify",
        "user add",
        "user list",
        "user reset",
        "user disable",
    ],
)
def test_every_command_shows_an_example(call: Caller, command: str) -> None:
    """The quickest way to learn a command."""
    said = call(*command.split(), "--help")
    assert said.code == 0
    assert "imwu-inbox " in said.out.partition("Example")[2] or command in ("case", "user")


def test_the_version_is_said(call: Caller) -> None:
    """For a report of a fault."""
    assert call("--version").out == f"imwu-inbox {__version__}\n"


@pytest.mark.parametrize(
    "arguments", [(), ("fly",), ("inspect",), ("queue", "--colour"), ("case", "show"), ("run", "x")]
)
def test_wrong_usage_ends_with_2(call: Caller, arguments: tuple[str, ...]) -> None:
    """No command, an unknown one, a missing argument, an unknown option."""
    assert call(*arguments).code == 2


@pytest.mark.parametrize(
    ("breakdown", "code"),
    [(BadConfig, 78), (NeighbourDown, 69), (TryAgain, 75), (CannotWrite, 73), (InputUnreadable, 65)],
)
def test_each_breakdown_has_its_exit_code_and_its_words(
    call: Caller, configured: Callable[[], Path], breakdown: type[ImwuError], code: int
) -> None:
    """The shell learns the kind, the person what to do; neither sees a stack."""

    def visit() -> PollReport:
        raise breakdown("the disk is full: free some space")

    call.house.visit = visit
    said = call("poll-once", "--config", configured())
    assert (said.code, said.out) == (code, "")
    assert said.err == "imwu-inbox: the disk is full: free some space\n"


def test_a_wrong_configuration_ends_with_78(call: Caller, tmp_path: Path) -> None:
    """Before anything is touched."""
    config = tmp_path / "wrong.toml"
    config.write_text("[mailbox]\nprot = 143\n", encoding="utf-8")
    said = call("queue", "--config", config)
    assert said.code == 78
    assert "wrong.toml: [mailbox] prot is not a known key; did you mean port?" in said.err


def test_help_waits_for_no_room_of_the_house() -> None:
    """Neither database, pages, engine nor reader is imported before a command goes there."""
    heavy = (
        "sqlalchemy",
        "dbos",
        "fastapi",
        "alembic",
        "msal",
        "authlib",
        "numpy",
        "cv2",
        "onnxruntime",
        "PIL",
        "pypdf",
    )
    asked = "import sys, imwu_inbox.cli; print([name for name in sys.argv[1:] if name in sys.modules])"
    rooms = ("imwu_inbox.wiring.house", "imwu_inbox.web.app", "imwu_inbox.reader")
    ran = subprocess.run([sys.executable, "-c", asked, *heavy, *rooms], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_it_runs_as_a_module() -> None:
    """`python -m imwu_inbox` is the command itself."""
    ran = subprocess.run(
        [sys.executable, "-m", "imwu_inbox", "--version"],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert (ran.returncode, ran.stdout) == (0, f"imwu-inbox {__version__}\n")
