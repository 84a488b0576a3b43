"""What every reply says of itself: the page may load nothing from elsewhere and run nothing that stands in it."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from imwu_inbox.web.site import Site

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-robots-tag": "noindex, nofollow",
}
_TRANSPORT = "max-age=31536000"
MOST_OCTETS = 1_048_576
"""The largest body a form of ours sends. Units: octets."""


class Headers:
    """Puts the headers on every reply, and keeps a reply out of every cache unless it says otherwise."""

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self._app = app
        self._always = dict(ALWAYS)
        if site.is_closed_line:
            self._always["strict-transport-security"] = _TRANSPORT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._always.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self._app(scope, receive, say)


class Threshold:
    """Turns away what is not for this site, and bodies larger than any form of ours."""

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"0")
        if not self._site.answers_to(headers.get(b"host", b"").decode("latin-1")):
            await _refuse(send, 421)
        elif b"transfer-encoding" in headers or not length.isdigit() or int(length) > MOST_OCTETS:
            await _refuse(send, 413)
        else:
            await self._app(scope, receive, send)


async def _refuse(send: Send, status: int) -> None:
    """A reply without a page: whoever gets it is no browser that shows one of ours."""
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
