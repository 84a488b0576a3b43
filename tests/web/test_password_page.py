"""One's own password: changed by whoever knows it, and by nobody who only sits at the desk."""

from datetime import timedelta

import pytest

from imwu_inbox.domain.audit import Act
from imwu_inbox.domain.sign_in import MOST_TRIES
from imwu_inbox.wiring import Desk
from tests.fakes.clock import FakeClock
from tests.web.browser import PASSWORD, Browser

NEW = "seven quiet lamps in the rain"


def test_a_changed_password_opens_and_the_old_one_and_other_sessions_do_not(officer: Browser, desk: Desk) -> None:
    """The session it was changed in goes on, under a new cookie."""
    other = Browser(desk=desk, site=officer.site, language=officer.language)
    other.sign_in("officer")
    page = officer.submit(officer.open("/password"), "/password", current=PASSWORD, new=NEW, again=NEW)
    assert page.all("//*[@role='status' and contains(@class, 'notice-green')]")
    assert other.client.get("/queue").status_code == 303
    assert officer.client.get("/queue").status_code == 200
    assert desk.audit.of_officer("officer")[0].act is Act.KEY_RENEWED
    other.sign_in("officer", status=401)
    other.sign_in("officer", password=NEW)


@pytest.mark.parametrize(
    ("new", "again"),
    [
        ("brief lamp", "brief lamp"),
        (PASSWORD, PASSWORD),
        ("my own officer", "my own officer"),
        (NEW, NEW + "x"),
    ],
)
def test_a_password_that_is_none_is_not_taken(officer: Browser, desk: Desk, new: str, again: str) -> None:
    """Too short, the old one, one's own name, or typed in two ways."""
    page = officer.submit(officer.open("/password"), "/password", current=PASSWORD, new=new, again=again, status=400)
    assert page.all("//*[@role='alert']")
    account = desk.accounts.by_name("officer")
    assert account is not None
    assert desk.passwords.holds(account.secret, PASSWORD)
    assert new not in page.text or new == PASSWORD


def test_who_does_not_know_the_current_one_has_as_many_tries_as_at_the_door(
    officer: Browser, desk: Desk, clock: FakeClock
) -> None:
    """Then the name is locked, there and here."""
    for _ in range(MOST_TRIES):
        page = officer.submit(officer.open("/password"), "/password", current="guessed", new=NEW, again=NEW, status=400)
        clock.go_on(timedelta(seconds=20))
    assert desk.accounts.tries("officer").left == 0
    page = officer.submit(officer.open("/password"), "/password", current=PASSWORD, new=NEW, again=NEW, status=400)
    assert page.all("//*[@role='alert']")
    assert desk.audit.of_officer("officer")[0].act is Act.LOCKED


def test_who_signs_in_elsewhere_has_none_to_change(officer: Browser, desk: Desk) -> None:
    """The page says where it is changed."""
    desk.accounts.reset("officer", "")
    page = officer.open("/password")
    assert not page.all("//form[@action='/password']")
    token = page.fields("/signout")["csrf"]
    data = {"csrf": token, "current": "", "new": NEW, "again": NEW}
    assert officer.client.post("/password", data=data, headers={"origin": officer.site.url}).status_code == 400
