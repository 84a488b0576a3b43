"""The environments of the peers, each its own under `var/peers/`, made when first needed."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[3]
ENVIRONMENTS = CHECKOUT / "var" / "peers"


def asked(name: str, packages: Sequence[str], reader: str, files: Sequence[Path]) -> list[dict[str, Any]]:
    """What a peer's reader says of each file: one process for all of them, one thread."""
    alone = dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    done = subprocess.run(
        [environment(name, packages), "-m", f"tests.bench.peers.{reader}"],
        cwd=CHECKOUT,
        input="\n".join(map(str, files)),
        env={**os.environ, **alone},
        capture_output=True,
        text=True,
        check=True,
    )
    sys.stderr.write(done.stderr[-2000:])
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def environment(name: str, packages: Sequence[str]) -> Path:
    """The Python of a peer's environment, made when it is not there yet."""
    folder = ENVIRONMENTS / name
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
        (folder / "complete").touch()
    return python
