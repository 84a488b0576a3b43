"""A deadline for a whole step: a server that sends an octet now and then never lets a line's own deadline pass."""

import imaplib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from imapclient.exceptions import IMAPClientError

STEP_TIMEOUTS = 10
"""How many deadlines of the line one step may take: a piece of 1 MiB comes at 3.5 KB a second, or not at all."""


@contextmanager
def within(reach: Callable[[], socket.socket | None], seconds: float) -> Iterator[None]:
    """Cut the line when the step is not done by then. `reach` finds its socket. Raises: TimeoutError."""
    passed = threading.Event()

    def cut() -> None:
        passed.set()
        with suppress(OSError):
            if (line := reach()) is not None:
                line.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(seconds, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    except (OSError, IMAPClientError, imaplib.IMAP4.error) as broken:
        if passed.is_set():
            raise TimeoutError(f"the step took longer than {seconds:g} s") from broken
        raise
    finally:
        watch.cancel()
