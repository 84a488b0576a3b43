"""Polls in a process of their own, so that its memory is theirs: what each did and cost, as JSON."""

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from imwu_inbox.settings import load
from imwu_inbox.wiring import build


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One poll. Units: seconds; peak_bytes of the process up to its end."""

    taken_in: int
    seen: int
    wall: float
    cpu: float
    peak_bytes: int


def polls(config: Path, count: int) -> list[Poll]:
    """So many polls, one after the other, in a new process."""
    command = [sys.executable, "-m", "tests.disasters.poll_process", str(config), str(count)]
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, text=True)
    return [Poll(**poll) for poll in json.loads(done.stdout)]


def peak_bytes() -> int:
    """The most memory this process ever held, since its program was started."""
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024


def main(config: str, count: str) -> None:
    """Poll and tell."""
    app = build(load(Path(config), {"PATH": os.environ["PATH"]}))
    done = []
    for _ in range(int(count)):
        wall, cpu = time.perf_counter(), time.process_time()
        report = app.poll()
        done.append(
            {
                "taken_in": report.taken_in,
                "seen": report.seen,
                "wall": time.perf_counter() - wall,
                "cpu": time.process_time() - cpu,
                "peak_bytes": peak_bytes(),
            }
        )
    app.close()
    sys.stdout.write(json.dumps(done))


if __name__ == "__main__":
    main(*sys.argv[1:])
