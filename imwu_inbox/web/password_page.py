"""One's own password: changed by whoever knows it, with every other session of the account ended."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from imwu_inbox.domain.audit import Act, AuditEntry
from imwu_inbox.domain.sign_in import LONGEST_PASSWORD, SHORTEST_PASSWORD, Admission
from imwu_inbox.web import visit as visits
from imwu_inbox.web.pages import Pages
from imwu_inbox.web.showing import ThePages
from imwu_inbox.web.visit import TheDesk, Visit
from imwu_inbox.wiring import Desk

PATH = "/password"
SEE_OTHER = 303

router = APIRouter()
Person = Annotated[Visit, Depends(visits.signed_in)]
Typed = Annotated[str, Field(max_length=4 * LONGEST_PASSWORD)]


class NewPassword(BaseModel):
    """The form."""

    model_config = ConfigDict(frozen=True)

    current: Typed = ""
    new: Typed = ""
    again: Typed = ""


@router.get(PATH)
def password_page(visit: Person, pages: ThePages, *, changed: bool = False) -> Response:
    """The form; nothing to fill in for whoever signs in with the organization's account."""
    return _form(visit, pages, changed=changed)


@router.post(PATH)
def change(visit: Person, desk: TheDesk, pages: ThePages, typed: Annotated[NewPassword, Form()]) -> Response:
    """Change it; a wrong current one counts as a failed try to sign in."""
    me = visit.officer
    refused, left = _refused(desk, visit, typed)
    if refused:
        return _form(visit, pages, refused=refused, left=left, status=400)
    desk.accounts.reset(me.name, desk.passwords.hashed(typed.new))
    desk.sessions.end_all_of(me.name)
    desk.audit.write(AuditEntry(act=Act.KEY_RENEWED, officer=me.name, at=visit.now))
    response = RedirectResponse(f"{PATH}?changed=true", SEE_OTHER)
    visits.begin(visit, desk, me, response)
    return response


def _refused(desk: Desk, visit: Visit, typed: NewPassword) -> tuple[str, int]:
    """Why not, as a key of the catalogue, and how many tries are left; an empty key lets it through."""
    me = visit.officer
    tries = desk.accounts.tries(me.name)
    barred = tries.barred(visit.now)
    if not me.secret or barred:
        return (barred or Admission.LOCKED).value, tries.left
    if not desk.passwords.holds(me.secret, typed.current):
        tries = desk.accounts.failed(me.name, visit.now)
        act = Act.SIGN_IN_FAILED if tries.left else Act.LOCKED
        desk.audit.write(AuditEntry(act=act, officer=me.name, at=visit.now, detail="password"))
        return (Admission.WRONG if tries.left else Admission.LOCKED).value, tries.left
    if not SHORTEST_PASSWORD <= len(typed.new) <= LONGEST_PASSWORD:
        return "length", tries.left
    if typed.new == typed.current or me.name.casefold() in typed.new.casefold():
        return "weak", tries.left
    return ("" if typed.new == typed.again else "differs"), tries.left


def _form(
    visit: Visit, pages: Pages, *, refused: str = "", left: int = 0, changed: bool = False, status: int = 200
) -> Response:
    return pages.show(
        visit,
        "password.html.j2",
        status=status,
        refused=refused,
        left=left,
        changed=changed,
        shortest=SHORTEST_PASSWORD,
        longest=LONGEST_PASSWORD,
    )
