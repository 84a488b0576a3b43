"""The line to an IMAP server: how it is opened, trusted and closed, and what its failures are called."""

import imaplib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Literal

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from imwu_inbox.adapters.imap_mailbox.deadline import STEP_TIMEOUTS, within
from imwu_inbox.adapters.imap_mailbox.opening import OpeningClient
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
        """A connection, greeted and encrypted as configured, within one step."""
        opened: list[socket.socket] = []
        try:
            with self.step(lambda: opened[-1] if opened else None):
                return self._connect(opened.append)
        finally:
            for handle in opened:
                handle.close()

    def _connect(self, opened: Callable[[socket.socket], None]) -> IMAPClient:
        context = None if self.tls == "none" else ssl.create_default_context(cafile=self.ca_file)
        client = OpeningClient(
            self.host,
            self.port,
            context=context if self.tls == "implicit" else None,
            timeout_seconds=self.timeout_seconds,
            opened=opened,
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

    @contextmanager
    def step(self, reach: Callable[[], socket.socket | None], *, beside: float = 0.0) -> Iterator[None]:
        """One question and its answer, within their deadline, `beside` what we wait ourselves. Raises: NeighbourDown.

        Units: seconds.
        """
        with self.speaking(), within(reach, beside + STEP_TIMEOUTS * self.timeout_seconds):
            yield

    def log_in(self, client: IMAPClient) -> None:
        """Sign in within one step; letters beyond ASCII need another command. Raises: NeighbourDown."""
        with self.step(client.socket):
            self._log_in(client, self.password())

    def select(self, client: IMAPClient, folder: str, *, readonly: bool = False) -> Mapping[bytes, Any]:
        """Select a folder within one step. Raises: NeighbourDown."""
        with self.step(client.socket):
            selected: dict[bytes, Any] = client.select_folder(folder, readonly=readonly)
            return selected

    def log_out(self, client: IMAPClient) -> None:
        """Say goodbye; a server that does not listen any more changes nothing."""
        try:
            with self.step(client.socket):
                client.logout()
        except NeighbourDown:
            hang_up(client)

    def _log_in(self, client: IMAPClient, password: str) -> None:
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


def hang_up(client: IMAPClient) -> None:
    """Close the line without a word."""
    with suppress(OSError, IMAPClientError, imaplib.IMAP4.error):
        client.shutdown()
