"""A sign-in service on loopback, over TLS: it describes itself and gives tokens, or refuses them, as it is told."""

import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from tests.servers.certificates import make_certificates

TENANT = "unit.example"


@dataclass(slots=True)
class SignIn:
    """A running service. `answer` is what it says of the next requests; `asked` holds what it was asked for.

    `drips` makes it say its tokens an octet at a time, for ever.
    """

    url: str
    authority: Path
    answer: Mapping[str, object] = field(default_factory=dict)
    asked: list[Mapping[str, str]] = field(default_factory=list)
    drips: bool = False
    over: threading.Event = field(default_factory=threading.Event)

    def gives(self, token: str, *, seconds: int = 3600, **more: str) -> None:
        """From now on this token."""
        self.answer = {"access_token": token, "token_type": "Bearer", "expires_in": seconds, **more}


class _Service(ThreadingHTTPServer):
    """The listening part, which knows what to answer."""

    daemon_threads = True
    sign_in: SignIn


class _Desk(BaseHTTPRequestHandler):
    """One question and its answer."""

    server: _Service

    def do_GET(self) -> None:
        """What the service says of itself."""
        tenant = f"{self.server.sign_in.url}/{TENANT}"
        base = f"{tenant}/oauth2/v2.0"
        self._say(
            {
                "issuer": f"{tenant}/v2.0",
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{base}/token",
            }
        )

    def do_POST(self) -> None:
        """A token, or why there is none."""
        said = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.sign_in.asked.append({name: values[0] for name, values in parse_qs(said).items()})
        if self.server.sign_in.drips:
            self._drip()
        else:
            self._say(self.server.sign_in.answer)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        with suppress(OSError):
            while not self.server.sign_in.over.wait(0.02):
                self.wfile.write(b" ")
                self.wfile.flush()

    def _say(self, answer: Mapping[str, object]) -> None:
        octets = json.dumps(answer).encode()
        self.send_response(400 if "error" in answer else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def running(folder: Path) -> Iterator[SignIn]:
    """Start the service with a certificate of its own authority."""
    certificates = make_certificates(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates.server, certificates.key)
    with _Service(("127.0.0.1", 0), _Desk) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        url = f"https://localhost:{server.server_port}"
        server.sign_in = SignIn(url=url, authority=certificates.authority)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.sign_in
        finally:
            server.sign_in.over.set()
            server.shutdown()
            thread.join()
