"""The administrator's page."""

from dataclasses import replace

import pytest

from imwu_inbox.domain.audit import Act
from imwu_inbox.domain.officer import Right, Role, may
from imwu_inbox.settings import MailboxSection
from imwu_inbox.wiring import Desk
from tests.web.browser import Browser, enter


def test_an_account_is_added_with_a_password_shown_once(browser: Browser, desk: Desk) -> None:
    """The person signs in with it; the list no longer shows it."""
    enter(desk, Role.ADMINISTRATOR)
    page = browser.sign_in("administrator")
    page = browser.submit(page, "/accounts", name="m.roy", display_name="Maya Roy", role="officer")
    password = page.all("//*[contains(@class, 'secret')]")[0].text_content()
    account = desk.accounts.by_name("M.Roy")
    assert account is not None
    assert desk.passwords.holds(account.secret, password)
    assert password not in browser.open("/accounts").text
    assert desk.audit.of_officer("administrator")[0].act is Act.ACCOUNT_ADDED


def test_a_name_is_never_given_twice(browser: Browser, desk: Desk) -> None:
    """Histories name people by it."""
    enter(desk, Role.ADMINISTRATOR)
    page = browser.sign_in("administrator")
    again = browser.submit(page, "/accounts", name="ADMINISTRATOR", display_name="Other", role="officer", status=409)
    assert again.all("//*[@role='alert']")


def test_a_new_password_opens_the_lock_and_ends_sessions(browser: Browser, desk: Desk) -> None:
    """Whoever had the old one is out."""
    enter(desk, Role.ADMINISTRATOR)
    officer = enter(desk, Role.OFFICER)
    for _ in range(5):
        desk.accounts.failed("officer", desk.clock.now())
    page = browser.sign_in("administrator")
    page = browser.submit(page, "/accounts/officer/reset")
    assert desk.accounts.tries("officer").left == 5
    renewed = desk.accounts.by_name("officer")
    assert renewed is not None
    assert renewed.secret != officer.secret


def test_an_account_is_disabled_but_never_ones_own(browser: Browser, desk: Desk) -> None:
    """A unit without an administrator could not let anybody in."""
    enter(desk, Role.ADMINISTRATOR)
    enter(desk, Role.OFFICER)
    page = browser.submit(browser.sign_in("administrator"), "/accounts/officer/disable")
    account = desk.accounts.by_name("officer")
    assert account is not None
    assert account.is_disabled
    assert not page.all("//form[@action='/accounts/administrator/disable']")
    data = {"csrf": page.fields("/signout")["csrf"]}
    reply = browser.client.post("/accounts/administrator/disable", data=data, headers={"origin": browser.site.url})
    assert reply.status_code == 409


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR])
def test_nobody_else_keeps_accounts(browser: Browser, desk: Desk, role: Role) -> None:
    """The page says why it is not shown."""
    enter(desk, role)
    browser.sign_in(role.value)
    assert browser.open("/accounts", status=403).heading


def test_an_administrator_has_no_right_to_cases() -> None:
    """Need to know: accounts are all there is."""
    assert [right for right in Right if may(Role.ADMINISTRATOR, right)] == [Right.MANAGE_USERS]


def test_who_keeps_the_server_sees_that_a_mailbox_is_not_read(browser: Browser, desk: Desk) -> None:
    """An alarm names the mailbox and what to run; nothing of a case."""
    box = MailboxSection(host="mail.unit.example", user="imwu-umit@unit.example")
    desk = replace(desk, settings=desk.settings.model_copy(update={"mailbox": box}))
    enter(desk, Role.ADMINISTRATOR)
    page = Browser(desk=desk, site=browser.site, language=browser.language).sign_in("administrator")
    (alarm,) = page.all("//*[@role='alert']")
    assert "imwu-umit@unit.example/INBOX" in alarm.text_content()
    assert "imwu-inbox doctor" in alarm.text_content()
