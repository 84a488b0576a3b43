"""Where the pages are reached: the addresses a browser may show, and whether the line is closed."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from imwu_inbox.settings import WebSection


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The origins under which these pages are known. Shape: `origins` as a browser writes them, the first is shown.

    On plain http, which is refused for any but a loopback address, a cookie cannot carry the `__Host-` prefix or be
    Secure: nothing travels outside the machine there, and a name of its own keeps other ports' cookies apart.
    """

    origins: tuple[str, ...]

    @classmethod
    def of(cls, web: WebSection, port: int | None = None) -> "Site":
        """The site of these settings; `port` where the system chose one."""
        number = port or web.port
        if web.public_url:
            return cls(origins=(web.public_url.rstrip("/"),))
        shown = f"[{web.host}]" if ":" in web.host else web.host
        loopback = dict.fromkeys((shown, "127.0.0.1", "localhost", "[::1]"))
        return cls(origins=tuple(f"http://{host}:{number}" if number != 80 else f"http://{host}" for host in loopback))

    @property
    def url(self) -> str:
        """The address to show people."""
        return self.origins[0]

    @property
    def is_closed_line(self) -> bool:
        """Whether browsers reach it over TLS."""
        return self.url.startswith("https://")

    def knows(self, origin: str) -> bool:
        """Whether a browser that shows this origin shows our pages."""
        return origin in self.origins

    def answers_to(self, host: str) -> bool:
        """Whether a request for this Host is for us: another name that leads here is somebody's trick."""
        return any(urlsplit(origin).netloc == host.lower() for origin in self.origins)

    def cookie(self, name: str) -> str:
        """The full name of a cookie."""
        port = urlsplit(self.url).port
        return f"__Host-imwu-{name}" if self.is_closed_line else f"imwu-{name}-{port or 80}"
