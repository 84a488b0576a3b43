"""How a peer answers: its start does not count, only the processor time of each page, children included."""

import json
import resource
import sys
from collections.abc import Callable

Answer = tuple[list[str], bool]
"""The lines that were read, and whether the peer itself calls them valid."""


def answer_all(read: Callable[[str], Answer]) -> None:
    """Read the files named on standard input, the first one once more before, to warm up."""
    files = sys.stdin.read().split("\n")
    read(files[0])
    for file in files:
        before = _cpu_seconds()
        try:
            lines, valid = read(file)
        except Exception as broken:  # noqa: BLE001 - a page on which a peer breaks down is one that it did not read
            lines, valid = [], False
            sys.stderr.write(f"{file}: {broken!r}\n")
        spent = _cpu_seconds() - before
        sys.stdout.write(json.dumps({"lines": lines, "valid": valid, "seconds": spent}) + "\n")
        sys.stdout.flush()


def _cpu_seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)
