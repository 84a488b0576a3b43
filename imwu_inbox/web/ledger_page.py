"""The ledger: every message ever seen and its fate, with the daily proof that server and ledger agree."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from imwu_inbox.domain.ledger import Fate, LedgerEntry
from imwu_inbox.domain.ledger_page import PAGE_ROWS, Wanted
from imwu_inbox.domain.local_days import local_day
from imwu_inbox.domain.mailbox_state import states_of
from imwu_inbox.domain.officer import Right
from imwu_inbox.web.csv_export import csv_reply
from imwu_inbox.web.mailbox_health import configured_mailboxes
from imwu_inbox.web.showing import ThePages
from imwu_inbox.web.visit import TheDesk, Visit, allowed
from imwu_inbox.wiring import Desk

router = APIRouter()

Reader = Annotated[Visit, Depends(allowed(Right.SEE_LEDGER))]
MOST_ID = 2**31 - 1
"""The largest id a row can have."""
_PROOFS_SHOWN = 14
_ROWS_AT_ONCE = 500


class LedgerQuestion(BaseModel):
    """What the page is asked for; an empty field asks for everything."""

    model_config = ConfigDict(frozen=True)

    fate: Fate | Literal[""] = ""
    mailbox: Annotated[str, Field(max_length=500)] = ""
    since: date | Literal[""] = ""
    until: date | Literal[""] = ""
    record: Annotated[str, Field(max_length=40)] = ""
    below: Annotated[int, Field(ge=1, le=MOST_ID)] | None = None

    def wanted(self, zone: ZoneInfo) -> Wanted:
        """The same for the store; the last day counts as a whole."""
        account, _, folder = self.mailbox.partition("/")
        return Wanted(
            fate=self.fate or None,
            place=(account, folder) if self.mailbox else None,
            since=local_day(self.since, zone).since if self.since else None,
            until=local_day(self.until, zone).until if self.until else None,
            reference=self.record.strip(),
        )

    @property
    def filters(self) -> Mapping[str, str]:
        """The fields that are set, as they stand in an address."""
        fields = self.model_dump(exclude={"below"}, mode="json")
        return {name: value for name, value in fields.items() if value}

    def address(self, **more: object) -> str:
        """The part of an address that asks this again."""
        return urlencode({**self.filters, **more})


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
    rows = (_cells(entry, zone) for entry in _every(desk, asked.wanted(zone)))
    return csv_reply(f"ledger-{visit.now.astimezone(zone):%Y-%m-%d}.csv", header, rows)


def _every(desk: Desk, wanted: Wanted) -> Iterator[LedgerEntry]:
    below: int | None = None
    while True:
        page = desk.ledger_pages.page(wanted, below=below, rows=_ROWS_AT_ONCE)
        yield from page
        if len(page) < _ROWS_AT_ONCE:
            return
        below = page[-1].mail_id


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
