"""The audit log, to read: who saw which case, and what each person did. For auditors alone."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from imwu_inbox.domain.audit import Act, AuditLine, AuditQuestion
from imwu_inbox.domain.local_days import local_day
from imwu_inbox.domain.officer import Right
from imwu_inbox.web.csv_export import csv_reply
from imwu_inbox.web.showing import ThePages
from imwu_inbox.web.visit import TheDesk, Visit, allowed
from imwu_inbox.wiring import Desk

router = APIRouter()
Auditor = Annotated[Visit, Depends(allowed(Right.SEE_AUDIT))]
ROWS = 100
_ROWS_AT_ONCE = 500
_MOST_ID = 2**31 - 1


class AuditAsked(BaseModel):
    """What the page is asked for; an empty field asks for everything."""

    model_config = ConfigDict(frozen=True)

    act: Act | Literal[""] = ""
    officer: Annotated[str, Field(max_length=200)] = ""
    record: Annotated[str, Field(max_length=40)] = ""
    since: date | Literal[""] = ""
    until: date | Literal[""] = ""
    below: Annotated[int, Field(ge=1, le=_MOST_ID)] | None = None

    def question(self, zone: ZoneInfo) -> AuditQuestion:
        """The same for the log; the last day counts as a whole."""
        return AuditQuestion(
            act=self.act or None,
            officer=self.officer.strip(),
            reference=self.record.strip(),
            since=local_day(self.since, zone).since if self.since else None,
            until=local_day(self.until, zone).until if self.until else None,
        )

    @property
    def filters(self) -> Mapping[str, str]:
        """The fields that are set, as they stand in an address."""
        fields = self.model_dump(exclude={"below"}, mode="json")
        return {name: value for name, value in fields.items() if value}

    def address(self, **more: object) -> str:
        """The part of an address that asks this again."""
        return urlencode({**self.filters, **more})


Asked = Annotated[AuditAsked, Query()]


@router.get("/audit")
def audit(visit: Auditor, desk: TheDesk, pages: ThePages, asked: Asked) -> Response:
    """One page of it, newest first."""
    zone = desk.settings.clock.zone
    found = desk.audit.page(asked.question(zone), below=asked.below, rows=ROWS + 1)
    return pages.show(
        visit,
        "audit.html.j2",
        asked=asked,
        lines=found[:ROWS],
        next_below=found[ROWS - 1].number if len(found) > ROWS else None,
        acts=tuple(Act),
        people=desk.accounts.everyone(),
        names={account.name: account.display_name for account in desk.accounts.everyone()},
    )


@router.get("/audit.csv")
def audit_csv(visit: Auditor, desk: TheDesk, asked: Asked) -> Response:
    """Every entry the page would show, on all its pages."""
    zone = desk.settings.clock.zone
    rows = (_cells(line, zone) for line in _every(desk, asked.question(zone)))
    header = ("number", "at", "officer", "act", "record", "detail")
    return csv_reply(f"audit-{visit.now.astimezone(zone):%Y-%m-%d}.csv", header, rows)


def _every(desk: Desk, question: AuditQuestion) -> Iterator[AuditLine]:
    below: int | None = None
    while True:
        page = desk.audit.page(question, below=below, rows=_ROWS_AT_ONCE)
        yield from page
        if len(page) < _ROWS_AT_ONCE:
            return
        below = page[-1].number


def _cells(line: AuditLine, zone: ZoneInfo) -> tuple[object, ...]:
    entry = line.entry
    at = entry.at.astimezone(zone).isoformat(timespec="seconds")
    return line.number, at, entry.officer, entry.act.value, entry.reference, entry.detail
