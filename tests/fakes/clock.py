"""A clock that stands still until it is told to go on."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Shows the moment it was set to."""

    def __init__(self, moment: datetime = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment it shows."""
        return self.moment

    def go_on(self, by: timedelta) -> None:
        """Show a later moment."""
        self.moment += by
