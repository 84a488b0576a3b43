"""A fresh machine is made ready by one script, or is told exactly what it lacks."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT

BASH = shutil.which("bash") or "/bin/bash"
UNAVAILABLE = 69


def setup(purpose: str, *, path: Path, venv: Path) -> subprocess.CompletedProcess[str]:
    """Run the script where only the programs of one folder are found, so that nothing can be installed."""
    return subprocess.run(
        [BASH, str(ROOT / ".ci" / "setup"), purpose],
        env={"PATH": str(path), "VENV": str(venv)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("purpose", ["demo", "test"])
def test_a_machine_that_may_not_install_is_told_the_packages(purpose: str, tmp_path: Path) -> None:
    """Without apt or rights the script names every missing package in one command, and exits 69."""
    ended = setup(purpose, path=tmp_path, venv=tmp_path / "venv")
    assert ended.returncode == UNAVAILABLE
    command = next(line for line in ended.stderr.splitlines() if "apt-get install" in line)
    models = {"tesseract-ocr-eng", "tesseract-ocr-fra", "tesseract-ocr-script-latn"}
    assert {"tesseract-ocr", *models, "python3-venv"} <= set(command.split())
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("script", ["setup", "run"])
def test_the_scripts_are_whole_and_may_be_run(script: str) -> None:
    """Bash reads them to their end, and they are executable."""
    path = ROOT / ".ci" / script
    assert subprocess.run([BASH, "-n", str(path)], check=False).returncode == 0
    assert os.access(path, os.X_OK)


def test_a_change_has_to_pass_the_checks_and_the_tests() -> None:
    """What runs on a submission is `make check`, then `make test`, and nothing hides a failure."""
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^make .*?(\w+)$", text, re.MULTILINE) == ["check", "test"]
    assert "set -euo pipefail" in text
    assert "||" not in text


def test_every_promised_target_is_there() -> None:
    """README, CONTRIBUTING and the scripts name these."""
    targets = re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"demo", "test", "check", "bench", "disasters", "lock"} <= set(targets)
