"""The memory in use of children and of the programs they start, as the kernel tells it."""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_KIB = 1024
_INTERVAL_SECONDS = 0.02


@dataclass(slots=True)
class Weight:
    """The most that one child, and one program of a child, had in memory. Units: octets."""

    most_bytes: int = 0
    program_bytes: int = 0

    def note(self) -> None:
        """Look at every child now, by the highest weight its kernel remembers."""
        facts = _all_facts()
        self.program_bytes = max([self.program_bytes, *map(_weight, programs_below_children(facts))])
        self.most_bytes = max([self.most_bytes, *(_weight(one) for one in facts.values() if _is_child(one))])


@contextmanager
def heaviest_child() -> Iterator[Weight]:
    """Watch every child of this process."""
    weight, done = Weight(), threading.Event()

    def watch() -> None:
        while not done.wait(_INTERVAL_SECONDS):
            weight.note()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield weight
    finally:
        weight.note()
        done.set()
        watcher.join()


def programs_below_children(facts: Mapping[int, Mapping[str, str]] | None = None) -> list[Mapping[str, str]]:
    """The programs that children of this process run now, as the kernel describes them; their wardens apart."""
    everyone = _all_facts() if facts is None else facts
    children = {number for number, one in everyone.items() if _is_child(one)}
    below = (one for one in everyone.values() if int(one.get("PPid", 0)) in children)
    return [one for one in below if not one.get("Name", "").startswith("python")]


def _all_facts() -> dict[int, dict[str, str]]:
    entries = (entry for entry in Path("/proc").iterdir() if entry.name.isdecimal())
    return {int(entry.name): _facts(entry / "status") for entry in entries}


def _is_child(facts: Mapping[str, str]) -> bool:
    return facts.get("PPid") == str(os.getpid()) and _has_become_another(facts["Pid"])


def _has_become_another(process: str) -> bool:
    """Whether it is no fork of this process any more, of which the kernel remembers our own weight."""
    try:
        return _words_of(process) != _words_of("self")
    except OSError:
        return False


def _words_of(process: str) -> bytes:
    return Path("/proc", process, "cmdline").read_bytes()


def _weight(facts: Mapping[str, str]) -> int:
    return int(facts.get("VmHWM", "0 kB").split()[0]) * _KIB


def _facts(status: Path) -> dict[str, str]:
    """What the kernel tells of a process, nothing of one that has gone."""
    try:
        lines = status.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    return {name: told.strip() for name, _, told in (line.partition(":") for line in lines)}
