"""The officers' pages: what a request over HTTP may see and do, and how it looks.

Its rooms are opened when something in them is first asked for: a command that serves no pages waits for none.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imwu_inbox.web.app import make_app
    from imwu_inbox.web.hosting import serving
    from imwu_inbox.web.server import WebServer
    from imwu_inbox.web.site import Site

__all__ = ["Site", "WebServer", "make_app", "serving"]
_ROOMS = {"make_app": "app", "WebServer": "server", "serving": "hosting", "Site": "site"}


def __getattr__(name: str) -> object:
    """A part, from the room it stands in."""
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
