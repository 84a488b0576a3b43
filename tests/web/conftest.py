"""The pages on fakes, and a browser that judges each page it is shown."""

from datetime import UTC, datetime

import pytest

from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Role
from imwu_inbox.web import Site
from imwu_inbox.wiring import Desk
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FakeClock
from tests.fakes.desk import fake_desk
from tests.web.browser import PASSWORD, Browser, enter
from tests.web.showroom import Showroom

NOW = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)
SITE = Site(origins=("https://inbox.example.org",))


@pytest.fixture
def clock() -> FakeClock:
    """Tuesday 24 November 2026, twenty past nine in Ottawa, until a test moves it."""
    return FakeClock(NOW)


@pytest.fixture
def desk(clock: FakeClock) -> Desk:
    """Fakes behind every plug."""
    return fake_desk(clock)


@pytest.fixture
def showroom(desk: Desk) -> Showroom:
    """A unit at work on these fakes."""
    assert isinstance(desk.cases, FakeCaseStore)
    made = Showroom(desk, desk.cases.ledger)
    made.furnish()
    return made


@pytest.fixture(params=[Language.ENGLISH, Language.FRENCH])
def browser(desk: Desk, request: pytest.FixtureRequest) -> Browser:
    """A browser, in each language in turn."""
    return Browser(desk=desk, site=SITE, language=request.param)


@pytest.fixture
def officer(browser: Browser, desk: Desk) -> Browser:
    """An officer at the desk."""
    enter(desk, Role.OFFICER)
    data = {**browser.open("/signin").fields("/signin"), "user": "officer", "password": PASSWORD}
    browser.client.post("/signin", data=data, headers={"origin": browser.site.url})
    return browser
