"""The administrator's page: who may sign in, as what; no case is shown here."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from pydantic import BaseModel, ConfigDict, Field

from imwu_inbox.domain.audit import Act, AuditEntry
from imwu_inbox.domain.officer import NAME_PATTERN, Account, Right, Role
from imwu_inbox.errors import UsageError
from imwu_inbox.web.mailbox_health import mailboxes
from imwu_inbox.web.pages import Pages
from imwu_inbox.web.refusals import NotThere
from imwu_inbox.web.showing import ThePages
from imwu_inbox.web.visit import TheDesk, Visit, allowed
from imwu_inbox.wiring import Desk

router = APIRouter()

Keeper = Annotated[Visit, Depends(allowed(Right.MANAGE_USERS))]


class NewAccount(BaseModel):
    """The form of a new account."""

    model_config = ConfigDict(frozen=True)

    name: Annotated[str, Field(pattern=f"^{NAME_PATTERN}$")]
    display_name: Annotated[str, Field(min_length=1, max_length=80)]
    role: Role


def new_password() -> str:
    """A password for the first sign-in, shown once. Shape: 18 letters and digits of 6 bits each."""
    return secrets.token_urlsafe(14)


@router.get("/accounts")
def accounts_page(visit: Keeper, desk: TheDesk, pages: ThePages) -> Response:
    """The list of accounts."""
    return _list(visit, desk, pages)


@router.post("/accounts")
def add(visit: Keeper, desk: TheDesk, pages: ThePages, typed: Annotated[NewAccount, Form()]) -> Response:
    """Enter an account; its first password is shown once."""
    password = new_password()
    account = Account(
        name=typed.name, display_name=typed.display_name, role=typed.role, secret=desk.passwords.hashed(password)
    )
    try:
        desk.accounts.add(account)
    except UsageError:
        return _list(visit, desk, pages, taken=typed.name, status=409)
    _note(desk, visit, Act.ACCOUNT_ADDED, account)
    return _list(visit, desk, pages, shown=(account, password))


@router.post("/accounts/{name}/reset")
def reset(visit: Keeper, desk: TheDesk, pages: ThePages, name: str) -> Response:
    """A new password, shown once; the lock is opened and the account's sessions end."""
    password = new_password()
    account = desk.accounts.reset(_known(desk, name).name, desk.passwords.hashed(password))
    desk.sessions.end_all_of(account.name)
    _note(desk, visit, Act.ACCOUNT_RESET, account)
    return _list(visit, desk, pages, shown=(account, password))


@router.post("/accounts/{name}/disable")
def disable(visit: Keeper, desk: TheDesk, pages: ThePages, name: str) -> Response:
    """Nobody signs in with it any more, and its sessions end; one's own account stays."""
    account = _known(desk, name)
    if account.name == visit.officer.name:
        return _list(visit, desk, pages, is_own=True, status=409)
    desk.accounts.disable(account.name, visit.now)
    desk.sessions.end_all_of(account.name)
    _note(desk, visit, Act.ACCOUNT_DISABLED, account)
    return _list(visit, desk, pages)


def _known(desk: Desk, name: str) -> Account:
    account = desk.accounts.by_name(name)
    if account is None:
        raise NotThere
    return account


def _note(desk: Desk, visit: Visit, act: Act, account: Account) -> None:
    desk.audit.write(AuditEntry(act=act, officer=visit.officer.name, at=visit.now, detail=account.name))


def _list(
    visit: Visit,
    desk: Desk,
    pages: Pages,
    *,
    shown: tuple[Account, str] | None = None,
    taken: str = "",
    is_own: bool = False,
    status: int = 200,
) -> Response:
    everyone = [(account, desk.accounts.tries(account.name)) for account in desk.accounts.everyone()]
    return pages.show(
        visit,
        "accounts.html.j2",
        status=status,
        everyone=everyone,
        roles=tuple(Role),
        mailboxes=mailboxes(desk, visit),
        shown=shown,
        taken=taken,
        is_own=is_own,
    )
