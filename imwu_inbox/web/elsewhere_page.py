"""Signing in with the organization's own account: away to its service, and back with a proof."""

from datetime import timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from imwu_inbox.domain.audit import Act, AuditEntry
from imwu_inbox.ports.sign_in_service import SignInService
from imwu_inbox.web import visit as visits
from imwu_inbox.web.pages import Pages
from imwu_inbox.web.refusals import NotThere
from imwu_inbox.web.showing import ThePages
from imwu_inbox.web.signin_page import NOBODY, SEE_OTHER, home_of
from imwu_inbox.web.visit import AnyVisit, TheDesk, Visit
from imwu_inbox.wiring import Desk

RETURN = "/signin/return"
PATIENCE = timedelta(minutes=10)
"""How long a person may take at the service."""

router = APIRouter()


@router.get("/signin/elsewhere")
def depart(visit: AnyVisit, desk: TheDesk, back: str = "") -> Response:
    """To the service. The return is believed only from the browser that left, by its secret."""
    service, visit = _service(desk), visit.with_door()
    leaving = service.depart(visit.site.url + RETURN)
    kept = {**leaving.kept, "door": visit.secret, "back": visits.local(back, "")}
    desk.sessions.expect_return(leaving.state, kept, visit.now + PATIENCE)
    response = RedirectResponse(leaving.url, SEE_OTHER)
    visit.keep_door(response)
    return response


@router.get(RETURN)
def arrive(visit: AnyVisit, desk: TheDesk, pages: ThePages, request: Request) -> Response:
    """Let in whom the service proves, where an administrator entered that person."""
    service, answer = _service(desk), dict(request.query_params)
    kept = desk.sessions.returned(answer.get("state", ""), visit.now)
    if kept is None or kept["door"] != visit.secret:
        return _refused(visit, desk, pages, "not-proven")
    arrival = service.arrive(visit.site.url + RETURN, answer, kept)
    if arrival is None:
        return _refused(visit, desk, pages, "not-proven")
    account = desk.accounts.by_subject(arrival.subject)
    if account is None or account.is_disabled:
        return _refused(visit, desk, pages, "not-entered")
    response = RedirectResponse(visits.local(kept["back"], home_of(account)), SEE_OTHER)
    visits.begin(visit, desk, account, response)
    desk.audit.write(AuditEntry(act=Act.SIGNED_IN, officer=account.name, at=visit.now, detail="elsewhere"))
    return response


def _service(desk: Desk) -> SignInService:
    if desk.sign_in is None:
        raise NotThere
    return desk.sign_in


def _refused(visit: Visit, desk: Desk, pages: Pages, why: str) -> Response:
    desk.audit.write(AuditEntry(act=Act.SIGN_IN_FAILED, officer=NOBODY, at=visit.now, detail=why))
    refused = {"why": why, "left": 0}
    return pages.show(visit.with_door(), "signin.html.j2", status=401, back="", user="", refused=refused)
