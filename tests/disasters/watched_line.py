"""A way to a server that is watched line by line: a trap springs when a command or its answer passes."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

HOST = "127.0.0.1"
_TAIL_BYTES = 64
"""A command may come in pieces: so much of the last one is looked at again. Units: octets."""


class Moment(StrEnum):
    """When a trap springs: the server never hears the command, or its answer is lost, or it has just passed."""

    COMMAND_LOST = "command lost"
    ANSWER_LOST = "answer lost"
    ANSWERED = "just answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """What to wait for on the line, and what to do then, once."""

    command: re.Pattern[bytes]
    moment: Moment
    spring: Callable[[], None]
    sprung: threading.Event = field(default_factory=threading.Event)
    _snapping: threading.Lock = field(default_factory=threading.Lock)

    def snap(self) -> None:
        """Do it, the first time only, on whichever of two lines it comes first."""
        with self._snapping:
            if not self.sprung.is_set():
                self.spring()
                self.sprung.set()


@dataclass(slots=True)
class WatchedLine:
    """A running watch. While `is_open` is not set, new callers wait before the server hears of them."""

    port: int
    trap: Trap | None = None
    is_open: threading.Event = field(default_factory=threading.Event)


@contextmanager
def watched(port: int) -> Iterator[WatchedLine]:
    """Stand before a loopback server and watch."""
    with socket.create_server((HOST, 0)) as listener:
        line = WatchedLine(port=listener.getsockname()[1])
        line.is_open.set()
        threading.Thread(target=_accept, args=(listener, port, line), daemon=True).start()
        yield line


def _accept(listener: socket.socket, port: int, line: WatchedLine) -> None:
    with suppress(OSError):
        while True:
            near, _ = listener.accept()
            threading.Thread(target=_Call(near=near, line=line).carry, args=(port,), daemon=True).start()


@dataclass(slots=True, kw_only=True)
class _Call:
    """One connection; `struck` is the trap whose command has passed and whose answer has not."""

    near: socket.socket
    line: WatchedLine
    struck: Trap | None = None

    def carry(self, port: int) -> None:
        """Carry both ways until either side hangs up."""
        self.line.is_open.wait()
        with suppress(OSError), socket.create_connection((HOST, port)) as far, self.near:
            threading.Thread(target=self._carry_answers, args=(far,), daemon=True).start()
            tail = b""
            while octets := self.near.recv(65_536):
                trap = self.line.trap
                if trap and not trap.sprung.is_set() and trap.command.search(tail + octets):
                    if trap.moment is Moment.COMMAND_LOST:
                        trap.snap()
                        break
                    self.struck = trap
                tail = octets[-_TAIL_BYTES:]
                far.sendall(octets)
            # The other way still waits on this socket: only so does the server hear that the caller is gone.
            far.shutdown(socket.SHUT_RDWR)

    def _carry_answers(self, far: socket.socket) -> None:
        with suppress(OSError), far:
            while octets := far.recv(65_536):
                struck = self.struck
                if struck and struck.moment is Moment.ANSWER_LOST:
                    struck.snap()
                    break
                self.near.sendall(octets)
                if struck:
                    struck.snap()
                    break
            self.near.shutdown(socket.SHUT_RDWR)
