"""The server's word that mail has come, so that the next visit need not wait its turn.

Source: RFC 2177 (IDLE).
"""

import threading
import time
from collections.abc import Callable, Iterable

from imapclient import IMAPClient

from imwu_inbox.adapters.imap_mailbox.line import ImapLine, hang_up

TURN_SECONDS = 290.0
"""A peer that died in silence is never noticed while idling: so often the line is tried with a NOOP."""
LOOK_SECONDS = 1.0
"""How long a stop may have to wait for us."""


def watch(
    line: ImapLine, *, stopping: threading.Event, wake: Callable[[], None], turn_seconds: float = TURN_SECONDS
) -> bool:
    """Call `wake` whenever the server tells of mail, until `stopping` is set; False when the server cannot tell.

    Raises: NeighbourDown when the line breaks.
    """
    client = line.connect()
    try:
        line.log_in(client)
        with line.step(client.socket):
            can_tell = bool(client.has_capability("IDLE"))
        # It may have come between the last visit and our listening.
        if can_tell and line.select(client, line.folder, readonly=True).get(b"EXISTS"):
            wake()
        while can_tell and not stopping.is_set():
            # A server that drips its words would hold a turn for ever.
            with line.step(client.socket, beside=turn_seconds):
                _turn(client, stopping, wake, turn_seconds)
    except BaseException:
        hang_up(client)
        raise
    line.log_out(client)
    return can_tell


def _turn(client: IMAPClient, stopping: threading.Event, wake: Callable[[], None], seconds: float) -> None:
    client.idle()
    until = time.monotonic() + seconds
    while not stopping.is_set() and time.monotonic() < until:
        began = time.monotonic()
        said = client.idle_check(timeout=LOOK_SECONDS)
        if not said and time.monotonic() - began < LOOK_SECONDS / 2:
            # The library gives an empty answer at once, again and again, for a line that was cut.
            raise ConnectionResetError("the server closed the line")
        if _tells_of_mail(said):
            wake()
    _, said_last = client.idle_done()
    if _tells_of_mail(said_last) or _tells_of_mail(client.noop()[1]):
        wake()


def _tells_of_mail(said: Iterable[object]) -> bool:
    return any(isinstance(line, tuple) and len(line) > 1 and line[1] == b"EXISTS" for line in said)
