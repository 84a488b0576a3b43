"""The configuration file explains itself: every key is a setting, every setting is a key, each with its comment."""

import re
import tomllib
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from imwu_inbox.settings import Settings
from tests.house.tree import ROOT

FILE = ROOT / "config" / "imwu-inbox.toml"
_SECTION = re.compile(r"\[(?P<name>\w+)\]")
_KEY = re.compile(r"(?P<off># )?(?P<name>\w+) = ")


def settings_keys() -> set[str]:
    """Every key of the typed settings, as `section.key`."""
    return {
        f"{section}.{key}"
        for section, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        for key in field.annotation.model_fields
    }


def explained_keys(text: str) -> Iterator[tuple[str, bool]]:
    """Each key of the file, switched off or not, and whether a comment stands behind it or on the line below."""
    section = ""
    lines = text.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if found := _SECTION.match(line):
            section = found["name"]
        elif found := _KEY.match(line):
            said = line[found.end() :].partition("# ")[2] or re.match(r"\s+# ", following)
            yield f"{section}.{found['name']}", bool(said)


def test_every_setting_stands_in_the_file_and_no_other_key() -> None:
    """A key that can be set can be found, and a key that is shown can be set."""
    assert {key for key, _ in explained_keys(FILE.read_text(encoding="utf-8"))} == settings_keys()


def test_every_key_is_explained() -> None:
    """No key is left to guessing."""
    silent = [key for key, said in explained_keys(FILE.read_text(encoding="utf-8")) if not said]
    assert [key for key in silent if not key.startswith("brand.")] == []


def test_the_file_shows_the_values_in_force() -> None:
    """A key left out means the value shown: the file as it lies gives the defaults."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    shown = {f"{section}.{key}": value for section, table in tables.items() for key, value in table.items()}
    in_force = {
        f"{section}.{key}": value
        for section, table in Settings().model_dump(mode="json").items()
        for key, value in table.items()
    }
    assert {key: value for key, value in in_force.items() if value is not None and key in shown} == shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[smtp]\nport = 465  # the relay's port\n", ("smtp.port", True)),
        ("[smtp]\nport = 465\n", ("smtp.port", False)),
        ("[mailbox]\n# answer_since = 2026-11-22\n    # mail before is not answered\n", ("mailbox.answer_since", True)),
    ],
)
def test_the_reading_tells_explained_from_silent(text: str, found: tuple[str, bool]) -> None:
    """The reading of the file sees a comment that is there and misses one that is not."""
    assert list(explained_keys(text)) == [found]
