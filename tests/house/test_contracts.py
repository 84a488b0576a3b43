"""Imports only go down, and a machine says so."""

from importlinter.cli import lint_imports
from pytest import CaptureFixture, MonkeyPatch  # noqa: PT013  # the two types read better bare

from tests.house.tree import ROOT


def test_the_import_contracts_are_kept(monkeypatch: MonkeyPatch, capsys: CaptureFixture[str]) -> None:
    """Every storey imports only from below, neighbours do not know each other, and there are no circles."""
    monkeypatch.chdir(ROOT)
    code = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert code == 0, capsys.readouterr().out
