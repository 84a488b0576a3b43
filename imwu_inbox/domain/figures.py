"""The figures of the dashboard, worked out of a store's counts. Pure: the same counts and day, the same figures.

Source: rules 35-37 for the 14 days; days used are counted from the due date, so days of a pause are not used.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from imwu_inbox.domain.counts import Asked, ClosedCount, Counts, IntakeCount, OpenCount, RefusedCount
from imwu_inbox.domain.deadline import days_left
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.local_days import last_days, monday_of
from imwu_inbox.domain.queue import end_of_week
from imwu_inbox.domain.verdict import Outcome, Refusal

PERIOD_DAYS = 30
"""How far back intake, rejections and cases in time are looked at. Units: calendar days."""
WEEKS = 12
"""How many weeks are shown one by one, the running one last."""
SOON_DAYS = 2
"""A case due within so many days is due soon. Units: calendar days."""
TARGET_PERCENT = 95
"""The share of cases that is to be in time. Units: percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """So many open cases, and the longest of them. Units: `days` late, or used of those there are; None without any."""

    count: int
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InTime:
    """How many of the cases closed in a time were closed by their due date. Units: `median_days` used."""

    since: date
    closed: int
    in_time: int
    median_days: float | None = None

    @property
    def percent(self) -> float | None:
        """The share in time; None where nothing was closed: that is neither good nor bad."""
        return 100 * self.in_time / self.closed if self.closed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """The open cases that have used so many days; the last of the scale holds all that have used more. Units: days."""

    days: int
    is_late: bool
    due_on: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayIntake:
    """The requests of one day of receipt, as they stand today."""

    on: date
    accepted: int
    with_officer: int
    rejected: int

    @property
    def total(self) -> int:
        """All three."""
        return self.accepted + self.with_officer + self.rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one officer holds; `holder` is empty for what nobody holds. `soon`: due within two days, today counted."""

    holder: str
    open: int
    late: int
    soon: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything the dashboard counts, as of one day. Shape: `ages` from 0 to `due_days`, then all beyond."""

    today: date
    due_days: int
    open: int
    without_due_date: int
    overdue: Backlog
    due_today: int
    due_this_week: int
    week_ends_on: date
    unassigned: Backlog
    in_time: InTime
    ages: tuple[Age, ...]
    weeks: tuple[InTime, ...]
    intake: tuple[DayIntake, ...]
    loads: tuple[Load, ...]
    rejections: tuple[tuple[Refusal, int], ...]
    requests: int
    rejected: int
    waiting_to_be_read: int
    waiting_for_parts: int
    on_shelf: int
    undelivered: int


def asked_on(today: date, zone: ZoneInfo) -> Asked:
    """The days whose counts the figures of today need."""
    first_monday = monday_of(today) - timedelta(weeks=WEEKS - 1)
    closed = max((today - first_monday).days + 1, PERIOD_DAYS)
    return Asked(closed=last_days(today, closed, zone), received=last_days(today, PERIOD_DAYS, zone))


def figures_of(counts: Counts, today: date, due_days: int) -> Figures:
    """Work out every figure. Units: due_days in calendar days."""
    late = _where(counts.open, lambda due: due < today)
    nobodys = [group for group in counts.open if not group.holder]
    intake = _intake(counts.intake, today)
    return Figures(
        today=today,
        due_days=due_days,
        open=_sum(counts.open),
        without_due_date=_sum(group for group in counts.open if group.due_on is None),
        overdue=Backlog(count=_sum(late), days=_most(late, lambda due: (today - due).days)),
        due_today=_sum(_where(counts.open, lambda due: due == today)),
        due_this_week=_sum(_where(counts.open, lambda due: today <= due <= end_of_week(today))),
        week_ends_on=end_of_week(today),
        unassigned=Backlog(count=_sum(nobodys), days=_most(nobodys, lambda due: due_days - days_left(due, today))),
        in_time=_in_time(counts.closed, today - timedelta(days=PERIOD_DAYS - 1), today, due_days),
        ages=_ages(counts.open, today, due_days),
        weeks=_weeks(counts.closed, today, due_days),
        intake=intake,
        loads=_loads(counts.open, today),
        rejections=_rejections(counts.refused),
        requests=sum(day.total for day in intake),
        rejected=sum(day.rejected for day in intake),
        waiting_to_be_read=counts.unsettled.get(Fate.STORED, 0),
        waiting_for_parts=counts.unsettled.get(Fate.HELD, 0),
        on_shelf=counts.unsettled.get(Fate.SHELVED, 0),
        undelivered=counts.undelivered,
    )


def _where(groups: Iterable[OpenCount], is_meant: Callable[[date], bool]) -> Sequence[OpenCount]:
    return [group for group in groups if group.due_on is not None and is_meant(group.due_on)]


def _sum(groups: Iterable[OpenCount]) -> int:
    return sum(group.count for group in groups)


def _most(groups: Iterable[OpenCount], days: Callable[[date], int]) -> int | None:
    return max((days(group.due_on) for group in groups if group.due_on is not None), default=None)


def _ages(groups: Iterable[OpenCount], today: date, due_days: int) -> tuple[Age, ...]:
    """A day not yet begun, as a pause may leave it, counts as the first."""
    used: Counter[int] = Counter()
    for group in groups:
        if group.due_on is not None:
            used[min(max(due_days - days_left(group.due_on, today), 0), due_days + 1)] += group.count
    return tuple(
        Age(days=days, is_late=days > due_days, due_on=today + timedelta(days=due_days - days), count=used[days])
        for days in range(due_days + 2)
    )


def _weeks(groups: Sequence[ClosedCount], today: date, due_days: int) -> tuple[InTime, ...]:
    mondays = [monday_of(today) - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    return tuple(_in_time(groups, monday, end_of_week(monday), due_days) for monday in mondays)


def _in_time(groups: Iterable[ClosedCount], since: date, until: date, due_days: int) -> InTime:
    """Of the cases closed on these days; one without a due date has no clock to be judged by."""
    days: list[int] = []
    for group in groups:
        if group.due_on is not None and since <= group.closed_on <= until:
            days += [due_days - days_left(group.due_on, group.closed_on)] * group.count
    return InTime(
        since=since,
        closed=len(days),
        in_time=sum(used <= due_days for used in days),
        median_days=float(median(days)) if days else None,
    )


def _intake(groups: Iterable[IntakeCount], today: date) -> tuple[DayIntake, ...]:
    """One line a day, days without mail too; what is no request is not counted."""
    found: Counter[tuple[date, Outcome]] = Counter()
    for group in groups:
        found[group.received_on, group.outcome] += group.count
    days = [today - timedelta(days=back) for back in reversed(range(PERIOD_DAYS))]
    return tuple(
        DayIntake(
            on=day,
            accepted=found[day, Outcome.ACCEPTED],
            with_officer=found[day, Outcome.OFFICER] + found[day, Outcome.HELD],
            rejected=found[day, Outcome.REJECTED],
        )
        for day in days
    )


def _loads(groups: Iterable[OpenCount], today: date) -> tuple[Load, ...]:
    """By name, and what nobody holds last."""
    by_holder: defaultdict[str, list[OpenCount]] = defaultdict(list)
    for group in groups:
        by_holder[group.holder].append(group)
    return tuple(
        Load(
            holder=holder,
            open=_sum(held),
            late=_sum(_where(held, lambda due: due < today)),
            soon=_sum(_where(held, lambda due: 0 <= days_left(due, today) <= SOON_DAYS)),
        )
        for holder, held in sorted(by_holder.items(), key=lambda item: (not item[0], item[0]))
    )


def _rejections(groups: Iterable[RefusedCount]) -> tuple[tuple[Refusal, int], ...]:
    """How often each reason was given, the most frequent first; a record with two reasons counts under both."""
    found = Counter(dict.fromkeys(Refusal, 0))
    for group in groups:
        for refusal in group.refusals:
            found[refusal] += group.count
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))
