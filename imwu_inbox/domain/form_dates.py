"""The days that a form's dates state, where day and month may stand in either order. Source: rules 13 to 16.

People in Canada write both ways. A date is settled by itself, by the order of the form's other dates, or by the stated
duration; else it is shown as unsettled, and no rule about dates speaks.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import product

from imwu_inbox.domain.request import FormFacts

_KEYS = ("date_of_birth", "from", "to")
_EITHER_WAY = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})")
_LAST_MONTH = 12


def days_meant(text: str) -> frozenset[date]:
    """The day that a date states; both days of one whose day and month may be read either way, or none."""
    found = _EITHER_WAY.fullmatch(text.strip())
    if found is None:
        return frozenset(_real_days((text.strip(),)))
    first, second, year = found.groups()
    ways = ((second, first), (first, second))
    return frozenset(_real_days(f"{year}-{int(month):02}-{int(day):02}" for month, day in ways))


def date_of(form: FormFacts, key: str) -> date | None:
    """The day of one of the form's dates; None when it is empty, no real day, or not settled."""
    meant = days_meant(form.value(key))
    if len(meant) <= 1:
        return next(iter(meant), None)
    first = _by_order(form, key) or _by_duration(form, key)
    return first if first in meant else None


def is_unsettled(form: FormFacts, key: str) -> bool:
    """Whether something is written for a date and no one day is sure."""
    return bool(form.value(key)) and date_of(form, key) is None


def _real_days(texts: Iterable[str]) -> Iterator[date]:
    for text in texts:
        with suppress(ValueError):
            yield date.fromisoformat(text)


def _numbers(form: FormFacts, key: str) -> tuple[int, int, int] | None:
    """Two numbers and a year as they were written, before any of it was settled."""
    fact = form.reading.fields.get(key) if form.reading else None
    found = _EITHER_WAY.fullmatch((fact.raw or fact.value).strip()) if fact else None
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def _by_order(form: FormFacts, key: str) -> date | None:
    """The day in the order that the form's other dates surely keep; None where they keep none, or both."""
    written = [numbers for one in _KEYS if (numbers := _numbers(form, one)) is not None]
    day_first = any(first > _LAST_MONTH for first, _, _ in written)
    month_first = any(second > _LAST_MONTH for _, second, _ in written)
    own = _numbers(form, key)
    if own is None or day_first == month_first:
        return None
    day, month = (own[0], own[1]) if day_first else (own[1], own[0])
    return date(own[2], month, day)


def _by_duration(form: FormFacts, key: str) -> date | None:
    """The day with which from and to lie as many days apart as the form says; None where two would do."""
    days = re.search(r"\d+", form.value("total_duration"))
    if key not in ("from", "to") or days is None:
        return None
    pairs = product(days_meant(form.value("from")), days_meant(form.value("to")))
    fitting = {(start, end) for start, end in pairs if (end - start).days + 1 == int(days[0])}
    return next(iter(fitting))[key == "to"] if len(fitting) == 1 else None
