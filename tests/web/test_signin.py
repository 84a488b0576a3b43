"""Signing in: who may, what is said to those who may not, and when it ends."""

from datetime import timedelta

import pytest

from imwu_inbox.domain.audit import Act
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Role
from imwu_inbox.domain.session import HARD, IDLE
from imwu_inbox.web.visit import local
from imwu_inbox.wiring import Desk
from tests.fakes.clock import FakeClock
from tests.web.browser import PASSWORD, Browser, enter


def test_the_door_says_that_acts_are_recorded_and_when_it_closes(browser: Browser) -> None:
    """Both languages, and nothing of the house behind it."""
    page = browser.open("/signin")
    assert page.heading in ("IMWU Inbox", "Boîte UMIT")
    assert "15 minutes" in page.words


def test_a_page_leads_a_stranger_to_the_door_and_back(browser: Browser, desk: Desk) -> None:
    """Nothing is shown before signing in, and afterwards the page asked for is there."""
    enter(desk, Role.ADMINISTRATOR)
    door = browser.open("/accounts?from=mail")
    assert "back=/accounts%3Ffrom%3Dmail" in door.path
    page = browser.submit(door, "/signin", user="administrator", password=PASSWORD)
    assert page.path == "/accounts?from=mail"
    assert [entry.act for entry in desk.audit.of_officer("administrator")] == [Act.SIGNED_IN]


def test_a_wrong_name_and_a_wrong_password_are_told_alike(browser: Browser, desk: Desk) -> None:
    """Neither which of the two is wrong, nor whether there is such an account; how many tries are left is said."""
    enter(desk, Role.OFFICER)
    wrong = browser.sign_in("officer", password="wrong", status=401)
    unknown = browser.sign_in("nobody-here", password=PASSWORD, status=401)
    said = [" ".join(page.all("//*[@role='alert']")[0].text_content().split()) for page in (wrong, unknown)]
    assert said[0] == said[1]
    assert "4" in said[0]


def test_after_five_tries_even_the_right_password_opens_nothing(browser: Browser, desk: Desk, clock: FakeClock) -> None:
    """The tries slow down and then stop, until an administrator gives a new password."""
    enter(desk, Role.OFFICER)
    for _ in range(5):
        browser.sign_in("officer", password="wrong", status=401)
        clock.go_on(timedelta(minutes=1))
    page = browser.sign_in("officer", status=401)
    assert page.all("//*[@role='alert']")
    acts = [entry.act for entry in desk.audit.of_officer("officer")]
    assert acts == [Act.LOCKED, *[Act.SIGN_IN_FAILED] * 4]
    desk.accounts.reset("officer", desk.passwords.hashed(PASSWORD))
    browser.sign_in("officer")


def test_tries_in_quick_succession_are_not_even_looked_at(browser: Browser, desk: Desk, clock: FakeClock) -> None:
    """A guesser waits; the right password given too soon is no failed try."""
    enter(desk, Role.ADMINISTRATOR)
    for _ in range(2):
        browser.sign_in("administrator", password="wrong", status=401)
    browser.sign_in("administrator", status=401)
    assert desk.accounts.tries("administrator").left == 3
    clock.go_on(timedelta(seconds=2))
    browser.sign_in("administrator")


def test_a_session_ends_after_a_quarter_of_an_hour_of_nothing(browser: Browser, desk: Desk, clock: FakeClock) -> None:
    """A page opened in between keeps it awake; counts that renew themselves do not."""
    enter(desk, Role.ADMINISTRATOR)
    browser.sign_in("administrator")
    clock.go_on(IDLE - timedelta(seconds=1))
    browser.open("/accounts")
    clock.go_on(IDLE - timedelta(seconds=1))
    assert browser.client.get("/accounts", headers={"x-still": "1"}).status_code == 200
    clock.go_on(timedelta(seconds=2))
    assert browser.client.get("/accounts").status_code == 303


def test_a_session_ends_after_a_working_day_whatever_is_done(browser: Browser, desk: Desk, clock: FakeClock) -> None:
    """Ten hours, then the door."""
    enter(desk, Role.ADMINISTRATOR)
    browser.sign_in("administrator")
    for _ in range(int(HARD / timedelta(minutes=10)) - 1):
        clock.go_on(timedelta(minutes=10))
        browser.open("/accounts")
    clock.go_on(timedelta(minutes=10))
    assert browser.client.get("/accounts").status_code == 303


def test_signing_in_gives_a_new_cookie_and_signing_out_ends_it(browser: Browser, desk: Desk) -> None:
    """A cookie planted before signing in opens nothing afterwards, and an old one nothing after signing out."""
    enter(desk, Role.ADMINISTRATOR)
    page = browser.sign_in("administrator")
    name = browser.site.cookie("session")
    first = browser.client.cookies[name]
    browser.submit(page, "/signout")
    browser.client.cookies.set(name, first, domain="inbox.example.org")
    assert browser.client.get("/accounts").status_code == 303


def test_the_cookie_is_for_this_host_alone_and_no_script_reads_it(browser: Browser, desk: Desk) -> None:
    """`__Host-`, Secure, HttpOnly, SameSite=Lax; the table holds only its hash."""
    enter(desk, Role.ADMINISTRATOR)
    door = browser.open("/signin")
    data = {**door.fields("/signin"), "user": "administrator", "password": PASSWORD}
    reply = browser.client.post("/signin", data=data, headers={"origin": browser.site.url})
    cookie = next(line for line in reply.headers.get_list("set-cookie") if "session" in line)
    assert cookie.startswith("__Host-imwu-session=")
    assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert cookie.partition("=")[2].partition(";")[0] not in str(vars(desk.sessions))


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_a_form_from_elsewhere_changes_nothing(browser: Browser, desk: Desk, origin: str) -> None:
    """Neither with a stolen token nor without an Origin."""
    enter(desk, Role.ADMINISTRATOR)
    data = browser.sign_in("administrator").fields("/accounts")
    filled = {**data, "name": "intruder", "display_name": "I", "role": "officer"}
    headers = {"origin": origin} if origin else {}
    assert browser.client.post("/accounts", data=filled, headers=headers).status_code == 403
    assert desk.accounts.by_name("intruder") is None


def test_a_form_without_our_token_changes_nothing(browser: Browser, desk: Desk) -> None:
    """The right origin alone is not enough."""
    enter(desk, Role.ADMINISTRATOR)
    browser.sign_in("administrator")
    for shown in ("", "x" * 88, "€"):
        filled = {"csrf": shown, "name": "intruder", "display_name": "I", "role": "officer"}
        reply = browser.client.post("/accounts", data=filled, headers={"origin": browser.site.url})
        assert reply.status_code == 403
    assert desk.accounts.by_name("intruder") is None


@pytest.mark.parametrize("place", ["//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "evil"])
def test_the_way_back_never_leads_elsewhere(place: str) -> None:
    """A link sent to an officer must not end at a stranger's page after signing in."""
    assert local(place, "/queue") == "/queue"
    assert local("/case/2026-000123?w=2#mrz") == "/case/2026-000123?w=2#mrz"


def test_the_language_is_kept_and_the_page_stays(browser: Browser, desk: Desk) -> None:
    """The switch leads to the same page with the same question."""
    enter(desk, Role.ADMINISTRATOR)
    browser.sign_in("administrator")
    page = browser.open("/accounts?sort=name")
    (switch,) = page.all("//a[@data-keeps-place]")
    other = {Language.ENGLISH: Language.FRENCH, Language.FRENCH: Language.ENGLISH}[browser.language]
    browser.language = other
    assert browser.open(switch.get("href")).path == "/accounts?sort=name"


def test_a_browser_that_chose_nothing_is_spoken_to_as_it_asks(desk: Desk, browser: Browser) -> None:
    """Accept-Language decides the first time; English where it asks for neither."""
    browser.client.cookies.clear()
    for asked, told in (("fr-CA,fr;q=0.9", "fr"), ("de,en;q=0.5", "en"), ("ja", "en")):
        reply = browser.client.get("/signin", headers={"accept-language": asked})
        assert reply.headers["content-language"] == told


def test_a_disabled_account_opens_nothing_and_its_sessions_end(browser: Browser, desk: Desk, clock: FakeClock) -> None:
    """At once, not at the next sign-in."""
    enter(desk, Role.ADMINISTRATOR)
    browser.sign_in("administrator")
    desk.accounts.disable("administrator", clock.now())
    assert browser.client.get("/accounts").status_code == 303
    browser.sign_in("administrator", status=401)
