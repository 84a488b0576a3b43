"""The one place where real parts are chosen and joined."""

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
