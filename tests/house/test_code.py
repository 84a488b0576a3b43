"""Rooms stay small, names stay plain, imports stay on top, and every public thing says what it is."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.house import inspections
from tests.house.tree import ROOT, parsed, place, python_files, text_files, told

LONGEST_FILE = 250

LONGER_FOR_A_REASON: Mapping[str, str] = {
    "imwu_inbox/domain/rules.py": "one table of every decision in two languages; cut in two it is read by nobody",
    "tests/bench/bench_stages.py": "the figures of one run are taken together",
}
"""Files a little past the length, each with its reason."""

BANNED_STEMS = {
    "util", "utils", "helper", "helpers", "common", "misc", "service", "services", "manager", "managers", "base",
}  # fmt: skip

UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|HA" + r"CK)\b")
UNMERGED = re.compile(r"<{7} |={7}$|>{7} ")
"""How a line begins that a merge left for a person to settle."""


def findings(inspection: inspections.Inspection, *rooms: str) -> list[str]:
    """What the inspection finds in these rooms, each with its place."""
    return [f"{place(path)}: {found}" for path in python_files(*rooms) for found in inspection(parsed(path))]


def lines_of(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files_stay_within_250_lines() -> None:
    """A file past the length lacks a noun, or stands in the table with its reason."""
    long = {place(path): lines_of(path) for path in python_files() if lines_of(path) > LONGEST_FILE}
    assert not (
        found := told(f"{name} has {long[name]} lines" for name in sorted(long.keys() - LONGER_FOR_A_REASON.keys()))
    ), found
    assert [name for name in LONGER_FOR_A_REASON if not (ROOT / name).is_file()] == []


def test_functions_stay_within_40_lines() -> None:
    """A function past the length says more than one thing."""
    assert not (found := told(findings(inspections.long_functions))), found


def test_no_import_hides_in_a_function() -> None:
    """What a file needs stands at its top."""
    assert not (found := told(findings(inspections.imports_inside_functions))), found


def test_every_public_thing_has_a_docstring() -> None:
    """Modules, classes, functions and methods say in a sentence what they are."""
    assert not (found := told(findings(inspections.without_docstring))), found


def test_files_are_named_from_the_trade() -> None:
    """No file has a name under which anything could be put."""
    assert not (found := told(place(path) for path in python_files() if path.stem in BANNED_STEMS)), found


def test_nothing_is_left_unfinished() -> None:
    """No file carries a note that something is still to be done."""
    marked = [
        place(path, number)
        for path in text_files()
        if path.suffix != ".lock"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if UNFINISHED.search(line)
    ]
    assert not (found := told(marked)), found


def test_every_merge_was_settled() -> None:
    """No line of two versions side by side is left in any text, prose included."""
    assert UNMERGED.match("<" * 7 + " HEAD")
    assert UNMERGED.match("=" * 7)
    marked = [
        f"{place(path)}:{number}"
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if UNMERGED.match(line)
    ]
    assert not (found := told(marked)), found


@pytest.mark.parametrize(
    ("inspection", "trespass", "word"),
    [
        (inspections.long_functions, "def long():\n" + "    x = 1\n" * 40, "41"),
        (inspections.imports_inside_functions, "def f():\n    import os\n", "imports inside"),
        (inspections.without_docstring, '"""M."""\nclass Case:\n    """C."""\n    def open(self): ...\n', "Case.open"),
        (inspections.without_docstring, "x = 1\n", "module"),
        (inspections.tests_that_cannot_fail, "def test_a():\n    print(1)\n", "asserts nothing"),
        (inspections.waits_and_evasions, "import time\ntime.sleep(1)\n", "waits for time"),
        (inspections.waits_and_evasions, "import pytest\n@pytest.mark.skip\ndef test_a(): ...\n", "unrun"),
        (inspections.waits_and_evasions, "from unittest.mock import patch\n", "write a fake"),
    ],
)
def test_each_inspection_finds_its_trespass(inspection: inspections.Inspection, trespass: str, word: str) -> None:
    """An inspection that could not find anything would keep the house dirty in silence."""
    assert word in "".join(inspection(ast.parse(trespass)))


def test_the_walk_sees_the_house() -> None:
    """The inspections run over real files: the law, the door and these tests are among them."""
    seen = {place(path) for path in python_files()}
    assert {"imwu_inbox/errors.py", "imwu_inbox/domain/rules.py", "tests/house/test_code.py"} <= seen
    assert (ROOT / "pyproject.toml") in text_files()
