"""What time it is."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The wall clock, or a fake one."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        ...
