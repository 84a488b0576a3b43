"""A remembered reading lapses with whatever made it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import imwu_inbox
from imwu_inbox.adapters.reading_code import fingerprint_of_reading
from tests.readings import setup


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The rooms that read, to be altered."""
    for room in ("adapters", "documents", "domain", "reader"):
        shutil.copytree(Path(imwu_inbox.__file__).parent / room, tmp_path / room)
    return tmp_path


def test_the_same_code_and_registers_have_the_same_fingerprint(package: Path) -> None:
    """Wherever they lie."""
    assert fingerprint_of_reading(setup(), package=package) == fingerprint_of_reading(setup())


@pytest.mark.parametrize("room", ["adapters", "documents", "domain", "reader"])
def test_a_changed_line_is_another_fingerprint(package: Path, room: str) -> None:
    """Though the release is the same."""
    file = package / room / "__init__.py"
    file.write_text(file.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert fingerprint_of_reading(setup(), package=package) != fingerprint_of_reading(setup())


def test_another_register_is_another_fingerprint() -> None:
    """A code added to the list is found in files that were read before."""
    fewer = replace(setup(), exemption_codes=setup().exemption_codes[1:])
    states = replace(setup(), country_codes=setup().country_codes | {"XYZ"})
    assert len({fingerprint_of_reading(one) for one in (setup(), fewer, states)}) == 3
