"""The 14-day clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from imwu_inbox.domain import deadline

ZONE = ZoneInfo("America/Toronto")


def test_fourteen_calendar_days_cross_a_clock_change_whole() -> None:
    """Days are dates, not hours: the autumn change of 2026-11-01 moves nothing."""
    assert deadline.due_on(datetime(2026, 10, 25, 3, 59, tzinfo=UTC), 14, ZONE) == date(2026, 11, 7)


@pytest.mark.parametrize(
    ("due", "last"),
    [
        (date(2026, 12, 28), date(2026, 12, 24)),
        (date(2026, 11, 11), date(2026, 11, 10)),
        (date(2026, 11, 18), date(2026, 11, 18)),
    ],
)
def test_the_last_business_day_passes_over_weekends_and_federal_holidays(due: date, last: date) -> None:
    """Rule 37: opinions are issued in business hours."""
    assert deadline.last_business_day(due) == last


def test_a_moment_without_a_zone_is_refused() -> None:
    """A clock cannot run on a naive moment."""
    with pytest.raises(ValueError, match="time zone"):
        deadline.due_on(datetime(2026, 11, 2, 9, 0), 14, ZONE)  # noqa: DTZ001
