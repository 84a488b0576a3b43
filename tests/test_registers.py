"""The registers and letters: the packaged ones, unless an office keeps its own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from imwu_inbox.domain.countries import VisaStatus
from imwu_inbox.domain.exemption import CodeStatus
from imwu_inbox.errors import BadConfig
from imwu_inbox.settings import Settings, letters_folder, load, packaged_folder, registers_of


def written(folder: Path) -> Settings:
    """Settings from an empty file in this folder."""
    path = folder / "imwu-inbox.toml"
    path.touch()
    return load(path, {})


def test_the_packaged_registers_are_whole() -> None:
    """146 codes, 280 states, and the visa rules that belong to them."""
    registers = registers_of(Settings())
    assert len(registers.codes.codes) == 146
    assert len(registers.countries.countries) == 280
    assert registers.countries.visa_status("FRA") is VisaStatus.EXEMPT
    assert registers.countries.visa_status("USA") is VisaStatus.US_CITIZEN
    assert registers.countries.visa_status("MEX") is VisaStatus.CONDITIONAL
    today = datetime(2026, 11, 22, tzinfo=UTC).date()
    assert registers.codes.status_on("T34", today) is CodeStatus.CURRENT
    superseded = [c for c in registers.codes.codes if c.superseded_by]
    assert {c.status_on(today) for c in superseded} == {CodeStatus.SUPERSEDED}
    assert ("C61", "C62", "C63") in {c.superseded_by for c in superseded}


def test_a_register_beside_the_configuration_wins(tmp_path: Path) -> None:
    """An office may keep its own list; the others stay the packaged ones."""
    rows = (packaged_folder() / "visa_exempt.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "visa_exempt.csv").write_text("".join(r for r in rows if not r.startswith("FRA,")), encoding="utf-8")
    registers = registers_of(written(tmp_path))
    assert registers.countries.visa_status("FRA") is VisaStatus.NOT_EXEMPT
    assert len(registers.codes.codes) == 146


def test_a_broken_register_is_refused_by_file_and_line(tmp_path: Path) -> None:
    """The person who edited it sees where."""
    settings = written(tmp_path)
    register = tmp_path / "visa_exempt.csv"
    register.write_text("code,name_en,name_fr,status,condition_en,condition_fr\nFRA,a,b,exempted,,\n", encoding="utf-8")
    with pytest.raises(BadConfig, match=r"visa_exempt.csv: line 2: 'exempted' is not a valid VisaStatus"):
        registers_of(settings)
    register.write_text("code,name_en\nFRA,a\n", encoding="utf-8")
    with pytest.raises(BadConfig, match=r"line 1: column 'status' is missing"):
        registers_of(settings)
    register.write_text("", encoding="utf-8")
    with pytest.raises(BadConfig, match=r"the register is empty"):
        registers_of(settings)


def test_letters_beside_the_configuration_win(tmp_path: Path) -> None:
    """Wording is the office's to change."""
    settings = written(tmp_path)
    assert letters_folder(settings) == packaged_folder() / "letters"
    (tmp_path / "letters").mkdir()
    assert letters_folder(settings) == tmp_path / "letters"
