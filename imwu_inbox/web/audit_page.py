"""The audit log, to read: who saw which case, and what each person did. For auditors alone."""

from functools import partial
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from imwu_inbox.domain.audit import Act, AuditLine, AuditQuestion
from imwu_inbox.domain.officer import Right
from imwu_inbox.web.csv_export import csv_reply
from imwu_inbox.web.journal import JournalQuestion, on_all_pages
from imwu_inbox.web.showing import ThePages
from imwu_inbox.web.visit import TheDesk, Visit, allowed

router = APIRouter()
Auditor = Annotated[Visit, Depends(allowed(Right.SEE_AUDIT))]
ROWS = 100


class AuditAsked(JournalQuestion):
    """Whose acts, and which."""

    act: Act | Literal[""] = ""
    officer: Annotated[str, Field(max_length=200)] = ""

    def question(self, zone: ZoneInfo) -> AuditQuestion:
        """The same for the log."""
        since, until = self.span(zone)
        return AuditQuestion(
            act=self.act or None,
            officer=self.officer.strip(),
            reference=self.record.strip(),
            since=since,
            until=until,
        )


Asked = Annotated[AuditAsked, Query()]


@router.get("/audit")
def audit(visit: Auditor, desk: TheDesk, pages: ThePages, asked: Asked) -> Response:
    """One page of it, newest first."""
    zone = desk.settings.clock.zone
    found = desk.audit.page(asked.question(zone), below=asked.below, rows=ROWS + 1)
    people = desk.accounts.everyone()
    return pages.show(
        visit,
        "audit.html.j2",
        asked=asked,
        lines=found[:ROWS],
        next_below=found[ROWS - 1].number if len(found) > ROWS else None,
        acts=tuple(Act),
        people=people,
        names={account.name: account.display_name for account in people},
    )


@router.get("/audit.csv")
def audit_csv(visit: Auditor, desk: TheDesk, asked: Asked) -> Response:
    """Every entry the page would show, on all its pages."""
    zone = desk.settings.clock.zone
    lines = on_all_pages(partial(desk.audit.page, asked.question(zone)), lambda line: line.number)
    rows = (_cells(line, zone) for line in lines)
    header = ("number", "at", "officer", "act", "record", "detail")
    return csv_reply(f"audit-{visit.now.astimezone(zone):%Y-%m-%d}.csv", header, rows)


def _cells(line: AuditLine, zone: ZoneInfo) -> tuple[object, ...]:
    entry = line.entry
    at = entry.at.astimezone(zone).isoformat(timespec="seconds")
    return line.number, at, entry.officer, entry.act.value, entry.reference, entry.detail
