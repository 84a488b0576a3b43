"""What the audit log and the ledger have in common: asked by days and by record, read newest first, page by page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Literal, Protocol, TypeVar
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from imwu_inbox.domain.local_days import local_day

MOST_ID = 2**31 - 1
"""The largest id a row can have."""
_ROWS_AT_ONCE = 500
Entry_co = TypeVar("Entry_co", covariant=True)


class Page(Protocol[Entry_co]):
    """One page of a journal: the `rows` newest entries below a number."""

    def __call__(self, *, below: int | None, rows: int) -> Sequence[Entry_co]:
        """Newest first."""


class JournalQuestion(BaseModel):
    """What such a page is asked for; an empty field asks for everything."""

    model_config = ConfigDict(frozen=True)

    since: date | Literal[""] = ""
    until: date | Literal[""] = ""
    record: Annotated[str, Field(max_length=40)] = ""
    below: Annotated[int, Field(ge=1, le=MOST_ID)] | None = None

    def span(self, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """From when, and up to when; the last day counts as a whole."""
        since = local_day(self.since, zone).since if self.since else None
        until = local_day(self.until, zone).until if self.until else None
        return since, until

    @property
    def filters(self) -> Mapping[str, str]:
        """The fields that are set, as they stand in an address."""
        fields = self.model_dump(exclude={"below"}, mode="json")
        return {name: value for name, value in fields.items() if value}

    def address(self, **more: object) -> str:
        """The part of an address that asks this again."""
        return urlencode({**self.filters, **more})


def on_all_pages(page: Page[Entry_co], number: Callable[[Entry_co], int]) -> Iterator[Entry_co]:
    """Every entry that the question finds; `number` is what the next page begins below."""
    below: int | None = None
    while True:
        found = page(below=below, rows=_ROWS_AT_ONCE)
        yield from found
        if len(found) < _ROWS_AT_ONCE:
            return
        below = number(found[-1])
