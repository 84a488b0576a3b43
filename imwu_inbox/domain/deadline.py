"""The 14-day clock: dates in, dates out.

Source: rules 35-37. Calendar days count, weekends and holidays too; the day ends at midnight in Ottawa.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from imwu_inbox.domain.mail import must_be_aware


def local_date(moment: datetime, zone: ZoneInfo) -> date:
    """The calendar date of a moment in the unit's zone. Raises: ValueError for a naive moment."""
    return must_be_aware(moment).astimezone(zone).date()


def due_on(received_at: datetime, due_days: int, zone: ZoneInfo) -> date:
    """The last day on which the opinion is in time. Units: due_days in calendar days. Source: rule 35."""
    return local_date(received_at, zone) + timedelta(days=due_days)


def days_left(due: date, today: date) -> int:
    """Calendar days until the due date; negative when it has passed."""
    return (due - today).days


@lru_cache(maxsize=16)
def _federal_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("CA", years=year, categories=("government",)))


def last_business_day(due: date) -> date:
    """The last federal business day on or before the due date. Source: rule 37."""
    day = due
    while day.weekday() >= 5 or day in _federal_holidays(day.year):
        day -= timedelta(days=1)
    return day
