"""Every route as every role and as nobody: nothing breaks, nothing is open, no case for the administrator."""

import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Role
from imwu_inbox.web.app import ROUTERS
from imwu_inbox.wiring import Desk
from tests.web.browser import Browser, enter
from tests.web.conftest import SITE
from tests.web.showroom import Showroom

OPEN_TO_ALL = {"/signin", "/signin/elsewhere", "/signin/return", "/language/{language}", "/accessibility"}
"""Reached without signing in; everything else leads to the door."""
OF_ANYBODY = OPEN_TO_ALL | {"/", "/signout", "/session", "/help", "/password"}
"""Of whoever is signed in, whatever the role."""
OF_ADMINISTRATORS = {"/accounts", "/accounts/{name}/reset", "/accounts/{name}/disable"}
OF_AUDITORS = {"/audit", "/audit.csv"}
VALUES = {"reference": "2026-000001", "name": "nobody", "language": "fr", "number": "1", "page": "1", "mail_id": "1"}
SECRET = ("MOREAU", "OKAFOR", "ERIKSSON", "Université Specimen", "XS00000")


@pytest.fixture
def browser(desk: Desk, showroom: Showroom) -> Browser:
    """One browser, at a unit at work."""
    return Browser(desk=desk, site=SITE, language=Language.ENGLISH)


def routes() -> Iterator[tuple[str, str]]:
    """Every method and path of the application."""
    seen = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    assert len(seen) > 15
    return ((method, route.path) for route in seen for method in sorted(route.methods or ()))


def filled(path: str) -> str:
    """The path with something in each of its places."""
    return re.sub(r"\{(\w+)[^}]*\}", lambda place: VALUES.get(place[1], "x"), path)


def answer(browser: Browser, method: str, path: str, token: str) -> tuple[int, str]:
    """Status and text of one request, with a valid token and origin."""
    data = {"csrf": token, "q": "moreau", "name": "someone", "display_name": "S", "role": "officer"}
    sent = {"data": data, "headers": {"origin": SITE.url}} if method == "POST" else {}
    reply = browser.client.request(method, filled(path), **sent)  # type: ignore[arg-type]
    return reply.status_code, reply.text


def test_a_stranger_sees_the_door_and_nothing_else(browser: Browser) -> None:
    """Whatever is asked for leads there or is refused, and nothing of a case is said."""
    for method, path in routes():
        status, text = answer(browser, method, path, "")
        assert status < 500, path
        assert path in OPEN_TO_ALL or status in (303, 401, 403, 404), f"{method} {path} answered {status} to nobody"
        assert not [word for word in SECRET if word in text], path


@pytest.mark.parametrize("role", list(Role))
def test_no_role_meets_a_breakdown_or_more_than_its_own(browser: Browser, desk: Desk, role: Role) -> None:
    """The administrator sees no case; nobody else keeps accounts."""
    enter(desk, role)
    token = browser.sign_in(role.value).fields("/signout")["csrf"]
    for method, path in routes():
        if path == "/signout":
            continue
        status, text = answer(browser, method, path, token)
        assert status < 500, f"{method} {path} as {role}"
        is_admin_page = path in OF_ADMINISTRATORS
        if path not in OF_ANYBODY and is_admin_page != (role is Role.ADMINISTRATOR):
            assert status == 403, f"{method} {path} answered {status} to {role}"
        if path in OF_AUDITORS:
            assert status == (200 if role is Role.AUDITOR else 403), f"{method} {path} answered {status} to {role}"
        if role is Role.ADMINISTRATOR:
            assert not [word for word in SECRET if word in text], path


def test_only_forms_of_our_own_pages_change_anything(browser: Browser, desk: Desk) -> None:
    """Every route that changes something is by POST and refuses a form without our token."""
    enter(desk, Role.SUPERVISOR)
    browser.sign_in("supervisor")
    for method, path in routes():
        assert method in ("GET", "POST"), path
        if method == "POST":
            assert answer(browser, method, path, "")[0] == 403, path
