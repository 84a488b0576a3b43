"""Tokens from Microsoft's sign-in service, through msal: for a program of its own, or on behalf of a person.

Source: RFC 6749 4.4 (client credentials) and 6 (refreshing a token).
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import msal
import requests
from requests.adapters import HTTPAdapter

from imwu_inbox.errors import NeighbourDown
from imwu_inbox.ports.clock import Clock
from imwu_inbox.ports.tokens import Token

EARLY = timedelta(minutes=5)
"""A token is renewed so long before its end: no visit and no letter takes longer."""
REST = timedelta(seconds=30)
"""A service that gave no token is left alone for so long."""
STEP_TIMEOUTS = 3
"""How many deadlines of one question the whole asking may take: a service that drips never lets a single wait pass."""
_DESCRIBED_LETTERS = 300


class MsalTokens:
    """One client's tokens, kept until shortly before they end. Secrets are asked anew each time.

    With a `refresh_token` the tokens are a person's; the service may replace it, and `keep_refresh_token` is told.
    Units: timeout_seconds for each question to the service.
    """

    def __init__(
        self,
        *,
        authority: str,
        client_id: str,
        client_secret: Callable[[], str],
        scopes: tuple[str, ...],
        clock: Clock,
        refresh_token: Callable[[], str] | None = None,
        keep_refresh_token: Callable[[str], None] = lambda _token: None,
        timeout_seconds: float = 30,
        ca_file: str | None = None,
    ) -> None:
        self._authority = authority
        self._client_id = client_id
        self._client_secret = client_secret
        self._scopes = list(scopes)
        self._clock = clock
        self._refresh_token = refresh_token
        self._keep_refresh_token = keep_refresh_token
        self._timeout_seconds = timeout_seconds
        self._ca_file = ca_file
        self._kept: Token | None = None
        self._refusal = ""
        self._refused_at = clock.now()
        self._asking = threading.Lock()

    def token(self) -> Token:
        """A token good for some minutes at least; several callers at once ask the service once.

        Raises: NeighbourDown when the service is silent or refuses.
        """
        with self._asking:
            now = self._clock.now()
            if self._kept is None or now >= self._kept.expires_at - EARLY:
                self._kept = None
                if self._refusal and now < self._refused_at + REST:
                    raise NeighbourDown(self._refusal)
                self._kept = self._asked_anew()
            return self._kept

    def forget(self) -> None:
        """A server refused the token: ask for a new one next time."""
        with self._asking:
            self._kept = None

    def _asked_anew(self) -> Token:
        """Ask, and remember a refusal for a while: visits, listeners and letters would all ask at once."""
        try:
            token = self._asked()
        except NeighbourDown as refused:
            self._refusal, self._refused_at = str(refused), self._clock.now()
            raise
        self._refusal = ""
        return token

    def _asked(self) -> Token:
        asked_at = self._clock.now()
        try:
            answer = self._answer()
        except (OSError, ValueError, KeyError) as silent:
            raise NeighbourDown(
                f"The sign-in service at {self._authority} gave no token ({type(silent).__name__}). See that tenant "
                "and authority of [oauth] are right and that the service can be reached from here."
            ) from silent
        if "access_token" not in answer:
            why = f"{answer.get('error', 'no reason')}: {answer.get('error_description', '')}"
            raise NeighbourDown(
                f"The sign-in service refused a token for client {self._client_id} "
                f"({' '.join(why.split())[:_DESCRIBED_LETTERS]}). Check client_id, client_secret and "
                "refresh_token_file of [oauth]; whoever runs the tenant makes a new one of what ran out."
            )
        if self._refresh_token and answer.get("refresh_token"):
            self._keep_refresh_token(str(answer["refresh_token"]))
        seconds = int(answer.get("expires_in", 0))
        return Token(text=str(answer["access_token"]), expires_at=asked_at + timedelta(seconds=seconds))

    def _answer(self) -> dict[str, Any]:
        with requests.Session() as session, _cut_after(STEP_TIMEOUTS * self._timeout_seconds) as opened:
            session.mount("https://", _TellingAdapter(opened))
            return self._answer_over(session)

    def _answer_over(self, session: requests.Session) -> dict[str, Any]:
        """The service's answer. The client is made anew each time, so that nothing of an older answer is kept."""
        secret = self._client_secret()
        make = msal.ConfidentialClientApplication if secret else msal.PublicClientApplication
        # The tenant is named by the operator: nobody else is asked whether such a service exists.
        client = make(
            self._client_id,
            **({"client_credential": secret} if secret else {}),
            authority=self._authority,
            instance_discovery=False,
            http_client=_Line(session, timeout_seconds=self._timeout_seconds, ca_file=self._ca_file),
        )
        if self._refresh_token:
            answer = client.acquire_token_by_refresh_token(self._refresh_token(), scopes=self._scopes)
        else:
            answer = client.acquire_token_for_client(scopes=self._scopes)
        return dict(answer)


class _Line:
    """The way to the service: a deadline on every question, and the authority that was named, whatever the environment.

    A session's own `verify` would give way to the environment's.
    """

    def __init__(self, session: requests.Session, *, timeout_seconds: float, ca_file: str | None) -> None:
        self._session = session
        self._always: dict[str, Any] = {"timeout": timeout_seconds, **({"verify": ca_file} if ca_file else {})}

    def get(self, url: str, **asked: Any) -> requests.Response:
        """Ask."""
        return self._session.get(url, **{**asked, **self._always})

    def post(self, url: str, **asked: Any) -> requests.Response:
        """Hand over and ask."""
        return self._session.post(url, **{**asked, **self._always})


class _TellingAdapter(HTTPAdapter):
    """The library's adapter whose lines tell of their sockets, through a proxy or not."""

    def __init__(self, opened: Callable[[socket.socket], None]) -> None:
        self._opened = opened
        super().__init__()

    def init_poolmanager(self, *sizes: Any, **more: Any) -> None:
        """Use our lines."""
        super().init_poolmanager(*sizes, **more)
        self._tell(self.poolmanager)

    def proxy_manager_for(self, proxy: Any, **more: Any) -> Any:
        """Use our lines through a proxy too."""
        manager = super().proxy_manager_for(proxy, **more)
        self._tell(manager)
        return manager

    def _tell(self, manager: Any) -> None:
        pool = manager.pool_classes_by_scheme["https"]
        plain, opened = pool.ConnectionCls, self._opened

        def connected(connection: Any) -> Any:
            line = plain._new_conn(connection)
            opened(line.dup())
            return line

        telling = type("TellingConnection", (plain,), {"_new_conn": connected})
        manager.pool_classes_by_scheme = {"https": type("TellingPool", (pool,), {"ConnectionCls": telling})}


@contextmanager
def _cut_after(seconds: float) -> Iterator[Callable[[socket.socket], None]]:
    """Cut every line it is told of when the step is not done by then; our own handle reaches it under TLS too."""
    handles: list[socket.socket] = []
    passed = threading.Event()

    def cut(handle: socket.socket) -> None:
        with suppress(OSError):
            handle.shutdown(socket.SHUT_RDWR)

    def opened(handle: socket.socket) -> None:
        handles.append(handle)
        if passed.is_set():
            cut(handle)

    def end() -> None:
        passed.set()
        for handle in handles:
            cut(handle)

    watch = threading.Timer(seconds, end)
    watch.daemon = True
    watch.start()
    try:
        yield opened
    finally:
        watch.cancel()
        for handle in handles:
            handle.close()
