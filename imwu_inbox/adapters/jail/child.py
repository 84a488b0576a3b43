"""The parent's side of one child: start it, give it a task, wait no longer than allowed, and leave nothing behind."""

import fcntl
import json
import os
import resource
import select
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import imwu_inbox
from imwu_inbox.adapters.jail.confine import Cell
from imwu_inbox.adapters.jail.warden import FOLDER
from imwu_inbox.adapters.jail.wire import SETUP, frame, frame_size, unframed
from imwu_inbox.domain.reader_setup import ReaderSetup
from imwu_inbox.errors import NeighbourDown

COMMAND = (sys.executable, "-P", "-m", "imwu_inbox.reader")
_START_SECONDS = 120.0
_CHUNK_BYTES = 1 << 20
"""So much goes over a pipe at a time, and so much a pipe holds: an ordinary message goes in one."""
_GRACE_SECONDS = 5.0
_NEARLY_ALL = 0.85
"""Of the memory granted: who dies with so much in use died for want of more."""


class LimitHit(Exception):
    """The child hit a limit: `limit` is time, memory, cpu, crash or output."""

    def __init__(self, limit: str) -> None:
        """Keep the limit's name."""
        super().__init__(limit)
        self.limit = limit


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildPlan:
    """What every child of a jail is started with. Units: output_bytes in octets."""

    setup: ReaderSetup
    cell: Cell
    output_bytes: int
    command: tuple[str, ...] = COMMAND


class Child:
    """One jailed process with its own session, temporary folder and next to no environment."""

    def __init__(self, plan: ChildPlan) -> None:
        """Start the process and wait until it is ready. Raises: NeighbourDown when it cannot be started."""
        self._plan = plan
        self._folder = tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-")
        self.tasks_done = 0
        self._heaviest_bytes = 0
        # The kernel counts what the house weighed at this moment as the child's own weight, for it began as a copy.
        self._inherited_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        try:
            self._process = subprocess.Popen(
                plan.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self._folder,
                env=_environment(self._folder),
                start_new_session=True,
                bufsize=0,
            )
        except OSError as fault:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise NeighbourDown(f"The reader of papers cannot be started ({fault}); try again.") from fault
        for pipe in (self._process.stdin, self._process.stdout):
            os.set_blocking(_number_of(pipe), False)
            _widen(_number_of(pipe))
        try:
            self._exchange(self._order(), _START_SECONDS)
        except LimitHit as fault:
            self.kill()
            raise NeighbourDown(
                f"The reader of papers did not start (limit: {fault.limit}); check memory and the installation."
            ) from fault

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def ask(self, task: dict[str, str], content: bytes, *, seconds: float) -> tuple[dict[str, Any], list[bytes]]:
        """Give the child a task and return its answer. Raises: LimitHit; the child is then of no more use."""
        self.tasks_done += 1
        return self._exchange(frame(json.dumps(task).encode()) + frame(content), seconds)

    def kill(self) -> None:
        """End the process with everything it started, and remove its folder."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(timeout=_GRACE_SECONDS)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _order(self) -> bytes:
        order = {"cell": asdict(self._plan.cell), "parent": os.getpid()}
        setup = SETUP.dump_json(self._plan.setup)
        return frame(json.dumps(order).encode()[:-1] + b', "setup": ' + setup + b"}")

    def _exchange(self, out: bytes, seconds: float) -> tuple[dict[str, Any], list[bytes]]:
        """Write and read at once, so that no side waits on a full pipe, until the answer is whole or time is up."""
        until = time.monotonic() + seconds
        come = bytearray()
        frames: list[bytes] = []
        answer: dict[str, Any] | None = None
        wanted = 1
        left = memoryview(out)
        stdin, stdout = _number_of(self._process.stdin), _number_of(self._process.stdout)
        with selectors.DefaultSelector() as ready:
            ready.register(stdout, selectors.EVENT_READ)
            ready.register(stdin, selectors.EVENT_WRITE)
            while len(frames) < wanted:
                events = ready.select(max(0.0, until - time.monotonic()))
                if not events and time.monotonic() >= until:
                    raise LimitHit("time")
                for key, _ in events:
                    if key.fd == stdin:
                        left = self._write(left)
                        if not left:
                            ready.unregister(stdin)
                    else:
                        come += self._read()
                if len(come) + sum(map(len, frames)) > self._plan.output_bytes:
                    raise LimitHit("output")
                _take_frames(come, frames)
                if frames and answer is None:
                    answer = json.loads(frames[0])
                    wanted = 1 + int(answer.get("files", 0))
        if answer is None or "limit" in answer:
            raise LimitHit("memory" if answer and answer["limit"] == "memory" else "crash")
        return answer, frames[1:]

    def _write(self, left: memoryview) -> memoryview:
        try:
            return left[os.write(_number_of(self._process.stdin), left[:_CHUNK_BYTES]) :]
        except BlockingIOError:
            return left
        except BrokenPipeError:
            raise LimitHit(self._cause_of_death()) from None

    def _read(self) -> bytes:
        try:
            chunk = os.read(_number_of(self._process.stdout), _CHUNK_BYTES)
        except BlockingIOError:
            return b""
        if not chunk:
            raise LimitHit(self._cause_of_death())
        return chunk

    def _cause_of_death(self) -> str:
        """The limit by which it died. A library in C that gets no more memory breaks down without a word of it."""
        code, heaviest_bytes = self._end()
        if code == -signal.SIGXCPU:
            return "cpu"
        much = max(_NEARLY_ALL * self._plan.cell.memory_bytes, self._inherited_bytes)
        return "memory" if code < 0 and heaviest_bytes > much else "crash"

    def _end(self) -> tuple[int, int]:
        """Its exit code and the most memory that it had in use; zeros where it does not end. Units: octets."""
        pid = self._process.pid
        if self._process.returncode is None:
            handle = os.pidfd_open(pid)
            try:
                ended, _, _ = select.select([handle], [], [], _GRACE_SECONDS)
            finally:
                os.close(handle)
            if not ended:
                return 0, 0
            _, status, used = os.wait4(pid, 0)
            self._process.returncode = os.waitstatus_to_exitcode(status)
            self._heaviest_bytes = used.ru_maxrss * 1024
        return self._process.returncode, self._heaviest_bytes


def sweep() -> None:
    """Remove the folders that houses now dead have left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*-*"):
        owner = folder.name.removeprefix(FOLDER).partition("-")[0]
        if owner.isdecimal() and not Path("/proc", owner).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _take_frames(come: bytearray, frames: list[bytes]) -> None:
    """Move the whole frames that have come so far."""
    while (size := frame_size(come)) is not None and len(come) >= size:
        frames.append(unframed(bytes(come[:size])))
        del come[:size]


def _widen(pipe: int) -> None:
    """Let the pipe hold more than its 64 KiB, where the machine allows; else it takes more turns."""
    with suppress(OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _CHUNK_BYTES)


def _number_of(pipe: Any) -> int:
    return int(pipe.fileno())


def _environment(folder: str) -> dict[str, str]:
    """Nothing of the parent's environment but where programs are: no secret can be read from it."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "TMPDIR": folder,
        "HOME": folder,
        "PYTHONPATH": str(Path(imwu_inbox.__file__).parents[1]),
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
