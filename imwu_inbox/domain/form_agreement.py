"""Answers of a form that must agree with one another: its dates with its duration, both bounds of a size.

A nought with a dot or stroke in it is read as 6, 8 or 9. Where the answers as read do not agree, and they do with the
fewest such figures taken for noughts in one way only, that is what was written.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations, product

from imwu_inbox.domain.documents import Fact
from imwu_inbox.domain.form_answers import iso_date

LOOK_LIKE_NOUGHT = "689"
_MOST_NOUGHTS = 3
_DAYS = re.compile(r"[^\w+]{0,2}(\d{1,4})(?:\s*(?:days|jours))?[^\w@]{0,2}", re.IGNORECASE)
_NEARLY_DAYS = re.compile(r"(?=.*\d)[\w@]{2,4}")
_CLASS = re.compile(r"(\d+)\s*([-–—])\s*(\d+)|(\d{3,})\s*\+")

Guess = tuple[int, str]
"""How many figures were taken for noughts, and what that makes."""


def agreed_period(answers: Mapping[str, Fact]) -> dict[str, str]:
    """From, to and duration as they agree, where one way of reading noughts makes them; else nothing."""
    facts = [answers.get(key) for key in ("from", "to", "total_duration")]
    first, last, days = (fact.value if fact is not None else "" for fact in facts)
    counted = _DAYS.fullmatch(days)
    if not first or not last:
        return {}
    if counted is None or (len(days) > 1 and days.startswith("0")):
        return _period_in_figures(first, last, days)
    if _agree(first, last, counted[1], slack=1):
        return {}
    ways = product(_dates(first), _dates(last), _with_noughts(counted[1]))
    fitting = sorted(
        (start[0] + end[0] + length[0], start[1], end[1], length[1])
        for start, end, length in ways
        if _agree(start[1], end[1], length[1], slack=0)
    )
    if not fitting or (len(fitting) > 1 and fitting[1][0] == fitting[0][0]):
        return {}
    return {"from": fitting[0][1], "to": fitting[0][2], "total_duration": days.replace(counted[1], fitting[0][3])}


def _period_in_figures(first: str, last: str, days: str) -> dict[str, str]:
    """A duration of which some figures were read as letters, as `g7`, where the dates make it one that fits.

    None begins with a nought.
    """
    if not _NEARLY_DAYS.fullmatch(days):
        return {}
    days = f"_{days[1:]}" if days.startswith("0") else days
    fitting = [
        apart
        for apart in (_apart(first, last), _apart(first, last, whole=False))
        if len(apart) == len(days)
        and all(
            one == two or not two.isdecimal() or (one == "0" and two in LOOK_LIKE_NOUGHT)
            for one, two in zip(apart, days, strict=True)
        )
    ]
    return {"total_duration": fitting[0]} if fitting else {}


def _apart(first: str, last: str, *, whole: bool = True) -> str:
    """How many days lie between two dates, the last counted too where they are whole; nothing for what is no date."""
    try:
        return str((date.fromisoformat(last) - date.fromisoformat(first)).days + whole)
    except ValueError:
        return ""


def _agree(first: str, last: str, days: str, *, slack: int) -> bool:
    try:
        apart = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    except ValueError:
        return False
    return 0 <= apart - int(days) <= slack


def _dates(text: str) -> Iterator[Guess]:
    for noughts, guess in _with_noughts(text):
        day = iso_date(guess)
        if day is not None:
            yield noughts, day


def _with_noughts(text: str) -> Iterator[Guess]:
    """The text itself, and with up to a few of its figures taken for noughts."""
    places = [at for at, letter in enumerate(text) if letter in LOOK_LIKE_NOUGHT]
    for count in range(min(_MOST_NOUGHTS, len(places)) + 1):
        for chosen in combinations(places, count):
            yield count, "".join("0" if at in chosen else letter for at, letter in enumerate(text))


def size_class(text: str) -> str:
    """A class of sizes with its round bounds: `21-108` is `21-100`, `161-566` is `101-500`, `580+` is `500+`.

    Only where the lower bound follows a round number; `50-99` is another way to cut, and stays.
    """
    found = _CLASS.fullmatch(text.strip())
    if found is None:
        return text
    if found[4] is not None:
        return f"{_round(found[4])}+"
    if not found[1].endswith("1") or len(found[3]) < 2:
        return text
    return f"{_round(found[1][:-1])}1{found[2]}{_round(found[3])}"


def _round(number: str) -> str:
    rest = "".join("0" if figure in LOOK_LIKE_NOUGHT else figure for figure in number[1:])
    return number[:1] + rest if not rest.strip("0") else number
