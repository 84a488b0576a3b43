"""Signing in with the organization's account, as the pages do it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from imwu_inbox.domain.audit import Act
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Account, Role
from imwu_inbox.wiring import Desk
from tests.fakes.clock import FakeClock
from tests.fakes.sign_in_service import FakeSignIn
from tests.web.browser import Browser
from tests.web.conftest import SITE

SUBJECT = "https://id.example#7"


@pytest.fixture(params=[Language.ENGLISH, Language.FRENCH])
def browser(desk: Desk, request: pytest.FixtureRequest) -> Browser:
    """A browser at a unit whose people have accounts elsewhere."""
    desk.accounts.add(Account(name="eli", display_name="Éli Côté", role=Role.OFFICER, subject=SUBJECT))
    return Browser(desk=replace(desk, sign_in=FakeSignIn()), site=SITE, language=request.param)


def away(browser: Browser) -> None:
    """Leave by the link of the door."""
    (link,) = browser.open("/signin?back=/queue%3Fview%3Dmine").all("//a[contains(@href, 'elsewhere')]")
    reply = browser.client.get(link.get("href"))
    assert reply.headers["location"] == f"https://id.example/?back={SITE.url}/signin/return"


def test_a_person_comes_back_to_the_page_asked_for(browser: Browser, desk: Desk) -> None:
    """With a session of one's own."""
    away(browser)
    page = browser.open("/signin/return?state=state-1&code=good")
    assert page.path == "/queue?view=mine"
    assert desk.audit.of_officer("eli")[0].act is Act.SIGNED_IN


def test_a_return_is_believed_once_from_the_browser_that_left_and_in_time(
    browser: Browser, desk: Desk, clock: FakeClock
) -> None:
    """A link with somebody else's code signs nobody in."""
    away(browser)
    other = Browser(desk=browser.desk, site=SITE, language=browser.language)
    assert other.open("/signin/return?state=state-1&code=good", status=401).all("//*[@role='alert']")
    assert browser.open("/signin/return?state=state-1&code=good", status=401)
    away(browser)
    clock.go_on(timedelta(minutes=11))
    assert browser.open("/signin/return?state=state-2&code=good", status=401)
    assert browser.open("/signin/return", status=401)
    assert desk.audit.of_officer("eli") == []


def test_whom_nobody_entered_is_told_whom_to_ask(browser: Browser, desk: Desk, clock: FakeClock) -> None:
    """And so is one whose account is disabled."""
    desk.accounts.disable("eli", clock.now())
    away(browser)
    page = browser.open("/signin/return?state=state-1&code=good", status=401)
    assert ("administrator" in page.words) or ("administrateur" in page.words)


def test_where_no_service_is_configured_there_is_no_such_door(desk: Desk) -> None:
    """No link, and no page."""
    browser = Browser(desk=desk, site=SITE)
    assert not browser.open("/signin").all("//a[contains(@href, 'elsewhere')]")
    assert browser.client.get("/signin/elsewhere").status_code == 404
