"""How often a password may be tried: a wait that grows, then a lock that an administrator opens.

Tries are counted by the name that was typed, whether there is such an account or not, so that nothing said at the door
tells names that exist from names that do not. Source: NIST SP 800-63B section 5.2.2, throttling of failed tries.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_TRIES = 5
"""Failed tries in a row; after the fifth the name is locked."""
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
"""Units: characters. A longer one only costs time to hash."""
FORGET_STRANGERS = timedelta(days=1)
"""How long tries under a name without an account are remembered."""

_WAITS = tuple(timedelta(seconds=seconds) for seconds in (0, 0, 2, 5, 15))
"""How long after so many failed tries the next one may come."""


class Admission(StrEnum):
    """What is said to whoever tries to sign in."""

    WELCOME = "welcome"
    WRONG = "wrong"
    WAIT = "wait"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Failed tries in a row under one name."""

    count: int = 0
    last_at: datetime | None = None

    @property
    def left(self) -> int:
        """How many remain before the lock."""
        return max(0, MOST_TRIES - self.count)

    def barred(self, now: datetime) -> Admission | None:
        """Why the password is not even looked at now; None when it is."""
        if self.count >= MOST_TRIES:
            return Admission.LOCKED
        if self.last_at is not None and now < self.last_at + _WAITS[self.count]:
            return Admission.WAIT
        return None
