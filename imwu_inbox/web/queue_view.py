"""What the list page shows, made from lines and counts: addresses, urgency, names, in no language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Account
from imwu_inbox.domain.queue import Question, QueueLine, Urgency, View, days_used, urgency
from imwu_inbox.domain.verdict import Outcome
from imwu_inbox.web import dates
from imwu_inbox.web.catalogue import Words

PATH = "/queue"
_SAID_OUTCOMES = frozenset({Outcome.ACCEPTED, Outcome.OFFICER, Outcome.REJECTED, Outcome.NOT_A_REQUEST})
MOST_MARKS = 2
"""How many flags a row shows before it counts the rest."""

GROUPS: tuple[tuple[str, tuple[View, ...]], ...] = (
    ("queue.by-due", (View.OPEN, View.OVERDUE, View.TODAY, View.WEEK)),
    ("queue.by-holder", (View.MINE, View.UNASSIGNED)),
    ("queue.outside", (View.REJECTED, View.UNDELIVERED, View.NOT_A_REQUEST, View.HELD, View.CLOSED)),
)
"""The rail."""


def address(question: Question, **changes: str) -> str:
    """Where a question is asked: only what differs from the plain list stands in it."""
    values: dict[str, str] = {
        "view": "" if question.view is View.OPEN else question.view.value,
        "q": question.words,
        **question.filters,
        "after": question.after,
        **changes,
    }
    told = urlencode({name: value for name, value in values.items() if value})
    return f"{PATH}?{told}" if told else PATH


def view_address(view: View, **narrowed: object) -> str:
    """Where a view is, or the part of it that a figure counts."""
    return address(Question(view=view), **{name: str(value) for name, value in narrowed.items()})


def page_address(question: Question, after: str) -> str:
    """Where the page after a line is, or the first one."""
    return address(question, after=after)


def narrowed(question: Question, words: Words, language: Language, today: date) -> list[str]:
    """What part of the view a figure of the dashboard asked for, in words."""
    part = question.narrowed
    said = [words("queue.narrowed-due", day=dates.day(part.due, language, today=today))] if part.due else []
    if part.since or part.until:
        kind = "closed" if question.view is View.CLOSED else "received"
        first, last = (dates.day(one, language, today=today) if one else "…" for one in (part.since, part.until))
        if part.since == part.until:
            said.append(words(f"queue.narrowed-{kind}", day=first))
        else:
            said.append(words(f"queue.narrowed-{kind}-span", first=first, last=last))
    if part.outcome in _SAID_OUTCOMES:
        said.append(words(f"queue.narrowed-outcome-{part.outcome}"))
    if part.reason:
        said.append(words(f"dashboard.{part.reason}"))
    return [str(one) for one in said]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line, ready for its template. Units: days left, negative when late; days used, 0 to due_days."""

    line: QueueLine
    days_left: int | None
    used: int
    urgency: Urgency
    holder_name: str
    is_mine: bool

    @property
    def marks(self) -> tuple[object, ...]:
        """The gravest marks, as many as are shown."""
        return self.line.marks[:MOST_MARKS]

    @property
    def more_marks(self) -> tuple[object, ...]:
        """Those that are counted."""
        return self.line.marks[MOST_MARKS:]


def row(line: QueueLine, *, today: date, due_days: int, names: Mapping[str, str], me: Account) -> Row:
    """A line as this officer sees it today."""
    due_on = line.due_on
    return Row(
        line=line,
        days_left=(due_on - today).days if due_on else None,
        used=days_used(due_on, today, due_days) if due_on else 0,
        urgency=urgency(due_on, today) if due_on else Urgency.CALM,
        holder_name=names.get(line.holder, line.holder),
        is_mine=line.holder == me.name,
    )


def code_title(codes: CodeRegister, code: str, language: str) -> str:
    """What a code stands for; empty for one that is not on the list."""
    known = codes.get(code)
    if known is None:
        return ""
    return known.title_fr if language == Language.FRENCH else known.title_en
