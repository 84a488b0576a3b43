"""The ledger: every message ever seen and its fate, with the daily proof that server and ledger agree."""

from functools import partial
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from imwu_inbox.domain.ledger import Fate, LedgerEntry
from imwu_inbox.domain.ledger_page import PAGE_ROWS, Wanted
from imwu_inbox.domain.mailbox_state import states_of
from imwu_inbox.domain.officer import Right
from imwu_inbox.web.csv_export import csv_reply
from imwu_inbox.web.journal import JournalQuestion, on_all_pages
from imwu_inbox.web.mailbox_health import configured_mailboxes
from imwu_inbox.web.showing import ThePages
from imwu_inbox.web.visit import TheDesk, Visit, allowed

router = APIRouter()

Reader = Annotated[Visit, Depends(allowed(Right.SEE_LEDGER))]
_PROOFS_SHOWN = 14


class LedgerQuestion(JournalQuestion):
    """Which fate, and in which mailbox."""

    fate: Fate | Literal[""] = ""
    mailbox: Annotated[str, Field(max_length=500)] = ""

    def wanted(self, zone: ZoneInfo) -> Wanted:
        """The same for the store."""
        account, _, folder = self.mailbox.partition("/")
        since, until = self.span(zone)
        return Wanted(
            fate=self.fate or None,
            place=(account, folder) if self.mailbox else None,
            since=since,
            until=until,
            reference=self.record.strip(),
        )


Asked = Annotated[LedgerQuestion, Query()]


@router.get("/ledger")
def ledger(visit: Reader, desk: TheDesk, pages: ThePages, asked: Asked) -> Response:
    """One page of it, newest first."""
    found = desk.ledger_pages.page(asked.wanted(desk.settings.clock.zone), below=asked.below, rows=PAGE_ROWS + 1)
    return pages.show(
        visit,
        "ledger.html.j2",
        asked=asked,
        entries=found[:PAGE_ROWS],
        next_below=found[PAGE_ROWS - 1].mail_id if len(found) > PAGE_ROWS else None,
        fates=tuple(Fate),
        places=["/".join(place) for place in desk.ledger_pages.places()],
        mailboxes=states_of(configured_mailboxes(desk.settings), desk.logbook.states()),
        proofs=desk.logbook.comparisons(limit=_PROOFS_SHOWN),
        sees_cases=visit.officer.may(Right.SEE_CASES),
        shelved=len(desk.ledger.shelf()),
    )


@router.get("/ledger.csv")
def ledger_csv(visit: Reader, desk: TheDesk, asked: Asked) -> Response:
    """Every message the page would show, on all its pages."""
    zone = desk.settings.clock.zone
    header = ("id", "received", "account", "folder", "size_bytes", "fate", "record", "moved_to", "tries", "reason")
    entries = on_all_pages(partial(desk.ledger_pages.page, asked.wanted(zone)), lambda entry: entry.mail_id)
    rows = (_cells(entry, zone) for entry in entries)
    return csv_reply(f"ledger-{visit.now.astimezone(zone):%Y-%m-%d}.csv", header, rows)


def _cells(entry: LedgerEntry, zone: ZoneInfo) -> tuple[object, ...]:
    return (
        entry.mail_id,
        entry.received_at.astimezone(zone).isoformat(timespec="seconds"),
        entry.ref.account,
        entry.ref.folder,
        entry.size_bytes,
        entry.fate.value,
        entry.case_reference,
        entry.filed_in,
        entry.attempts,
        entry.reason,
    )
