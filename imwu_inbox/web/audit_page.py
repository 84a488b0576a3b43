"""The audit log, to read: who saw which case, and what each person did. For auditors alone."""

import re
from functools import partial
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from imwu_inbox.domain.audit import Act, AuditEntry, AuditLine, AuditQuestion
from imwu_inbox.domain.officer import Right
from imwu_inbox.web.catalogue import Words
from imwu_inbox.web.csv_export import csv_reply
from imwu_inbox.web.journal import JournalQuestion, on_all_pages
from imwu_inbox.web.showing import ThePages
from imwu_inbox.web.visit import TheDesk, Visit, allowed

router = APIRouter()
Auditor = Annotated[Visit, Depends(allowed(Right.SEE_AUDIT))]
ROWS = 100
_PAGE = re.compile(r"(?P<words>words of )?page (?P<file>\d+)\.(?P<page>\d+)")
_FOUND = re.compile(r"found (?P<n>\d+)")
_SAID = {
    "email": "audit.detail-email",
    "password": "audit.detail-password",
    "elsewhere": "audit.detail-elsewhere",
    "not-proven": "audit.detail-not-proven",
    "not-entered": "audit.detail-not-entered",
}
_NAMING = frozenset({Act.ACCOUNT_ADDED, Act.ACCOUNT_DISABLED, Act.ACCOUNT_RESET})
"""Acts whose detail is a name, and names are nobody's to translate."""


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
        detail=partial(detail_said, words=pages.words.words(visit.language)),
    )


@router.get("/audit.csv")
def audit_csv(visit: Auditor, desk: TheDesk, asked: Asked) -> Response:
    """Every entry the page would show, on all its pages."""
    zone = desk.settings.clock.zone
    lines = on_all_pages(partial(desk.audit.page, asked.question(zone)), lambda line: line.number)
    rows = (_cells(line, zone) for line in lines)
    header = ("number", "at", "officer", "act", "record", "detail")
    return csv_reply(f"audit-{visit.now.astimezone(zone):%Y-%m-%d}.csv", header, rows)


def detail_said(entry: AuditEntry, words: Words) -> str:
    """An entry's detail in the reader's language; names of accounts and numbers of messages as they are."""
    if entry.act is Act.VIEWED and (page := _PAGE.fullmatch(entry.detail)):
        return str(
            words("audit.detail-words" if page["words"] else "audit.detail-page", file=page["file"], page=page["page"])
        )
    if entry.act is Act.SOUGHT and (found := _FOUND.fullmatch(entry.detail)):
        return str(words("audit.detail-found", n=int(found["n"])))
    if entry.act is Act.TAKEN_UP and entry.detail.isdecimal():
        return str(words("audit.detail-message", number=entry.detail))
    key = None if entry.act in _NAMING else _SAID.get(entry.detail)
    return str(words(key)) if key else entry.detail


def _cells(line: AuditLine, zone: ZoneInfo) -> tuple[object, ...]:
    entry = line.entry
    at = entry.at.astimezone(zone).isoformat(timespec="seconds")
    return line.number, at, entry.officer, entry.act.value, entry.reference, entry.detail
