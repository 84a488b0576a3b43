"""Style, script, fonts and pictures: each under a name that changes with its content, to be kept for ever."""

import gzip
import mimetypes
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static/"
_FOR_EVER = "public, max-age=31536000, immutable"
_SHOWN = 12
"""Units: hexadecimal digits of the hash in a name."""
_REFERENCE = re.compile(r'url\("([^"/]+)"\)')
_SPARE = re.compile(rb"/\*.*?\*/|(?<=\n)\s+", re.DOTALL)
"""Comments of a style, and the room before its lines."""
_KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file. `packed` is its content by gzip, where that is smaller."""

    media_type: str
    content: bytes
    packed: bytes | None


class Assets:
    """The files of a folder by their hashed names."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._hashed: dict[str, str] = {}
        self._files: dict[str, Asset] = {}
        # Styles name fonts, so they come last: a font's new name gives the style a new name too.
        for path in sorted(folder.iterdir(), key=lambda path: (path.suffix == ".css", path.name)):
            if path.suffix not in (".txt", ".md"):
                self._take(path.name, _content(path))

    def url(self, name: str) -> str:
        """Where a file is fetched. Raises: KeyError when there is none of this name."""
        return PREFIX + self._hashed[name]

    def find(self, path: str) -> Asset | None:
        """The file of a hashed name, if any."""
        return self._files.get(path.removeprefix(PREFIX))

    def _take(self, name: str, content: bytes) -> None:
        stem, dot, ending = name.rpartition(".")
        if ending == "css":
            content = _SPARE.sub(b"", content)
            content = _REFERENCE.sub(lambda found: f'url("{self.url(found[1])}")', content.decode()).encode()
        hashed = f"{stem}.{sha256(content).hexdigest()[:_SHOWN]}{dot}{ending}"
        media_type = _KINDS.get(dot + ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        packed = gzip.compress(content, 9, mtime=0)
        self._hashed[name] = hashed
        self._files[hashed] = Asset(
            media_type=media_type, content=content, packed=packed if len(packed) < len(content) * 0.95 else None
        )


def _content(path: Path) -> bytes:
    """A file, or the pieces of one that lie in a folder of its name, in their order."""
    if path.is_file():
        return path.read_bytes()
    return b"".join(piece.read_bytes() for piece in sorted(path.iterdir()))


class AssetsDoor:
    """Answers for the files before anything else is asked: they are the same for everybody."""

    def __init__(self, app: ASGIApp, *, assets: Assets) -> None:
        self._app = app
        self._assets = assets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        path = scope.get("path", "")
        asset = self._assets.find(path) if scope["type"] == "http" and path.startswith(PREFIX) else None
        if asset is None or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        headers = {"cache-control": _FOR_EVER, "vary": "accept-encoding"}
        content = asset.content
        if asset.packed is not None and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            headers["content-encoding"], content = "gzip", asset.packed
        await Response(content, media_type=asset.media_type, headers=headers)(scope, receive, send)
