"""How many records each view of the officers' list has."""

from collections.abc import Iterable, Mapping
from datetime import date

from imwu_inbox.domain.queue import Asked, View, end_of_week

Counts = Mapping[View, int]
"""Records by view, those outside the clock up to one more than `MOST_COUNTED`."""


def counts_of(groups: Iterable[tuple[str, date, int]], asked: Asked) -> dict[View, int]:
    """The counts of the views with a clock, from how many records each holder has by due date."""
    counted = dict.fromkeys((View.OPEN, View.OVERDUE, View.TODAY, View.WEEK, View.MINE, View.UNASSIGNED), 0)
    week_ends_on = end_of_week(asked.today)
    for holder, due_on, count in groups:
        holds = {
            View.OPEN: True,
            View.OVERDUE: due_on < asked.today,
            View.TODAY: due_on == asked.today,
            View.WEEK: asked.today <= due_on <= week_ends_on,
            View.MINE: holder == asked.officer,
            View.UNASSIGNED: not holder,
        }
        for view, is_in in holds.items():
            counted[view] += count if is_in else 0
    return counted
