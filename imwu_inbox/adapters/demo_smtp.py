"""A mail relay that keeps what it is given, on a free loopback port. Needs the extra `demo` (aiosmtpd)."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from imwu_inbox.errors import NeighbourDown

HOST = "127.0.0.1"
START_SECONDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One message as it came over the line. `sender` is empty for the null sender."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRelay:
    """A running relay. Shape: `received` grows by one for each message accepted."""

    host: str
    port: int
    received: list[Handed] = field(default_factory=list)


class _Keeper:
    """What aiosmtpd calls for each message. A plain class: it looks at members that slots lack in 3.11.2."""

    def __init__(self, relay: DemoRelay) -> None:
        self._relay = relay

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002
        """Keep one message. The name is the one aiosmtpd calls."""
        self._relay.received.append(
            Handed(
                sender=(envelope.mail_from or "").removeprefix("<").removesuffix(">"),
                recipients=tuple(envelope.rcpt_tos),
                content=bytes(envelope.original_content or b""),
            )
        )
        return "250 kept"


@contextmanager
def demo_relay() -> Iterator[DemoRelay]:
    """Start a relay, and stop it at the end. Raises: NeighbourDown when it does not start."""
    relay = DemoRelay(host=HOST, port=_free_port())
    controller = Controller(_Keeper(relay), hostname=relay.host, port=relay.port, ready_timeout=START_SECONDS)
    try:
        controller.start()
    except (OSError, TimeoutError) as error:
        raise NeighbourDown(f"The demo's mail relay did not start: {error}.") from error
    try:
        yield relay
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
