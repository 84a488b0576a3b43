"""The dashboard's figures from the store's counts."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from imwu_inbox.domain.counts import ClosedCount, Counts, IntakeCount, OpenCount, RefusedCount
from imwu_inbox.domain.figures import Backlog, DayIntake, Figures, Load, asked_on, figures_of
from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.verdict import Outcome, Refusal

TODAY = date(2026, 11, 24)
"""A Tuesday."""
TORONTO = ZoneInfo("America/Toronto")
EMPTY = Counts(open=[], closed=[], intake=[], refused=[], unsettled={})


def due(days: int, count: int = 1, holder: str = "") -> OpenCount:
    """Open cases due in so many days."""
    return OpenCount(due_on=TODAY + timedelta(days=days), holder=holder, count=count)


def figures(**counts: object) -> Figures:
    """The figures of these counts, all others empty."""
    values = {name: getattr(EMPTY, name) for name in ("open", "closed", "intake", "refused", "unsettled")}
    return figures_of(Counts(**{**values, **counts}), TODAY, 14)


def test_what_is_late_due_today_and_due_this_week() -> None:
    """The week ends on Sunday, and what is late already is not due this week."""
    shown = figures(open=[due(-3), due(-1, 2), due(0, 4), due(5, 30), due(6, 7)])
    assert shown.overdue == Backlog(count=3, days=3)
    assert (shown.due_today, shown.due_this_week, shown.week_ends_on) == (4, 34, date(2026, 11, 29))
    assert shown.open == 44


def test_what_nobody_holds_with_the_days_its_oldest_has_used() -> None:
    """Cases without a due date count, and say nothing of age."""
    nobody = OpenCount(due_on=None, holder="", count=2)
    shown = figures(open=[due(12, 5), due(1, 9, "m.roy"), nobody])
    assert shown.unassigned == Backlog(count=7, days=2)
    assert shown.without_due_date == 2
    assert figures(open=[due(1, 9, "m.roy")]).unassigned == Backlog(count=0, days=None)


def test_ages_have_a_step_for_each_day_and_one_for_all_beyond() -> None:
    """A case that was given days by a pause begins at the first step; each step knows its due date."""
    shown = figures(open=[due(15), due(14), due(2, 3), due(0, 4), due(-1), due(-40)])
    assert [age.days for age in shown.ages] == list(range(16))
    assert {age.days: age.count for age in shown.ages if age.count} == {0: 2, 12: 3, 14: 4, 15: 2}
    assert [(age.is_late, age.due_on) for age in shown.ages[-2:]] == [(False, TODAY), (True, date(2026, 11, 23))]


def test_cases_in_time_over_thirty_days_with_their_median() -> None:
    """Day 14 is in time, day 15 is late; what was closed before the period is left out."""
    closed = [
        ClosedCount(closed_on=TODAY, due_on=TODAY, count=1),
        ClosedCount(closed_on=TODAY, due_on=TODAY - timedelta(days=1), count=1),
        ClosedCount(closed_on=TODAY - timedelta(days=29), due_on=TODAY - timedelta(days=24), count=2),
        ClosedCount(closed_on=TODAY - timedelta(days=30), due_on=TODAY - timedelta(days=50), count=9),
        ClosedCount(closed_on=TODAY, due_on=None, count=5),
    ]
    shown = figures(closed=closed).in_time
    assert (shown.closed, shown.in_time, shown.percent, shown.median_days) == (4, 3, 75.0, 11.5)


def test_weeks_run_from_monday_and_those_without_a_case_have_no_share() -> None:
    """Neither 0 nor 100 percent: nothing can be said of an empty week."""
    closed = [ClosedCount(closed_on=date(2026, 11, 22), due_on=date(2026, 11, 25), count=3)]
    weeks = figures(closed=closed).weeks
    assert len(weeks) == 12
    assert [week.since for week in weeks[-2:]] == [date(2026, 11, 16), date(2026, 11, 23)]
    assert [week.percent for week in weeks[-3:]] == [None, 100.0, None]
    assert figures().in_time.percent is None


def test_intake_has_a_line_for_every_day_and_leaves_out_what_is_no_request() -> None:
    """Held parts that came to an officer are with the officer."""
    counted = [(Outcome.ACCEPTED, 5), (Outcome.REJECTED, 2), (Outcome.OFFICER, 1), (Outcome.HELD, 1)]
    others = [(Outcome.NOT_A_REQUEST, 40)]
    intake = [IntakeCount(received_on=TODAY, outcome=outcome, count=count) for outcome, count in counted + others]
    shown = figures(intake=intake)
    assert [day.on for day in (shown.intake[0], shown.intake[-1])] == [date(2026, 10, 26), TODAY]
    assert shown.intake[-1] == DayIntake(on=TODAY, accepted=5, with_officer=2, rejected=2)
    assert (shown.intake[0].total, shown.requests, shown.rejected) == (0, 9, 2)


def test_each_officers_load_and_last_what_nobody_holds() -> None:
    """Soon is today and the two days after it; what is late stands by itself."""
    opened = [due(-1, 1, "s.dhaliwal"), due(0, 2, "m.roy"), due(2, 1, "m.roy"), due(3, 4, "m.roy"), due(1, 6)]
    assert figures(open=opened).loads == (
        Load(holder="m.roy", open=7, late=0, soon=3),
        Load(holder="s.dhaliwal", open=1, late=1, soon=0),
        Load(holder="", open=6, late=0, soon=6),
    )


def test_the_three_reasons_are_always_named_the_most_frequent_first() -> None:
    """A record with two reasons counts under each; there is no fourth reason."""
    passport, form = Refusal.MISSING_PASSPORT, Refusal.MISSING_IMM5686
    refused = [RefusedCount(refusals=(passport, form), count=2), RefusedCount(refusals=(form,), count=3)]
    assert figures(refused=refused).rejections == ((form, 5), (passport, 2), (Refusal.OVER_SIZE, 0))


def test_messages_that_wait_are_told_apart() -> None:
    """To be read, for other parts, for a person."""
    shown = figures(unsettled={Fate.STORED: 3, Fate.SHELVED: 1})
    assert (shown.waiting_to_be_read, shown.waiting_for_parts, shown.on_shelf) == (3, 0, 1)


def test_the_days_asked_for_cover_every_week_shown() -> None:
    """Twelve weeks back to a Monday, and thirty days of receipt; each day meets the next."""
    asked = asked_on(TODAY, TORONTO)
    assert asked.closed[0].on == date(2026, 9, 7)
    assert (len(asked.received), asked.received[-1].on) == (30, TODAY)
    assert all(day.until == after.since for day, after in zip(asked.closed, asked.closed[1:], strict=False))
    lengths = {day.on: day.until - day.since for day in asked.closed}
    assert lengths[date(2026, 11, 1)] == timedelta(hours=25)
