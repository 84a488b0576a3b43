"""What the list's addresses and forms hold, as it came from outside."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from imwu_inbox.domain.narrowing import Narrowing
from imwu_inbox.domain.queue import PAGE, Question, View
from imwu_inbox.domain.saved_view import LONGEST_NAME
from imwu_inbox.domain.verdict import Outcome, Refusal

Short = Annotated[str, Field(max_length=200)]
_FIRST_YEAR, _LAST_YEAR = 1990, 2200


class Asking(BaseModel):
    """The question in an address. A view that does not exist is the plain list; filters are only compared."""

    model_config = ConfigDict(frozen=True)

    view: Short = ""
    q: Short = ""
    stage: Short = ""
    code: Short = ""
    nationality: Short = ""
    mark: Short = ""
    officer: Short = ""
    after: Short = ""
    due: Short = ""
    since: Short = ""
    until: Short = ""
    outcome: Short = ""
    reason: Short = ""

    def question(self) -> Question:
        """The question itself."""
        return Question(
            view=View(self.view) if self.view in list(View) else View.OPEN,
            words=self.q.strip(),
            stage=self.stage,
            code=self.code,
            nationality=self.nationality,
            mark=self.mark,
            officer=self.officer,
            after=self.after,
            narrowed=Narrowing(
                due=_day(self.due),
                since=_day(self.since),
                until=_day(self.until),
                outcome=self.outcome if self.outcome in list(Outcome) else "",
                reason=self.reason if self.reason in list(Refusal) else "",
            ),
        )


def _day(text: str) -> date | None:
    """A day of the calendar; None where it is none, or so far off that no clock tells its midnight."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


class Chosen(BaseModel):
    """The form around the list: the rows that are ticked, or the one whose button was pressed."""

    model_config = ConfigDict(frozen=True)

    reference: Annotated[list[Short], Field(max_length=PAGE)] = []
    only: Short = ""
    back: Annotated[str, Field(max_length=2000)] = ""

    @property
    def references(self) -> list[str]:
        """What the act is about."""
        return [self.only] if self.only else list(dict.fromkeys(self.reference))


class Sought(BaseModel):
    """The search field."""

    model_config = ConfigDict(frozen=True)

    q: Short = ""


class Kept(BaseModel):
    """A question to be kept, or one to be kept no longer."""

    model_config = ConfigDict(frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    back: Annotated[str, Field(max_length=2000)] = ""
