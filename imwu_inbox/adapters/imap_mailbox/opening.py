"""imapclient's client whose socket is at hand before the server has said a word: the greeting has a deadline too."""

import imaplib
import socket
import ssl
from collections.abc import Callable
from typing import Any

from imapclient import IMAPClient


class OpeningClient(IMAPClient):  # type: ignore[misc]  # the library has no types
    """A client that tells of its socket, by a handle of its own, as soon as there is one."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        context: ssl.SSLContext | None,
        timeout_seconds: float,
        opened: Callable[[socket.socket], None],
    ) -> None:
        self._opened = opened
        super().__init__(host, port, ssl=context is not None, ssl_context=context, timeout=timeout_seconds)

    def _create_IMAP4(self) -> "_OpeningLine":  # noqa: N802  the library's name
        return _OpeningLine(
            self.host, self.port, context=self.ssl_context, timeout_seconds=self._timeout.connect, opened=self._opened
        )


class _OpeningLine(imaplib.IMAP4):
    """The library's line. A handle of one's own reaches the connection even while it is being encrypted."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        context: ssl.SSLContext | None,
        timeout_seconds: float,
        opened: Callable[[socket.socket], None],
    ) -> None:
        self._context = context
        self._timeout_seconds = timeout_seconds
        self._opened = opened
        super().__init__(host, port)

    def _create_socket(self, _timeout: float | None = None) -> Any:
        line = socket.create_connection((self.host, self.port), timeout=self._timeout_seconds)
        try:
            self._opened(line.dup())
            return self._context.wrap_socket(line, server_hostname=self.host) if self._context else line
        except BaseException:
            line.close()
            raise
