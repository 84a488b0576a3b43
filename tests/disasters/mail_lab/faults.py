"""What can go wrong on a line: each fault is what the server sends instead of its answer."""

import re
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass

_LITERAL = re.compile(rb"\{(\d+)\}")
_RESET = struct.pack("ii", 1, 0)


class Cut(Exception):
    """The line is to be closed now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """The server's end of one line. `over` is set when the lab closes.

    `left` is empty, or how many octets the line still carries.
    """

    line: socket.socket
    over: threading.Event
    left: list[int]

    def send(self, octets: bytes) -> None:
        """Send octets at once; where the line has a length, it is cut there."""
        if self.left:
            self.line.sendall(octets[: self.left[0]])
            self.left[0] -= len(octets)
            if self.left[0] < 0:
                raise Cut
        else:
            self.line.sendall(octets)

    def trickle(self, octets: bytes, *, seconds: float) -> None:
        """Send one octet after the other, so far apart, while anybody listens."""
        for position in range(len(octets)):
            self.send(octets[position : position + 1])
            if self.over.wait(seconds):
                raise Cut

    def stay_silent(self) -> None:
        """Say nothing until the client hangs up."""
        while self.line.recv(4096):
            pass
        raise Cut

    def reset(self) -> None:
        """Close as a broken machine does, without a farewell."""
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        raise Cut


Act = Callable[[Wire, str, bytes], None]
"""Given the line, the command's tag and the true answer."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """A fault at commands that match; `is_done` tells whether the command itself is carried out. It strikes `times`."""

    at: str
    act: Act
    is_done: bool = True
    times: int = 1

    def strikes(self, command: str) -> bool:
        """Whether this command meets the fault; asking uses it up."""
        if self.times <= 0 or not re.match(self.at, command, re.IGNORECASE):
            return False
        self.times -= 1
        return True


def cut_at(octets: int) -> Act:
    """The line is closed after so many octets of the answer."""

    def act(wire: Wire, _tag: str, answer: bytes) -> None:
        wire.send(answer[:octets])
        raise Cut

    return act


def reset_at(octets: int) -> Act:
    """The line is reset after so many octets of the answer."""

    def act(wire: Wire, _tag: str, answer: bytes) -> None:
        wire.send(answer[:octets])
        wire.reset()

    return act


def silent_after(octets: int) -> Act:
    """The server falls silent after so many octets of the answer."""

    def act(wire: Wire, _tag: str, answer: bytes) -> None:
        wire.send(answer[:octets])
        wire.stay_silent()

    return act


def trickling(seconds: float) -> Act:
    """One octet at a time."""

    def act(wire: Wire, _tag: str, answer: bytes) -> None:
        wire.trickle(answer, seconds=seconds)

    return act


def saying(words: str) -> Act:
    """The server answers with these words instead; `{tag}` is the command's."""

    def act(wire: Wire, tag: str, _answer: bytes) -> None:
        wire.send(words.format(tag=tag).encode())
        if words.startswith("* BYE"):
            raise Cut

    return act


def miscounting(by: int) -> Act:
    """Every literal of the answer is announced so many octets longer than it is."""

    def act(wire: Wire, _tag: str, answer: bytes) -> None:
        wire.send(_LITERAL.sub(lambda told: b"{%d}" % (int(told[1]) + by), answer))

    return act
