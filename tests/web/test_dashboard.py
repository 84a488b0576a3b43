"""The dashboard: what it counts, where it leads, and what it says where nothing can be said."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest

from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Role
from imwu_inbox.domain.sending import Sending
from imwu_inbox.settings import MailboxSection
from imwu_inbox.steps.note_sending import NoteSending
from imwu_inbox.wiring import Desk
from tests.fakes.clock import FakeClock
from tests.web.browser import Browser, Page, enter
from tests.web.busy_unit import BusyTally, logbook_of


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """The desk of a busy unit whose mailbox was read 40 seconds ago."""
    box = MailboxSection(host="mail.unit.example", user="imwu-umit@unit.example")
    settings = desk.settings.model_copy(update={"mailbox": box})
    return replace(desk, settings=settings, tally=BusyTally(), logbook=logbook_of(desk.clock.now()))


def board(browser: Browser, desk: Desk, role: Role = Role.OFFICER) -> Page:
    """The dashboard as this role sees it."""
    browser = Browser(desk=desk, site=browser.site, language=browser.language)
    enter(desk, role)
    browser.sign_in(role.value)
    return browser.open("/dashboard", status=403 if role is Role.ADMINISTRATOR else 200)


def links(page: Page) -> dict[str, str]:
    """Where the key figures lead, and the number each shows."""
    return {
        link.get("href", ""): " ".join(link.xpath("b")[0].text_content().split())
        for link in page.all("//a[@class='card kpi']")
    }


def test_every_key_figure_leads_to_the_list_it_counts(browser: Browser, busy: Desk) -> None:
    """The number of the link is the number of lines behind it."""
    page = board(browser, busy)
    shown = links(page)
    share = "98.4 %" if browser.language is Language.ENGLISH else "98,4 %"
    assert shown.pop("/queue?view=closed&since=2026-10-26&until=2026-11-24").startswith(share[:2])
    assert shown == {
        "/queue?view=overdue": "3",
        "/queue?view=today": "4",
        "/queue?view=week": "38",
        "/queue?view=unassigned": "82",
    }


def test_every_chart_is_one_picture_with_a_sentence_and_a_table(browser: Browser, busy: Desk) -> None:
    """Whoever does not see it reads the same numbers."""
    page = board(browser, busy)
    pictures = page.all("//figure//svg[@role='img']")
    assert len(pictures) == 3
    assert all(len(picture.get("aria-label", "").split()) > 10 for picture in pictures)
    tables = page.all("//figure/details//table")
    assert [len(table.xpath(".//tbody/tr")) for table in tables] == [16, 12, 30]
    ages = [int(row.xpath("td[2]")[0].text_content().split()[0]) for row in tables[0].xpath(".//tbody/tr")]
    assert sum(ages) == 213
    assert page.all("//figure//rect[@class='tone-late']")


def test_every_bar_and_every_number_of_its_table_leads_to_the_list_it_counts(browser: Browser, busy: Desk) -> None:
    """By age, by day and outcome, by week and by reason: the mouse has the bar, everybody the table."""
    page = board(browser, busy)
    bars = set(page.all("//figure//a[@tabindex='-1']/@href"))
    numbers = set(page.all("//figure//td/a/@href"))
    reasons = page.all("//*[@class='board-reasons']//a/@href")
    assert bars == numbers
    assert {"/queue?view=overdue", "/queue?due=2026-11-24"} <= bars
    assert "/queue?view=all&since=2026-11-23&until=2026-11-23&outcome=accepted" in bars
    assert "/queue?view=closed&since=2026-11-23&until=2026-11-29" in bars
    assert reasons[0] == "/queue?view=rejected&since=2026-10-26&until=2026-11-24&reason=missing-imm5686"
    assert all(browser.client.get(place).status_code in (200, 303) for place in (*list(bars)[:5], *reasons))


def test_the_line_of_health_says_when_the_mailbox_was_read(browser: Browser, busy: Desk) -> None:
    """And what still waits; the shelf and the held parts are linked."""
    page = board(browser, busy)
    words = " ".join(page.all("//*[@class='board-health']")[0].text_content().split())
    said = {
        Language.ENGLISH: ("Mailbox read 40 seconds ago", "2 emails waiting to be read", "2 emails set aside"),
        Language.FRENCH: (
            "Boîte lue il y a 40 secondes",
            "2 courriels en attente de lecture",
            "2 courriels mis de côté",
        ),
    }[browser.language]
    assert all(part in words for part in said), words
    assert not page.all("//*[@role='alert']")
    assert page.all("//a[@href='/shelf']")


def test_a_mailbox_nobody_reads_is_an_alarm(browser: Browser, busy: Desk, clock: FakeClock) -> None:
    """Three intervals after the last visit, whatever the reason; before the first visit too."""
    stale = replace(busy, logbook=logbook_of(clock.now(), seconds_ago=181))
    assert "imwu-inbox doctor" in board(browser, stale).all("//*[@role='alert']")[0].text_content()
    never = replace(busy, accounts=type(busy.accounts)(), logbook=type(stale.logbook)())
    assert "imwu-inbox run" in board(browser, never).all("//*[@role='alert']")[0].text_content()


@pytest.mark.parametrize("now", [now for now in Sending if now is not Sending.ON])
def test_letters_that_do_not_go_out_are_said(browser: Browser, busy: Desk, now: Sending) -> None:
    """Whoever wonders why no employer was answered must not have to ask the operator."""
    notice = "//div[contains(@class, 'notice-amber')]"
    note = NoteSending(audit=busy.audit, clock=busy.clock)
    note(now)
    note(Sending.ON)
    visitor = Browser(desk=busy, site=browser.site, language=browser.language)
    enter(busy, Role.OFFICER)
    visitor.sign_in(Role.OFFICER.value)
    assert not visitor.open("/dashboard").all(notice)
    note(now)
    assert len(visitor.open("/dashboard").all(notice)) == 1


def test_where_nothing_was_counted_nothing_is_claimed(browser: Browser, desk: Desk) -> None:
    """The first morning: no share of nothing, no line, no alarm of a mailbox that nobody configured."""
    page = board(browser, desk)
    assert set(links(page).values()) == {"0", "–"}
    assert page.all("//figure//svg[@role='img']") == []
    assert len(page.all("//*[@class='board-empty']")) == 5
    assert not page.all("//*[@role='alert']")


def test_the_load_of_each_officer_is_shown_by_name(browser: Browser, busy: Desk) -> None:
    """One who has left keeps the name of the account; what nobody holds comes last."""
    enter(busy, Role.OFFICER, name="m.roy", display_name="Maya Roy")
    page = board(browser, busy, Role.SUPERVISOR)
    rows = page.all("//table[contains(@class, 'board-officers')]/tbody/tr")
    names = [row.xpath("th")[0].text_content() for row in rows]
    assert names[:2] == ["a.cote", "Maya Roy"]
    assert rows[-1].xpath("th/a")[0].get("href") == "/queue?view=unassigned"


def test_the_figures_are_a_table_to_take_along(browser: Browser, busy: Desk) -> None:
    """With a mark that tells spreadsheets its letters, under a name with the day."""
    enter(busy, Role.AUDITOR)
    browser = Browser(desk=busy, site=browser.site, language=browser.language)
    browser.sign_in("auditor")
    reply = browser.client.get("/dashboard.csv")
    assert reply.headers["content-disposition"] == 'attachment; filename="dashboard-2026-11-24.csv"'
    assert reply.headers["cache-control"] == "no-store"
    rows = list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert rows[0] == ["figure", "of", "value"]
    assert ["overdue", "", "3"] in rows
    assert ["rejections in 30 days", "missing-imm5686", "13"] in rows
    assert len(rows) > 150


def test_an_administrator_sees_no_figure(browser: Browser, desk: Desk) -> None:
    """Need to know."""
    assert board(browser, desk, Role.ADMINISTRATOR).status == 403


def test_days_ago_are_told_in_the_largest_unit(browser: Browser, busy: Desk, clock: FakeClock) -> None:
    """A number of seconds nobody can place says nothing."""
    old = replace(busy, logbook=logbook_of(clock.now() - timedelta(days=2)))
    words = board(browser, old).words
    assert ("2 days ago" if browser.language is Language.ENGLISH else "il y a 2 jours") in words
