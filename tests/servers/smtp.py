"""A mail relay that answers as it is told: takes letters, refuses them, falls silent or hangs up."""

import asyncio
import base64
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from imwu_inbox.adapters.private_dovecot import free_port
from tests.servers.certificates import Certificates

USER, PASSWORD = "unit", "open-sesame"


@dataclass  # without slots: aiosmtpd looks at every member, which fails on slots in Python 3.11.2
class Relay:
    """A running relay. `mail`, `rcpt` and `data` are its answers; `mail` and `after_data` may be "hang" or "cut"."""

    port: int = 0
    mail: str = "250 OK"
    rcpt: str = "250 OK"
    data: str = "250 kept"
    after_data: str = "answer"
    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)
    token: str | None = None
    shown: list[str] = field(default_factory=list)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        """A token; a wrong one is told so in a challenge, which wants an empty answer."""
        self.shown.append(base64.b64decode(args[1]).decode())
        if self.shown[-1] == f"user={USER}\x01auth=Bearer {self.token}\x01\x01":
            return AuthResult(success=True)
        answer = await server.challenge_auth('{"status":"401"}')
        self.shown.append(answer.decode() if isinstance(answer, bytes) else "no answer")
        return AuthResult(success=False, handled=False)

    async def handle_MAIL(  # noqa: N802  name and arguments are aiosmtpd's
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """The envelope sender."""
        self.senders.append(address)
        await _misbehave(server, self.mail)
        envelope.mail_from = address
        return self.mail

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """The recipient."""
        self.recipients.append(address)
        envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The letter itself."""
        self.received.append(bytes(envelope.original_content or b""))
        await _misbehave(server, self.after_data)
        return self.data


async def _misbehave(server: SMTP, how: str) -> None:
    if how == "hang":
        await asyncio.Event().wait()
    if how == "cut" and isinstance(server.transport, asyncio.Transport):
        server.transport.abort()


def _knows(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: LoginPassword) -> AuthResult:
    success = given.login == USER.encode() and given.password == PASSWORD.encode()
    return AuthResult(success=success, handled=success)


@contextmanager
def running(
    certificates: Certificates | None = None, *, starttls: bool = False, auth: bool = False, token: str | None = None
) -> Iterator[Relay]:
    """Start a relay, over TLS when certificates are given; with a token it takes that one only."""
    relay = Relay(port=free_port(), token=token)
    context = None
    if certificates is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificates.server, certificates.key)
    controller = Controller(
        relay,
        hostname="127.0.0.1",
        port=relay.port,
        ready_timeout=20,
        ssl_context=None if starttls else context,
        tls_context=context if starttls else None,
        authenticator=_knows if auth else None,
        # aiosmtpd does not know that an implicit TLS line is encrypted.
        auth_require_tls=starttls,
    )
    controller.start()
    try:
        yield relay
    finally:
        controller.stop()
