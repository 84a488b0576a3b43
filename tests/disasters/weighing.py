"""The memory in use of children while they work, as the kernel tells it."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_KIB = 1024
_INTERVAL_SECONDS = 0.02


@dataclass(slots=True)
class Weight:
    """The most that one process had in memory. Units: octets."""

    most_bytes: int = 0


@contextmanager
def heaviest_child() -> Iterator[Weight]:
    """Watch every child of this process, by the highest weight its kernel remembers."""
    weight, done = Weight(), threading.Event()

    def watch() -> None:
        while not done.wait(_INTERVAL_SECONDS):
            weight.most_bytes = max([weight.most_bytes, *_weights()])

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield weight
    finally:
        weight.most_bytes = max([weight.most_bytes, *_weights()])
        done.set()
        watcher.join()


def _weights() -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            facts = _facts(entry / "status")
            if facts.get("PPid") == str(os.getpid()):
                yield int(facts.get("VmHWM", "0 kB").split()[0]) * _KIB


def _facts(status: Path) -> dict[str, str]:
    """What the kernel tells of a process, nothing of one that has gone."""
    try:
        lines = status.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    return {name: told.strip() for name, _, told in (line.partition(":") for line in lines)}
