"""The dashboard: how the unit stands today, each figure with a link to the list it counts."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from imwu_inbox.domain.deadline import local_date
from imwu_inbox.domain.figures import PERIOD_DAYS, SOON_DAYS, TARGET_PERCENT, Age, Figures, asked_on, figures_of
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Right
from imwu_inbox.domain.queue import View
from imwu_inbox.domain.verdict import Outcome
from imwu_inbox.steps.note_sending import last_sending
from imwu_inbox.web import charts, dates, queue_view
from imwu_inbox.web.catalogue import decimal
from imwu_inbox.web.csv_export import csv_reply
from imwu_inbox.web.mailbox_health import mailboxes
from imwu_inbox.web.showing import ThePages
from imwu_inbox.web.visit import TheDesk, Visit, allowed
from imwu_inbox.wiring import Desk

router = APIRouter()

Reader = Annotated[Visit, Depends(allowed(Right.SEE_CASES))]
_TAKEN_IN = (Outcome.ACCEPTED, Outcome.OFFICER, Outcome.REJECTED)
_LABELLED_WEEKS = 3
"""Every third week has its date under the line: more have no room on a telephone."""


@router.get("/dashboard")
def dashboard(visit: Reader, desk: TheDesk, pages: ThePages) -> Response:
    """The page."""
    figures = _figures(desk, visit)
    return pages.show(
        visit,
        "dashboard.html.j2",
        figures=figures,
        mailboxes=mailboxes(desk, visit),
        sending=last_sending(desk.audit),
        ages=_ages_chart(figures),
        weeks=_weeks_chart(figures, visit.language),
        intake=_intake_chart(figures, visit.language),
        names=_names(desk),
        tone=age_tone,
        target=TARGET_PERCENT,
        period=PERIOD_DAYS,
        soon=SOON_DAYS,
        decimal=lambda value: decimal(value, visit.language),
        long_day=lambda value: dates.long_day(value, visit.language),
        a_week=timedelta(days=6),
        period_began=figures.today - timedelta(days=PERIOD_DAYS - 1),
        views=View,
        age_address=age_address,
        day_address=day_address,
        outcomes=_TAKEN_IN,
    )


@router.get("/dashboard.csv")
def dashboard_csv(visit: Reader, desk: TheDesk) -> Response:
    """Every figure as one line: what is counted, of what, how many."""
    figures = _figures(desk, visit)
    return csv_reply(f"dashboard-{figures.today}.csv", ("figure", "of", "value"), _lines(figures))


def age_tone(age: Age, due_days: int) -> str:
    """How near the due date cases of this age are: the colours of the track."""
    if age.is_late:
        return "late"
    left = due_days - age.days
    if left == 0:
        return "today"
    return "near" if left <= SOON_DAYS else "calm"


def age_address(age: Age) -> str:
    """Where the open cases of this age are listed."""
    return queue_view.view_address(View.OVERDUE) if age.is_late else queue_view.view_address(View.OPEN, due=age.due_on)


def day_address(on: date, outcome: Outcome) -> str:
    """Where the requests of a day with this outcome are listed."""
    return queue_view.view_address(View.ALL, since=on, until=on, outcome=outcome.value)


def _figures(desk: Desk, visit: Visit) -> Figures:
    zone = desk.settings.clock.zone
    today = local_date(visit.now, zone)
    return figures_of(desk.tally.counts(asked_on(today, zone)), today, desk.settings.limits.due_days)


def _names(desk: Desk) -> Mapping[str, str]:
    return {account.name: account.display_name for account in desk.accounts.everyone()}


def _ages_chart(figures: Figures) -> charts.ColumnChart:
    due_days = figures.due_days
    every = max(1, -(-len(figures.ages) // 16))
    return charts.columns(
        [
            charts.Column(
                label=(f"> {due_days}" if age.is_late else str(age.days))
                if age.is_late or not age.days % every
                else "",
                parts=((age_tone(age, due_days), age.count),),
                doors=(age_address(age),),
            )
            for age in figures.ages
        ]
    )


def _weeks_chart(figures: Figures, language: Language) -> charts.LineChart | None:
    """None where no case was closed in any of the weeks: an empty plot would look like a bad one."""
    if not any(week.closed for week in figures.weeks):
        return None
    last = len(figures.weeks) - 1
    points = [
        charts.Point(
            label="" if (last - number) % _LABELLED_WEEKS else dates.short_day(week.since, language),
            value=week.percent,
            door=queue_view.view_address(View.CLOSED, since=week.since, until=week.since + timedelta(days=6)),
        )
        for number, week in enumerate(figures.weeks)
    ]
    return charts.line(points, target=TARGET_PERCENT)


def _intake_chart(figures: Figures, language: Language) -> charts.ColumnChart:
    return charts.columns(
        [
            charts.Column(
                label="" if day.on.weekday() else dates.short_day(day.on, language),
                parts=(("calm", day.accepted), ("near", day.with_officer), ("ended", day.rejected)),
                shows_value=False,
                doors=tuple(day_address(day.on, outcome) for outcome in _TAKEN_IN),
            )
            for day in figures.intake
        ]
    )


def _lines(figures: Figures) -> Iterator[tuple[str, object, object]]:
    yield from (
        ("day", "", figures.today.isoformat()),
        ("open cases", "", figures.open),
        ("open cases without due date", "", figures.without_due_date),
        ("overdue", "", figures.overdue.count),
        ("due today", "", figures.due_today),
        ("due this week", f"to {figures.week_ends_on}", figures.due_this_week),
        ("unassigned", "", figures.unassigned.count),
        (f"closed in {PERIOD_DAYS} days", "", figures.in_time.closed),
        (f"closed in time in {PERIOD_DAYS} days", "", figures.in_time.in_time),
        (f"median days used in {PERIOD_DAYS} days", "", figures.in_time.median_days),
        ("waiting to be read", "", figures.waiting_to_be_read),
        ("waiting for other parts", "", figures.waiting_for_parts),
        ("on the shelf", "", figures.on_shelf),
        ("letters not delivered, records", "", figures.undelivered),
    )
    for age in figures.ages:
        yield "open by days used", f"over {figures.due_days}" if age.is_late else age.days, age.count
    for week in figures.weeks:
        yield "closed in week", week.since, week.closed
        yield "closed in time in week", week.since, week.in_time
    for day in figures.intake:
        yield "received and accepted", day.on, day.accepted
        yield "received and with an officer", day.on, day.with_officer
        yield "received and rejected", day.on, day.rejected
    for load in figures.loads:
        yield "open by officer", load.holder or "nobody", load.open
        yield "late by officer", load.holder or "nobody", load.late
        yield f"due in {SOON_DAYS} days by officer", load.holder or "nobody", load.soon
    for refusal, count in figures.rejections:
        yield f"rejections in {PERIOD_DAYS} days", refusal.value, count
