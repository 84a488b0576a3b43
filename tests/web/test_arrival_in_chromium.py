"""A request arrives while an officer looks at the list: mailbox, relay, daemon and pages at work together."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from imwu_inbox.daemon import Daemon
from imwu_inbox.domain.officer import Role
from imwu_inbox.settings import WebSection
from imwu_inbox.web import serving
from imwu_inbox.wiring import App, build, open_desk
from tests.fakes.log_lines import DAEMON, told_by
from tests.stories.told import Story, story
from tests.stories.unit import IDLE_SECONDS, Unit, running_unit
from tests.web.browser import enter
from tests.web.chromium import chromium
from tests.web.scenes import WIDTHS, seated

STOP_SECONDS = 90.0
PATIENCE_MS = 20_000
PULSE = "00:30"
"""How long the page waits before it asks again; its clock is moved on by this."""
FIELDS = {"surname": "ICHINOSE", "birth_date": "1987-04-29", "number": "CF5931066"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """A unit whose daemon and pages run on one store."""

    unit: Unit
    house: App
    url: str

    def receive(self, arriving: Story) -> None:
        """A letter comes by mail: the daemon finds it by itself, and it is read to its end."""
        with told_by(DAEMON) as lines:
            self.unit.imap.deliver([(arriving.message, arriving.received_at)])
            lines.expect("taken_in=1")
        assert self.house.engine.wait_until_idle(IDLE_SECONDS), "runs are still pending"


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[AtWork]:
    """The whole house: real mailbox and relay, the daemon's own ticks, the pages on the same database."""
    with ExitStack() as parts:
        unit = parts.enter_context(running_unit(tmp_path, f"sqlite:///{tmp_path}/unit.db"))
        often = unit.settings.mailbox.model_copy(update={"poll_seconds": 1})
        settings = unit.settings.model_copy(update={"mailbox": often, "web": WebSection(port=0)})
        house = build(settings)
        parts.callback(house.close)
        parts.enter_context(ticking(Daemon(house)))
        desk = open_desk(settings)
        parts.callback(desk.close)
        enter(desk, Role.OFFICER)
        site = parts.enter_context(serving(desk))
        yield AtWork(unit=unit, house=house, url=site.url)


@contextmanager
def ticking(daemon: Daemon) -> Iterator[None]:
    """The daemon at work beside the test, stopped at the end."""
    thread = threading.Thread(target=daemon.run)
    thread.start()
    try:
        yield
    finally:
        daemon.ask_to_stop()
        thread.join(STOP_SECONDS)
        assert not thread.is_alive()


def click(page: Page, selector: str) -> None:
    """With the mouse."""
    page.locator(selector).click()


def press(page: Page, selector: str) -> None:
    """With the keyboard alone: Tab until it has the focus, then Enter."""
    for _ in range(150):
        if page.locator(f"{selector}:focus").count():
            break
        page.keyboard.press("Tab")
    expect(page.locator(selector)).to_be_focused()
    page.keyboard.press("Enter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """Somebody with the list open: how they work, in which language, in how wide a window, with a script or without."""

    take: Callable[[Page, str], None]
    language: str
    width: int
    script: bool = True


OFFICERS = (
    Officer(take=click, language="en", width=1440),
    Officer(take=press, language="en", width=390),
    Officer(take=click, language="fr", width=1024),
    Officer(take=press, language="fr", width=1440),
    Officer(take=click, language="en", width=1440, script=False),
    Officer(take=press, language="fr", width=390, script=False),
)
NEWS = {"en": "1 new case, show", "fr": "1 nouveau dossier, afficher"}


def test_a_request_that_arrives_is_announced_shown_opened_and_leads_to_its_papers(at_work: AtWork) -> None:
    """The list stays still until asked, and fields lead to the page's picture: by mouse, by keyboard, on a telephone,
    in French, and without a script, where a new page of the list shows it.
    """
    at_work.receive(story("complete-text-en"))
    (standing,) = (record.reference for record in at_work.house.cases.everything())
    with chromium() as browser, ExitStack() as windows:
        pages = [windows.enter_context(at_the_list(browser, at_work.url, officer)) for officer in OFFICERS]
        at_work.receive(story("complete-acroform-en"))
        (arrived,) = {record.reference for record in at_work.house.cases.everything()} - {standing}
        for page, officer in zip(pages, OFFICERS, strict=True):
            if officer.script:
                is_announced_without_a_move(page, standing, NEWS[officer.language])
                officer.take(page, ".fresh-link")
            else:
                page.reload()
            expect(page.locator(f"#r-{arrived}")).to_be_visible(timeout=PATIENCE_MS)
            expect(page.locator(".fresh-link")).to_have_count(0)
            officer.take(page, f"#r-{arrived} [data-opens-row]")
            page.wait_for_url(f"**/case/{arrived}")
            for field, value in FIELDS.items():
                officer.take(page, f"a[data-fact={field}]")
                leads_to_its_place(page, field, value)


@contextmanager
def at_the_list(browser: Browser, url: str, officer: Officer) -> Iterator[Page]:
    """Their window, where one case stands."""
    with seated(browser, url, "officer", officer.language, script=officer.script) as context:
        page = context.pages[0]
        page.set_viewport_size({"width": officer.width, "height": WIDTHS[officer.width]})
        if officer.script:
            context.clock.install()
        page.goto(f"{url}/queue")
        expect(page.locator(".entry")).to_have_count(1)
        yield page


def is_announced_without_a_move(page: Page, standing: str, news: str) -> None:
    """One line says that a case came; the row that was there stays where it was, alone."""
    row = page.locator(f"#r-{standing}")
    place = row.bounding_box()
    page.clock.fast_forward(PULSE)
    expect(page.locator(".fresh-link")).to_have_text(news, timeout=PATIENCE_MS)
    assert row.bounding_box() == place
    assert page.locator(".entry").count() == 1


def leads_to_its_place(page: Page, field: str, value: str) -> None:
    """The evidence of the field is told, and its spot is in view and lies on the picture of the page."""
    expect(page.locator(f"a[data-fact={field}]")).to_have_attribute("aria-current", "true")
    expect(page.locator("#evidence-title")).to_contain_text(page.locator(f"a[data-fact={field}]").inner_text())
    expect(page.locator(f"#fact-{field}")).to_contain_text(value)
    expect(page.locator("#spot")).to_be_in_viewport()
    picture, spot = (page.locator(selector).bounding_box() for selector in ("svg.sheet image", "#spot"))
    assert picture
    assert spot
    assert picture["x"] <= spot["x"] < spot["x"] + spot["width"] <= picture["x"] + picture["width"]
    assert picture["y"] <= spot["y"] < spot["y"] + spot["height"] <= picture["y"] + picture["height"]
