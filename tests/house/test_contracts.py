"""Imports only go down, and a machine says so."""

import subprocess
import sys

from tests.house.tree import ROOT

# In a process of its own: the linter silences every logger of the process it runs in.
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"


def test_the_import_contracts_are_kept() -> None:
    """Every storey imports only from below, neighbours do not know each other, and there are no circles."""
    ended = subprocess.run([sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
