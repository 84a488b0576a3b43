"""One sign-in and how long it lasts.

Source: the privacy requirements of the unit, 15 minutes without activity; 10 hours in all is a working day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

IDLE = timedelta(minutes=15)
WARN_AFTER = timedelta(minutes=13)
HARD = timedelta(hours=10)
FRESH = timedelta(seconds=30)
"""A session seen less than this ago is not written anew: a page of many requests costs one write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in browser, known by the hash of its cookie. `found` are the records of the last search by number.

    `told` is what the next page says of the act before it, as a key of the catalogue with its values in JSON.
    """

    key: str
    account: str
    csrf: str
    began_at: datetime
    seen_at: datetime
    found: tuple[str, ...] = ()
    told: str = ""

    def ends_at(self) -> datetime:
        """When it ends unless something is done before."""
        return min(self.seen_at + IDLE, self.began_at + HARD)

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended."""
        return now >= self.ends_at()

    def is_stale(self, now: datetime) -> bool:
        """Whether the moment of the last act is to be written anew."""
        return now - self.seen_at >= FRESH
