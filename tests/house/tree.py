"""The checkout as the house rules see it: its files, its Python, its functions."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_NOT_OURS = {
    ".git", ".venv", "__pycache__", "var", "build", "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache",
    ".hypothesis", ".import_linter_cache", "imwu_inbox.egg-info",
}  # fmt: skip
_TEXT_ENDINGS = {
    "",
    ".py",
    ".md",
    ".toml",
    ".csv",
    ".txt",
    ".json",
    ".lock",
    ".j2",
    ".html",
    ".cfg",
    ".ini",
    ".sh",
    ".service",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files() -> list[Path]:
    """Every file of the project, without what tools leave behind; sorted."""
    return sorted(_walk(ROOT))


def text_files() -> list[Path]:
    """The files written by hand: code, prose and registers, without letters, pictures and other samples."""
    return [path for path in files() if path.suffix in _TEXT_ENDINGS]


def python_files(*rooms: str) -> list[Path]:
    """The Python files of these rooms, or of all three; without database migrations, which a program writes."""
    wanted = rooms or ("imwu_inbox", "fixtures", "tests")
    return [
        path
        for path in files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in wanted and path.parent.name != "versions"
    ]


def parsed(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, line: int | None = None) -> str:
    """How a message names a file, or a line of it."""
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"


def told(findings: Iterable[str]) -> str:
    """The findings one a line, as an assertion shows them whole."""
    return "\n".join(findings)


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def called_name(call: ast.Call) -> str:
    """The last name of what is called: `raises` for `pytest.raises(...)`; empty for a computed one."""
    target = call.func
    if isinstance(target, ast.Attribute):
        return target.attr
    return target.id if isinstance(target, ast.Name) else ""


def _walk(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name in _NOT_OURS or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _walk(entry)
        else:
            yield entry
