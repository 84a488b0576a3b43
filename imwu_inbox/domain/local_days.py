"""Calendar days of the unit as spans of time: what a store counts by, whatever zone and daylight saving say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalDay:
    """One day of the unit, from its midnight up to the next one. `since` and `until` are in UTC."""

    on: date
    since: datetime
    until: datetime


def local_day(on: date, zone: ZoneInfo) -> LocalDay:
    """The span of a day. Units: 23, 24 or 25 hours, as the clocks go."""
    return LocalDay(on=on, since=_midnight(on, zone), until=_midnight(on + timedelta(days=1), zone))


def last_days(today: date, count: int, zone: ZoneInfo) -> Sequence[LocalDay]:
    """The last days, today among them, oldest first."""
    return [local_day(today - timedelta(days=back), zone) for back in reversed(range(count))]


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
