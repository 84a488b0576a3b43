"""An OpenID provider on loopback, over TLS: it asks nobody anything and signs in whom the test wants, or lies."""

import base64
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from tests.servers.certificates import make_certificates

CLIENT = "imwu-inbox"
SECRET = "the client's secret"


@dataclass(slots=True)
class Provider:
    """A running provider. `lies` replaces claims of the next tokens; `key` signs them; `published` is what it shows."""

    issuer: str
    authority: Path
    subject: str = "person-7"
    lies: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    published: RSAKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def token(self, asked: dict[str, str]) -> str:
        """The signed token of a sign-in."""
        now = int(time.time())
        claims: dict[str, Any] = {"iss": self.issuer, "aud": CLIENT, "sub": self.subject, "nonce": asked["nonce"]}
        claims |= {"iat": now, "exp": now + 300}
        claims = {name: value for name, value in {**claims, **self.lies}.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)

    def keys(self) -> dict[str, Any]:
        """What it signs with, as it says."""
        return dict(KeySet([self.published or self.key]).as_dict(private=False))


class _Service(ThreadingHTTPServer):
    """The listening part."""

    daemon_threads = True
    provider: Provider


class _Desk(BaseHTTPRequestHandler):
    """One question and its answer."""

    server: _Service

    def do_GET(self) -> None:
        """Who it is, its keys, or straight back with a code."""
        provider, url = self.server.provider, urlsplit(self.path)
        if url.path == "/.well-known/openid-configuration":
            self._say(
                {
                    "issuer": provider.issuer,
                    "authorization_endpoint": provider.issuer + "/authorize",
                    "token_endpoint": provider.issuer + "/token",
                    "jwks_uri": provider.issuer + "/keys",
                }
            )
        elif url.path == "/keys":
            self._say(provider.keys())
        else:
            asked = {name: values[0] for name, values in parse_qs(url.query).items()}
            code = f"code-{len(provider.codes)}"
            provider.codes[code] = asked
            self.send_response(302)
            back = urlencode({"code": code, "state": asked["state"]})
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.send_header("Content-Length", "0")
            self.end_headers()

    def do_POST(self) -> None:
        """A token for a code, its verifier and the client's secret; once."""
        said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        asked = self.server.provider.codes.pop(said.get("code", [""])[0], None)
        digest = sha256(said.get("code_verifier", [""])[0].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"] or not self._is_client():
            self._say({"error": "invalid_grant"}, status=400)
        else:
            self._say({"access_token": "a", "token_type": "Bearer", "id_token": self.server.provider.token(asked)})

    def _is_client(self) -> bool:
        scheme, _, coded = self.headers.get("Authorization", "").partition(" ")
        return scheme == "Basic" and SECRET.replace(" ", "") in base64.b64decode(coded).decode().replace(" ", "")

    def _say(self, answer: object, *, status: int = 200) -> None:
        octets = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def running(folder: Path) -> Iterator[Provider]:
    """Start the provider with a certificate of its own authority."""
    certificates = make_certificates(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates.server, certificates.key)
    with _Service(("127.0.0.1", 0), _Desk) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.provider = Provider(issuer=f"https://localhost:{server.server_port}", authority=certificates.authority)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.provider
        finally:
            server.shutdown()
            thread.join()
