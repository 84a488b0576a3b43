"""Signing in and out, the language, and what keeps a session awake."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from imwu_inbox.domain.audit import Act, AuditEntry
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Account, Right
from imwu_inbox.domain.sign_in import LONGEST_PASSWORD, Admission, Tries
from imwu_inbox.web import csrf
from imwu_inbox.web import visit as visits
from imwu_inbox.web.showing import ThePages
from imwu_inbox.web.visit import AnyVisit, TheDesk, Visit
from imwu_inbox.wiring import Desk

SEE_OTHER = 303
NOBODY = "-"
"""Who the audit log names where no account stands behind the typed name: what was typed may be a password."""

router = APIRouter()


class Credentials(BaseModel):
    """The sign-in form."""

    model_config = ConfigDict(frozen=True)

    user: Annotated[str, Field(max_length=200)] = ""
    password: Annotated[str, Field(max_length=4 * LONGEST_PASSWORD)] = ""
    back: Annotated[str, Field(max_length=2000)] = ""


def home_of(account: Account) -> str:
    """The first page of a role."""
    return "/queue" if account.may(Right.SEE_CASES) else "/accounts"


@router.get("/")
def home(visit: AnyVisit) -> Response:
    """To the first page of the person."""
    return RedirectResponse(home_of(visit.officer), SEE_OTHER)


@router.get("/signin")
def sign_in_page(visit: AnyVisit, pages: ThePages, back: str = "") -> Response:
    """The form; whoever is signed in already goes on."""
    if visit.account:
        return RedirectResponse(visits.local(back, home_of(visit.account)), SEE_OTHER)
    return pages.show(visit.with_door(), "signin.html.j2", back=visits.local(back, ""), user="", refused=None)


@router.post("/signin")
def sign_in(visit: AnyVisit, desk: TheDesk, pages: ThePages, typed: Annotated[Credentials, Form()]) -> Response:
    """Let the person in, or say why not and how many tries are left."""
    account, admission, tries = _admitted(desk, visit, typed)
    if account is None:
        refused = {"why": admission.value, "left": tries.left}
        return pages.show(
            visit.with_door(),
            "signin.html.j2",
            status=401,
            back=visits.local(typed.back, ""),
            user=typed.user,
            refused=refused,
        )
    response = RedirectResponse(visits.local(typed.back, home_of(account)), SEE_OTHER)
    visits.begin(visit, desk, account, response)
    desk.audit.write(AuditEntry(act=Act.SIGNED_IN, officer=account.name, at=visit.now, detail="password"))
    return response


def _admitted(desk: Desk, visit: Visit, typed: Credentials) -> tuple[Account | None, Admission, Tries]:
    """The account these credentials open, or why none; each failed try is counted and written down."""
    name = typed.user.strip()
    account, tries = desk.accounts.by_name(name), desk.accounts.tries(name)
    barred = tries.barred(visit.now)
    if barred:
        return None, barred, tries
    secret = account.secret if account and not account.is_disabled else ""
    if desk.passwords.holds(secret, typed.password) and account:
        desk.accounts.succeeded(name)
        return account, Admission.WELCOME, tries
    tries = desk.accounts.failed(name, visit.now)
    act = Act.SIGN_IN_FAILED if tries.left else Act.LOCKED
    desk.audit.write(AuditEntry(act=act, officer=account.name if account else NOBODY, at=visit.now))
    return None, Admission.WRONG if tries.left else Admission.LOCKED, tries


@router.post("/signout")
def sign_out(visit: Annotated[Visit, Depends(visits.signed_in)], desk: TheDesk) -> Response:
    """End the session."""
    response = RedirectResponse("/signin", SEE_OTHER)
    visits.end(visit, desk, response)
    desk.audit.write(AuditEntry(act=Act.SIGNED_OUT, officer=visit.officer.name, at=visit.now))
    return response


@router.get("/language/{language}")
def switch_language(visit: AnyVisit, language: Language, back: str = "/") -> Response:
    """The same page in the other language."""
    response = RedirectResponse(visits.local(back), SEE_OTHER)
    if language is not Language.UNDETERMINED:
        visit.keep_language(response, language)
    return response


@router.get("/session")
def session(visit: Annotated[Visit, Depends(visits.signed_in)]) -> Response:
    """A new token for the forms of a page that stood open while the session ended and another began."""
    return JSONResponse({"csrf": csrf.token(visit.secret), "account": visit.officer.name})


@router.post("/session")
def stay(visit: Annotated[Visit, Depends(visits.signed_in)], desk: TheDesk) -> Response:
    """The person is still here: the session stays awake."""
    if visit.session:
        desk.sessions.touch(visit.session.key, visit.now)
    return Response(status_code=204)
