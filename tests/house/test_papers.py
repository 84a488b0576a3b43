"""What is handed to strangers says nothing of where it was made, and keeps its own promises."""

import re
import tomllib
from itertools import chain

from imwu_inbox import __version__
from tests.house.tree import ROOT, place, text_files, told

# Written in halves, so that this file is not its own finding.
ELSEWHERE = re.compile(
    "|".join(
        (
            r"/wo" + r"rk/(?:shared|main|\.library)",
            r"/t" + r"mp/(?:venv|team)",
            r"/root" + r"/",
            r"py" + r"pi\.org",
            r"files\.python" + r"hosted",
            r"registry\.npm" + r"js",
            r"deb\.deb" + r"ian\.org",
            r"--(?:extra-)?index" + r"-url",
            r"find" + r"-links",
        )
    )
)


def test_no_file_names_a_machine_or_a_registry() -> None:
    """The project installs from wherever its user's tools are set up to install from."""
    named = [
        f"{place(path, number)}: {line.strip()[:100]}"
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if ELSEWHERE.search(line)
    ]
    assert not (found := told(named)), found


def test_the_search_would_find_a_machine() -> None:
    """The pattern meets what it is meant for."""
    assert ELSEWHERE.search("see /wo" + "rk/shared/notes")
    assert ELSEWHERE.search("--index" + "-url=x")


def test_the_changes_have_a_place_for_the_next_release() -> None:
    """A change is written down with the code that makes it."""
    assert re.search(r"^## \[?Unreleased\]?$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_version_is_said_once() -> None:
    """The program and its package speak of the same version."""
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == __version__


def test_every_locked_package_has_hashes() -> None:
    """What is installed is what was looked at: no line of a lock goes without a hash."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / "config" / "deploy" / name).read_text(encoding="utf-8")
        packages = re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==.*(?:\n    --hash=sha256:[0-9a-f]{64}.*)+", text, re.MULTILINE)
        assert len(packages) == len(re.findall(r"^\w", text, re.MULTILINE)) > 0


def test_the_lock_holds_what_the_project_asks_for() -> None:
    """A dependency added without `make lock` would be missing on the next machine."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = document["project"]["dependencies"]
    extras = [*document["project"]["optional-dependencies"].values(), *document["dependency-groups"].values()]
    assert names(needed) <= locked("requirements.lock")
    assert names([*needed, *chain.from_iterable(extras)]) <= locked("requirements-dev.lock")


def names(requirements: list[str]) -> set[str]:
    """The packages of these requirements, without versions and extras."""
    return {re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0].lower() for line in requirements}


def locked(lock: str) -> set[str]:
    """The packages of a lock file."""
    return set(
        re.findall(r"^([\w.-]+)==", (ROOT / "config" / "deploy" / lock).read_text(encoding="utf-8"), re.MULTILINE)
    )
