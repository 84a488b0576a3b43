"""The listening part: one HTTP server for the pages, beside the daemon or alone."""

import logging
import socket
import threading
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp

from imwu_inbox.errors import BadConfig, NeighbourDown
from imwu_inbox.settings import WebSection

_STOP_SECONDS = 5
_START_SECONDS = 30.0
_WAITING = 128


class WebServer:
    """Listens at once, and answers from `start` on, in a thread of its own."""

    def __init__(self, web: WebSection) -> None:
        """Take the port. Raises: BadConfig when it is taken or not ours to take."""
        family = socket.AF_INET6 if ":" in web.host else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((web.host, web.port))
        except OSError as error:
            self._socket.close()
            raise BadConfig(
                f"the officers' pages cannot listen on {web.host}:{web.port}: {error.strerror}. Set web.port to a free "
                "one, or start `imwu-inbox run --no-web`"
            ) from error
        self._socket.listen(_WAITING)
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port it listens on, where the system chose one."""
        port: int = self._socket.getsockname()[1]
        return port

    def start(self, app: ASGIApp) -> None:
        """Answer from a thread of its own. Raises: NeighbourDown when it does not come up."""
        server = self._made(app)
        self._thread = threading.Thread(target=server.run, kwargs={"sockets": [self._socket]}, name="web", daemon=True)
        self._thread.start()
        waited = threading.Event()
        for _ in range(int(_START_SECONDS / 0.02)):
            if server.started or not self._thread.is_alive():
                break
            waited.wait(0.02)
        if not server.started:
            raise NeighbourDown("the officers' pages did not come up: see the log")

    def stop(self) -> None:
        """Let replies under way end, then close. Stopping again changes nothing."""
        if self._server is not None:
            self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS * 2)
        self._socket.close()

    def __enter__(self) -> Self:
        """The server itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def _made(self, app: ASGIApp) -> uvicorn.Server:
        # No access log: paths name cases, and questions name people. Forwarded addresses are believed from nobody.
        logging.getLogger("uvicorn").setLevel(logging.WARNING)
        config = uvicorn.Config(
            app,
            access_log=False,
            log_config=None,
            lifespan="off",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_STOP_SECONDS,
            ws="none",
        )
        self._server = uvicorn.Server(config)
        return self._server
