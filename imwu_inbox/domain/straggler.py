"""A message that stays behind: its download broke a visit, so visits pass over it and try it again ever more seldom."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from imwu_inbox.domain.mail import MailRef, must_be_aware

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
_DOUBLINGS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Straggler:
    """One such message.

    `times`: how many visits it broke that could read others; `again_at`: before that moment it is not tried.
    """

    ref: MailRef
    times: int = 0
    again_at: datetime

    def __post_init__(self) -> None:
        """Refuse a naive moment."""
        must_be_aware(self.again_at)

    def broke_again(self, at: datetime) -> "Straggler":
        """It broke a visit that could read others: first it is tried at the next visit, then the pauses double."""
        doublings = min(self.times - 1, _DOUBLINGS)
        pause = timedelta(0) if doublings < 0 else min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE)
        return replace(self, times=self.times + 1, again_at=at + pause)

    def waits_its_turn(self, at: datetime) -> "Straggler":
        """It broke a visit in which nothing could be read, which proves nothing against it: others are tried first."""
        return replace(self, again_at=max(self.again_at, at))
