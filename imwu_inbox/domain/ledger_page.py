"""What may be asked of the ledger when a person reads it page by page."""

from dataclasses import dataclass
from datetime import datetime

from imwu_inbox.domain.ledger import Fate

PAGE_ROWS = 50
"""Units: rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The messages to show; every part that is given narrows them.

    `since` and `until` are moments of receipt, the first one counted and the last one not. Shape: `place` is
    (account, folder).
    """

    fate: Fate | None = None
    place: tuple[str, str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    reference: str = ""
