"""What the house forbids in a file of Python: each inspection returns its findings, one sentence each."""

import ast
from collections.abc import Callable, Iterator

from tests.house.tree import Function, called_name, functions

LONGEST_FUNCTION = 40

Inspection = Callable[[ast.Module], list[str]]

_PROVES = {"raises", "warns", "deprecated_call"}
_SKIPS = {"skip", "skipif", "xfail", "importorskip"}
_FAKING = {"unittest.mock", "mock", "pytest_mock"}


def long_functions(tree: ast.Module) -> list[str]:
    """Functions of more lines than the house allows. Units: lines of code, without the docstring."""
    return [
        f"{function.name} (line {function.lineno}) has {_length(function)} lines; find the missing noun"
        for function in functions(tree)
        if _length(function) > LONGEST_FUNCTION
    ]


def imports_inside_functions(tree: ast.Module) -> list[str]:
    """Imports hidden in a function, where no contract is read by a person."""
    return [
        f"{function.name} (line {node.lineno}) imports inside; move it to the top"
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def without_docstring(tree: ast.Module) -> list[str]:
    """The module and every public class, function and method that says nothing of itself."""
    silent = [] if ast.get_docstring(tree) else ["the module has no docstring"]
    return silent + [
        f"{name} (line {node.lineno}) has no docstring"
        for name, node in _public(tree, "")
        if not ast.get_docstring(node)
    ]


def tests_of(tree: ast.Module) -> list[Function]:
    """The functions that pytest runs."""
    return [function for function in functions(tree) if function.name.startswith("test_")]


def tests_that_cannot_fail(tree: ast.Module) -> list[str]:
    """Tests that claim nothing: no assert and no expected breakdown, here or in what they call in this file."""
    proving = {function.name for function in functions(tree) if _claims(function, set())}
    return [
        f"{test.name} (line {test.lineno}) asserts nothing" for test in tests_of(tree) if not _claims(test, proving)
    ]


def waits_and_evasions(tree: ast.Module) -> list[str]:
    """Sleeps, skips and replaced parts of our own."""
    in_loops = {id(call) for loop in ast.walk(tree) if isinstance(loop, ast.While) for call in ast.walk(loop)}
    found = [
        f"line {node.lineno}: sleep() waits for time; wait for a condition, in a loop that ends"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called_name(node) == "sleep" and id(node) not in in_loops
    ]
    found += [
        f"line {node.lineno}: pytest.{node.attr} lets a test pass unrun"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in _SKIPS and _is_pytest(node.value)
    ]
    return found + [f"{module} replaces a part; write a fake" for module in _imported(tree) if module in _FAKING]


def _length(function: Function) -> int:
    last = function.end_lineno or function.lineno
    docstring = function.body[0]
    words = (docstring.end_lineno or docstring.lineno) - docstring.lineno + 1 if ast.get_docstring(function) else 0
    return last - function.lineno + 1 - words


def _public(node: ast.Module | ast.ClassDef, prefix: str) -> Iterator[tuple[str, Function | ast.ClassDef]]:
    for child in node.body:
        if isinstance(child, Function | ast.ClassDef) and not child.name.startswith("_"):
            yield prefix + child.name, child
            if isinstance(child, ast.ClassDef):
                yield from _public(child, f"{prefix}{child.name}.")


def _claims(function: Function, proving: set[str]) -> bool:
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Call) and (called_name(node) in _PROVES or called_name(node) in proving))
        for node in ast.walk(function)
    )


def _is_pytest(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "pytest") or (
        isinstance(node, ast.Attribute) and node.attr == "mark"
    )


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
