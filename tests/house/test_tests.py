"""Tests are the manual: each is a claim in words, can fail, and waits for conditions, never for time."""

import ast

from tests.house import inspections
from tests.house.tree import parsed, place, python_files, told


def test_every_test_says_what_it_claims() -> None:
    """Each test has a docstring."""
    silent = [
        f"{place(path, test.lineno)}: {test.name}"
        for path in python_files("tests")
        for test in inspections.tests_of(parsed(path))
        if not ast.get_docstring(test)
    ]
    assert not (found := told(silent)), found


def test_every_test_can_fail() -> None:
    """Each test asserts something, itself or through a function of its own file."""
    assert not (found := told(found_by(inspections.tests_that_cannot_fail))), found


def test_no_test_sleeps_skips_or_replaces_our_own_parts() -> None:
    """Waiting is for conditions, what cannot run is a failure, and fakes are written out."""
    assert not (found := told(found_by(inspections.waits_and_evasions))), found


def found_by(inspection: inspections.Inspection) -> list[str]:
    """What the inspection finds in the tests, each with its place."""
    return [f"{place(path)}: {found}" for path in python_files("tests") for found in inspection(parsed(path))]
