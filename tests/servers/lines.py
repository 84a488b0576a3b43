"""Lines that misbehave: one that counts its octets, one that is silent, one that is cut."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

HOST = "127.0.0.1"


@dataclass(slots=True)
class CountingLine:
    """A way to a server that counts what the server sends. Units: received_bytes in octets."""

    port: int
    received_bytes: int = 0


@contextmanager
def counting(port: int) -> Iterator[CountingLine]:
    """Stand before a loopback server and count."""
    with socket.create_server((HOST, 0)) as listener:
        line = CountingLine(port=listener.getsockname()[1])
        threading.Thread(target=_accept, args=(listener, port, line), daemon=True).start()
        yield line


def _accept(listener: socket.socket, port: int, line: CountingLine) -> None:
    with suppress(OSError):
        while True:
            near, _ = listener.accept()
            far = socket.create_connection((HOST, port))
            threading.Thread(target=_carry, args=(near, far, None), daemon=True).start()
            threading.Thread(target=_carry, args=(far, near, line), daemon=True).start()


def _carry(source: socket.socket, target: socket.socket, line: CountingLine | None) -> None:
    with suppress(OSError), source, target:
        while octets := source.recv(65_536):
            if line is not None:
                line.received_bytes += len(octets)
            target.sendall(octets)


@contextmanager
def silent() -> Iterator[int]:
    """A port that accepts and says nothing."""
    with socket.create_server((HOST, 0), backlog=8) as listener:
        yield listener.getsockname()[1]


@contextmanager
def dripping(first: bytes = b"") -> Iterator[int]:
    """A port that says this, and then an octet at a time for ever, and never ends a line."""
    with socket.create_server((HOST, 0)) as listener:

        def drip() -> None:
            with suppress(OSError):
                while True:
                    caller, _ = listener.accept()
                    with suppress(OSError), caller:
                        caller.sendall(first)
                        caller.settimeout(0.02)
                        while True:
                            caller.sendall(b"2")
                            with suppress(TimeoutError):
                                caller.recv(64)

        threading.Thread(target=drip, daemon=True).start()
        yield listener.getsockname()[1]


@contextmanager
def saying(greeting: bytes) -> Iterator[int]:
    """A port that says one thing to each caller and hangs up."""
    with socket.create_server((HOST, 0)) as listener:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    caller, _ = listener.accept()
                    with caller:
                        caller.sendall(greeting)

        threading.Thread(target=answer, daemon=True).start()
        yield listener.getsockname()[1]
