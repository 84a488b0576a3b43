"""The one place where real parts are chosen and joined.

Its rooms are opened when something in them is first asked for: a command that needs no database waits for none.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imwu_inbox.wiring.desk import Desk, open_desk
    from imwu_inbox.wiring.house import App, build
    from imwu_inbox.wiring.neighbours import TokenRing, mailbox_doors, postman
    from imwu_inbox.wiring.reading import ReadingApp, reading_app
    from imwu_inbox.wiring.store_state import lay_out, outbox_state, revision

__all__ = [
    "App",
    "Desk",
    "ReadingApp",
    "TokenRing",
    "build",
    "lay_out",
    "mailbox_doors",
    "open_desk",
    "outbox_state",
    "postman",
    "reading_app",
    "revision",
]
_ROOMS = {
    "desk": ("Desk", "open_desk"),
    "house": ("App", "build"),
    "neighbours": ("TokenRing", "mailbox_doors", "postman"),
    "reading": ("ReadingApp", "reading_app"),
    "store_state": ("lay_out", "outbox_state", "revision"),
}


def __getattr__(name: str) -> object:
    """A part, from the room it stands in."""
    room = next((room for room, parts in _ROOMS.items() if name in parts), None)
    if room is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{room}"), name)
