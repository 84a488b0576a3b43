"""The line to an IMAP server: how it is opened, trusted and closed, and what its failures are called."""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from imwu_inbox.errors import NeighbourDown

_REASON_LETTERS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapLine:
    """Where the server is and how to sign in there.

    `password` is asked each time; with xoauth2 it is the token, and `forget` is told when the server refuses it.
    """

    host: str
    port: int
    tls: Literal["implicit", "starttls", "none"]
    auth: Literal["password", "xoauth2"]
    user: str
    password: Callable[[], str]
    folder: str
    timeout_seconds: float
    ca_file: str | None
    forget: Callable[[], None] = lambda: None

    def connect(self) -> IMAPClient:
        """A connection with a deadline on every step, encrypted as configured."""
        context = None if self.tls == "none" else ssl.create_default_context(cafile=self.ca_file)
        implicit = self.tls == "implicit"
        client = IMAPClient(
            self.host, self.port, ssl=implicit, ssl_context=context if implicit else None, timeout=self.timeout_seconds
        )
        client.normalise_times = False
        # The library would write out every octet of every message for a log that nobody may keep.
        client._imap.debug = 0
        try:
            if self.tls == "starttls":
                client.starttls(context)
        except BaseException:
            hang_up(client)
            raise
        return client

    def log_in(self, client: IMAPClient) -> None:
        """Sign in; letters beyond ASCII need another command."""
        password = self.password()
        if self.auth == "xoauth2":
            self._show_token(client, password)
        elif (self.user + password).isascii():
            client.login(self.user, password)
        else:
            client.plain_login(self.user, password)

    def _show_token(self, client: IMAPClient, token: str) -> None:
        """Sign in with a token; the reason of a refusal is kept, and the token is not used again.

        Source: Microsoft, SASL XOAUTH2: the reason comes as a challenge, which is answered with nothing.
        """
        shown = f"user={self.user}\x01auth=Bearer {token}\x01\x01".encode()
        reasons: list[bytes] = []

        def answer(challenge: bytes) -> bytes:
            if not challenge:
                return shown
            reasons.append(challenge)
            return b""

        try:
            client.sasl_login("XOAUTH2", answer)
        except LoginError as refused:
            self.forget()
            why = b" ".join(reasons).decode("utf-8", "replace")[:_REASON_LETTERS]
            raise LoginError(f"{refused} {why}".strip()) from refused

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Turn whatever goes wrong on the line into one breakdown that says what to do. Raises: NeighbourDown."""
        server = f"The mail server {self.host}:{self.port}"
        try:
            yield
        except LoginError as refused:
            raise NeighbourDown(
                f"{server} refused the sign-in of {self.user} ({refused}). Check [mailbox] user, auth and password."
            ) from refused
        except ssl.SSLError as untrusted:
            raise NeighbourDown(
                f"{server} could not be trusted ({untrusted}). Check that host is the name in its certificate, "
                f'that tls = "{self.tls}" is what this port speaks, and that this machine knows the authority.'
            ) from untrusted
        except TimeoutError as silent:
            raise NeighbourDown(
                f"{server} did not answer within {self.timeout_seconds:g} s. Nothing is lost: the next poll tries "
                "again. If it goes on, ask whoever runs the server."
            ) from silent
        except (OSError, IMAPClientError, imaplib.IMAP4.error) as broken:
            raise NeighbourDown(
                f"{server} broke off or refused ({type(broken).__name__}: {broken}). Check [mailbox] host, port, tls "
                f'and that the folder "{self.folder}" exists; the next poll tries again.'
            ) from broken


def is_odd_answer(refused: NeighbourDown) -> bool:
    """The line still stands, but this answer could not be given or read."""
    return isinstance(refused.__cause__, IMAPClientError) and not isinstance(refused.__cause__, imaplib.IMAP4.abort)


def is_gone(refused: IMAPClientError) -> bool:
    """The server's way to say that somebody expunged the message meanwhile. Source: RFC 5530."""
    return "EXPUNGEISSUED" in str(refused).upper()


def log_out(client: IMAPClient) -> None:
    """Say goodbye; a server that does not listen any more changes nothing."""
    try:
        client.logout()
    except (OSError, IMAPClientError, imaplib.IMAP4.error):
        hang_up(client)


def hang_up(client: IMAPClient) -> None:
    """Close the line without a word."""
    with suppress(OSError, IMAPClientError, imaplib.IMAP4.error):
        client.shutdown()
