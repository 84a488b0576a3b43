"""The manual is tested: what README.md shows is what happens."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, told

README = ROOT / "README.md"
SECONDS = 300

Step = tuple[str, tuple[str, ...]]


def steps(text: str) -> list[Step]:
    """The commands of the console blocks in their order, each with the lines it is shown to say."""
    found: list[Step] = []
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line.removeprefix("$ "), ()))
            elif found:
                found[-1] = (found[-1][0], (*found[-1][1], line.strip()))
    return found


def shown(program: str) -> list[Step]:
    """The steps of README.md that start this program."""
    return [step for step in steps(README.read_text(encoding="utf-8")) if shlex.split(step[0])[0] == program]


def imwu_inbox(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder, as a stranger would: nothing configured in the environment."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("IMWU_INBOX")}
    return subprocess.run(
        [sys.executable, "-m", "imwu_inbox", *arguments],
        cwd=folder,
        env={**own, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def test_the_commands_of_the_readme_do_what_it_shows(tmp_path: Path) -> None:
    """Each command ends well and says the lines shown under it, in one folder, in the order of the page."""
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    commands = shown("imwu-inbox")
    assert len(commands) >= 4
    for command, lines in commands:
        ended = imwu_inbox(shlex.split(command)[1:], tmp_path)
        assert ended.returncode == 0, f"{command}: {ended.stdout}{ended.stderr}"
        missing = [line for line in lines if line not in ended.stdout]
        assert not missing, f"{command} said: {ended.stdout}"


def test_the_readme_opens_with_the_two_commands() -> None:
    """A stranger types these two first, and both are targets of the Makefile."""
    text = README.read_text(encoding="utf-8")
    assert [command for command, _ in steps(text)][:2] == ["make demo", "make test"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    assert {shlex.split(command)[1] for command, _ in shown("make")} <= targets


def test_the_readme_lists_the_commands_that_exist(tmp_path: Path) -> None:
    """A command stands in the table when it is in --help, and not before."""
    table = set(re.findall(r"^\| `([a-z-]+)[^`]*` \|", README.read_text(encoding="utf-8"), re.MULTILINE))
    listed = imwu_inbox(["--help"], tmp_path).stdout.partition("Commands:")[2]
    assert set(re.findall(r"^  ([a-z-]+)", listed, re.MULTILINE)) == table


def test_every_file_the_readme_names_is_there() -> None:
    """A page that sends its reader to a file that is gone is worse than none."""
    named = re.findall(
        r"`((?:config|fixtures|imwu_inbox)/[\w./-]+|[A-Z]+(?:\.md)?)`", README.read_text(encoding="utf-8")
    )
    assert not (gone := told(name for name in named if not (ROOT / name).exists())), gone


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```console\n$ imwu-inbox queue\nNo request waits.\n```\n", [("imwu-inbox queue", ("No request waits.",))]),
        ("```sh\nimwu-inbox run\n```\n", []),
    ],
)
def test_the_reading_of_the_page_finds_commands_and_what_they_say(text: str, found: list[Step]) -> None:
    """Console blocks are run; other blocks are for the reader."""
    assert steps(text) == found
