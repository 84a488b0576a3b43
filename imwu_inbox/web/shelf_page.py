"""The shelf: messages set aside, each with what kept it from its end, what to do, and a button to try it again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import RedirectResponse

from imwu_inbox.domain.officer import Right
from imwu_inbox.domain.setback import setback_of
from imwu_inbox.errors import UsageError
from imwu_inbox.steps.take_up import TakeUp
from imwu_inbox.web.journal import MOST_ID
from imwu_inbox.web.pages import Pages
from imwu_inbox.web.showing import ThePages
from imwu_inbox.web.visit import TheDesk, Visit, allowed
from imwu_inbox.wiring import Desk

router = APIRouter()

Reader = Annotated[Visit, Depends(allowed(Right.SEE_LEDGER))]
Worker = Annotated[Visit, Depends(allowed(Right.WORK_CASES))]
MailId = Annotated[int, Path(ge=1, le=MOST_ID)]


@router.get("/shelf")
def shelf(
    visit: Reader, desk: TheDesk, pages: ThePages, taken: Annotated[int | None, Query(ge=1, le=MOST_ID)] = None
) -> Response:
    """The list, oldest first; `taken` is the message that was just taken up."""
    return _list(visit, desk, pages, taken=taken)


@router.post("/shelf/{mail_id}/retry")
def retry(visit: Worker, desk: TheDesk, pages: ThePages, mail_id: MailId) -> Response:
    """Try it again; what somebody else took up meanwhile is told, and nothing happens."""
    take_up = TakeUp(ledger=desk.ledger, audit=desk.audit, clock=desk.clock)
    try:
        take_up(mail_id, by=visit.officer.name)
    except UsageError:
        return _list(visit, desk, pages, gone=mail_id, status=409)
    return RedirectResponse(f"/shelf?taken={mail_id}", 303)


def _list(
    visit: Visit, desk: Desk, pages: Pages, *, taken: int | None = None, gone: int | None = None, status: int = 200
) -> Response:
    return pages.show(
        visit,
        "shelf.html.j2",
        status=status,
        entries=[(entry, setback_of(entry.reason)) for entry in desk.ledger.shelf()],
        taken=taken,
        gone=gone,
        may_work=visit.officer.may(Right.WORK_CASES),
    )
