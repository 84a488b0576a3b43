"""Who asks: the language, the session and the person behind a request, and what that person may open."""

import base64
import binascii
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Request, Response

from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Account, Right
from imwu_inbox.domain.session import HARD, Session
from imwu_inbox.web import csrf
from imwu_inbox.web.refusals import Forbidden, Forged, NotSignedIn
from imwu_inbox.web.site import Site
from imwu_inbox.wiring import Desk

_YEAR_SECONDS = 365 * 24 * 3600
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_STILL = "x-still"
"""Named by a request that no person made, such as the counts that renew themselves: it keeps no session awake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request and who stands behind it. `door` is the secret of a browser that is not signed in."""

    request: Request
    site: Site
    language: Language
    now: datetime
    session: Session | None = None
    account: Account | None = None
    door: str = ""

    @property
    def officer(self) -> Account:
        """The person. Raises: NotSignedIn when nobody is signed in."""
        if self.account is None:
            raise NotSignedIn
        return self.account

    @property
    def place(self) -> str:
        """Path and question of this page, to come back to it."""
        url = self.request.url
        return url.path + (f"?{url.query}" if url.query else "")

    @property
    def secret(self) -> str:
        """What proves that a form of this page is ours."""
        return self.session.csrf if self.session else self.door

    def with_door(self) -> "Visit":
        """The same with a secret for a form that is filled in before anybody is signed in."""
        return self if self.secret else replace(self, door=csrf.new_secret())

    def keep_door(self, response: Response) -> None:
        """Give the browser its secret."""
        if self.door and self.session is None:
            self.set_cookie(response, "door", self.door, seconds=None)

    def set_cookie(self, response: Response, name: str, value: str, *, seconds: int | None) -> None:
        """A cookie no script can read and no other site's form can send."""
        response.set_cookie(
            self.site.cookie(name),
            value,
            max_age=seconds,
            path="/",
            secure=self.site.is_closed_line,
            httponly=True,
            samesite="lax",
        )

    def drop_cookie(self, response: Response, name: str) -> None:
        """Take a cookie back."""
        self.set_cookie(response, name, "", seconds=0)

    def keep_language(self, response: Response, language: Language) -> None:
        """Remember the language of this browser."""
        self.set_cookie(response, "language", language.value, seconds=_YEAR_SECONDS)


def desk_of(request: Request) -> Desk:
    """The plugs behind the pages."""
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(desk_of)]


def visit_of(request: Request, desk: TheDesk) -> Visit:
    """Find who asks, and note that something was done. A session that is over is ended here."""
    visit = stranger(request)
    token = request.cookies.get(visit.site.cookie("session"), "")
    session = desk.sessions.find(key_of(token)) if token else None
    if session is None:
        return visit
    account = desk.accounts.by_name(session.account)
    if session.is_over(visit.now) or account is None or account.is_disabled:
        desk.sessions.end(session.key)
        return visit
    if session.is_stale(visit.now) and _STILL not in request.headers:
        desk.sessions.touch(session.key, visit.now)
        session = replace(session, seen_at=visit.now)
    known = replace(visit, session=session, account=account)
    request.state.visit = known
    return known


def stranger(request: Request) -> Visit:
    """A request whose sender is not looked up."""
    site: Site = request.app.state.site
    door = request.cookies.get(site.cookie("door"), "")
    return Visit(
        request=request,
        site=site,
        language=_language(request, site),
        now=desk_of(request).clock.now(),
        door=door if _is_secret(door) else "",
    )


AnyVisit = Annotated[Visit, Depends(visit_of)]


async def guarded(request: Request, visit: AnyVisit) -> None:
    """What every request passes: a form has to come from our own page. Raises: Forged."""
    if request.method in _SAFE_METHODS:
        return
    if not visit.site.knows(request.headers.get("origin", "")):
        raise Forged
    shown = request.headers.get(csrf.HEADER) or (await request.form()).get(csrf.FIELD)
    if not (visit.secret and isinstance(shown, str) and csrf.holds(visit.secret, shown)):
        raise NotSignedIn if visit.session is None and visit.request.url.path != "/signin" else Forged


def allowed(right: Right) -> Callable[[Visit], Visit]:
    """What a page asks for whose visitor must have a right. Raises: NotSignedIn, Forbidden."""

    def check(visit: AnyVisit) -> Visit:
        if not visit.officer.may(right):
            raise Forbidden
        return visit

    return check


def signed_in(visit: AnyVisit) -> Visit:
    """What a page asks for that is anybody's who is signed in. Raises: NotSignedIn."""
    visit.officer.name  # noqa: B018  it raises where nobody is signed in
    return visit


def begin(visit: Visit, desk: Desk, account: Account, response: Response) -> Visit:
    """Sign a person in: a new session under a new cookie, whatever the browser had before."""
    if visit.session:
        desk.sessions.end(visit.session.key)
    token = secrets.token_urlsafe(32)
    session = Session(
        key=key_of(token), account=account.name, csrf=csrf.new_secret(), began_at=visit.now, seen_at=visit.now
    )
    desk.sessions.begin(session)
    visit.set_cookie(response, "session", token, seconds=None)
    visit.drop_cookie(response, "door")
    desk.sessions.forget_before(visit.now - HARD)
    return replace(visit, session=session, account=account)


def end(visit: Visit, desk: Desk, response: Response) -> None:
    """Sign the person out."""
    if visit.session:
        desk.sessions.end(visit.session.key)
    visit.drop_cookie(response, "session")


def key_of(token: str) -> str:
    """What is stored of a cookie: whoever reads the table can sign in as nobody."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def local(place: str, otherwise: str = "/") -> str:
    """The place, where it is one of ours: a link from outside must not send an officer elsewhere after signing in."""
    is_ours = place.startswith("/") and not place.startswith(("//", "/\\")) and place.isprintable()
    return place if is_ours else otherwise


def _language(request: Request, site: Site) -> Language:
    """The one chosen before, else the first official language the browser asks for."""
    chosen = request.cookies.get(site.cookie("language"), "")
    if chosen in (Language.ENGLISH, Language.FRENCH):
        return Language(chosen)
    for asked in request.headers.get("accept-language", "").lower().split(","):
        if asked.strip().startswith("fr"):
            return Language.FRENCH
        if asked.strip().startswith("en"):
            return Language.ENGLISH
    return Language.ENGLISH


def _is_secret(text: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(text.encode("ascii"))) == csrf.OCTETS
    except (binascii.Error, UnicodeEncodeError, ValueError):
        return False
