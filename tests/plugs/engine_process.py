"""A process that runs the durable engine and can be made to die at a chosen point.

    python -m tests.plugs.engine_process URL EXECUTOR FOLDER WORKERS DEATH..

Each act is a line in FOLDER/acts. A DEATH such as `intake:5` kills the process in the intake of mail 5, once;
`intake:5!` each time. `stay` keeps the process until its input ends.
"""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from imwu_inbox.adapters.dbos_engine import DbosEngine
from imwu_inbox.adapters.lease import FileLease, PostgresLease
from imwu_inbox.errors import TryAgain
from imwu_inbox.ports.lease import Lease

REFUSED = 75


class Acts:
    """What the steps of this process do: write a line, and perhaps die of it."""

    def __init__(self, folder: Path, deaths: Sequence[str]) -> None:
        self._folder = folder
        self._deaths = deaths

    def run(self, mail_id: int) -> Sequence[int]:
        """The intake of one mail: one letter, with the mail's number and a thousand."""
        self._act(f"intake:{mail_id}")
        return [1000 + mail_id]

    def post(self, letter_id: int) -> None:
        """The post of one letter."""
        self._act(f"post:{letter_id}")

    def set_aside(self, mail_id: int, reason: str) -> None:
        """The shelf."""
        self._act(f"aside:{mail_id} {reason}")

    def _act(self, line: str) -> None:
        with (self._folder / "acts").open("a") as acts:
            acts.write(f"{line}\n")
        died_before = self._folder / f"died-{line.replace(':', '-')}"
        if f"{line}!" in self._deaths or (line in self._deaths and not died_before.exists()):
            died_before.touch()
            os.kill(os.getpid(), signal.SIGKILL)


def lease_for(url: str, folder: Path) -> Lease:
    """The lease that belongs to a store."""
    return FileLease(folder) if url.startswith("sqlite") else PostgresLease(url)


def main() -> int:
    """Carry what is queued, then stop."""
    url, executor_id, folder, workers, *deaths = sys.argv[1:]
    acts = Acts(Path(folder), deaths)
    engine = DbosEngine(
        name="imwu-inbox",
        system_database_url=url,
        executor_id=executor_id,
        lease=lease_for(url, Path(folder)),
        run=acts.run,
        post=acts.post,
        set_aside=acts.set_aside,
        worker_concurrency=int(workers),
        polling_seconds=0.02,
    )
    try:
        engine.launch()
    except TryAgain as refused:
        print(refused)  # noqa: T201  the test reads it
        return REFUSED
    print("launched", flush=True)  # noqa: T201  the test waits for it
    engine.adopt_dead()
    if "stay" in deaths:
        sys.stdin.read()
    engine.wait_until_idle(60)
    engine.adopt_dead()
    engine.stop(5)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
