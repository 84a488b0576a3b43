"""A plan to a rendered letter."""

from datetime import datetime
from typing import Protocol

from imwu_inbox.domain.reply import Letter, ReplyPlan


class Letters(Protocol):
    """Writes letters in both official languages, the sender's first."""

    def write(self, plan: ReplyPlan, *, reference: str, now: datetime) -> Letter:
        """The whole message with fixed Message-ID and Date. The same plan, reference and moment give the same bytes."""
        ...
