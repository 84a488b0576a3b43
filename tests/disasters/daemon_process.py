"""The daemon as an operator starts it: a process of its own, killed from outside."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

WAIT_SECONDS = 300.0
_PAUSE_SECONDS = 0.02


class DaemonProcess:
    """`imwu-inbox run` on one configuration."""

    def __init__(self, config: Path, log: Path) -> None:
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "imwu_inbox", "run", "--no-web", "--config", str(config)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(Path(__file__).parents[2])},
        )

    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Kill -9, as a power cut would; its children die of it by themselves."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._log.close()

    def terminate(self, *, seconds: float = WAIT_SECONDS) -> int:
        """SIGTERM, and the exit code of a clean stop. Raises: TimeoutExpired when it takes longer."""
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(timeout=seconds)
        self._log.close()
        return code


def wait_until(is_so: Callable[[], bool], *, seconds: float = WAIT_SECONDS) -> None:
    """Wait for a condition. Raises: AssertionError when it does not come about in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "the condition did not come about in time"
        time.sleep(_PAUSE_SECONDS)
