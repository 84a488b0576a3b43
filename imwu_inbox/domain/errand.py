"""What an officer asks of the daemon, which has the mailbox, where the pages have none."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Fetch the whole message of a record that was rejected for its size.

    `has_failed`: the message is in no folder any more, or far too large; it is not tried again by itself.
    """

    reference: str
    officer: str
    asked_at: datetime
    has_failed: bool = False
