"""Every page and state as a person would come to it, for the eyes of axe and for the pictures."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from imwu_inbox.domain.officer import Role
from imwu_inbox.domain.queue import HeldMail
from imwu_inbox.domain.saved_view import SavedView
from imwu_inbox.settings import Settings, WebSection
from imwu_inbox.web import serving
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FakeClock
from tests.fakes.desk import fake_desk
from tests.fakes.queue import FakeQueue
from tests.web.browser import PASSWORD, enter
from tests.web.conftest import NOW
from tests.web.showroom import Showroom

LOCALES = {"en": "en-CA", "fr": "fr-CA"}
WIDTHS = {1440: 900, 1024: 768, 390: 844, 320: 640}
"""Width to height. Units: CSS pixels."""
DOUBLED = {720: 450}
"""What a window of 1440 has left when everything in it is twice as large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A page or a state of one: who sees it, where it is, and what is done there first."""

    name: str
    path: str
    who: str = "mroy"
    act: Callable[[Page], None] = lambda _page: None
    widths: tuple[int, ...] = tuple(WIDTHS)


def _refused(page: Page) -> None:
    page.fill("#user", "nobody")
    page.fill("#password", "wrong")
    page.click("button[type=submit]")
    page.wait_for_selector("[role=alert]")


def _refused_password(page: Page) -> None:
    for name, typed in (("current", PASSWORD), ("new", PASSWORD), ("again", PASSWORD)):
        page.fill(f"#{name}", typed)
    page.click("form.plain-column button")
    page.wait_for_selector("[role=alert]")


def _select_two(page: Page) -> None:
    for box in page.locator("input[name=reference]").all()[:2]:
        box.check()


def _open_keys(page: Page) -> None:
    page.keyboard.press("?")
    page.wait_for_selector("#shortcuts[open]")


def _open_menu(page: Page) -> None:
    page.click(".menu summary")


def _focus_code(page: Page) -> None:
    page.locator(".code").first.focus()


SCENES = (
    Scene(name="signin", path="/signin", who=""),
    Scene(name="signin-refused", path="/signin", who="", act=_refused, widths=(1440, 320)),
    Scene(name="queue", path="/queue", widths=(*WIDTHS, *DOUBLED)),
    Scene(name="queue-selected", path="/queue", act=_select_two, widths=(1440, 390)),
    Scene(name="queue-keys", path="/queue", act=_open_keys, widths=(320,)),
    Scene(name="queue-menu", path="/queue", act=_open_menu, widths=(390,)),
    Scene(name="queue-code", path="/queue", act=_focus_code, widths=(1440,)),
    Scene(name="queue-filtered", path="/queue?code=C10&officer=-", widths=(1440, 320)),
    Scene(name="queue-empty", path="/queue?code=C99", widths=(390,)),
    Scene(name="queue-search", path="/queue?q=moreau", widths=(1440,)),
    Scene(name="queue-rejected", path="/queue?view=rejected", widths=(1440,)),
    Scene(name="queue-held", path="/queue?view=held", widths=(320,)),
    Scene(name="queue-auditor", path="/queue", who="auditor", widths=(1440,)),
    Scene(
        name="queue-part", path="/queue?view=all&since=2026-11-01&until=2026-11-30&outcome=rejected", widths=(1440, 320)
    ),
    Scene(name="audit", path="/audit", who="auditor"),
    Scene(name="password", path="/password", widths=(1440, 320)),
    Scene(name="password-refused", path="/password", act=_refused_password, widths=(390,)),
    Scene(name="accounts", path="/accounts", who="administrator", widths=(1440, 320)),
    Scene(name="forbidden", path="/accounts", widths=(320,)),
    Scene(name="not-there", path="/nowhere", widths=(1440,)),
)


@contextmanager
def stage() -> Iterator[str]:
    """A unit at work on fakes, served on a free port of this machine; its address."""
    settings = Settings(web=WebSection(port=0))
    desk = fake_desk(FakeClock(NOW), settings=settings)
    assert isinstance(desk.cases, FakeCaseStore)
    assert isinstance(desk.queue, FakeQueue)
    Showroom(desk, desk.cases.ledger).furnish()
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        enter(desk, role)
    desk.accounts.disable("acote", NOW - timedelta(days=40))
    desk.saved_views.save("mroy", SavedView(name="C10, free", question="code=C10&officer=-"))
    desk.queue.waiting.append(HeldMail(received_at=NOW, number=1, total=2, waits_until=NOW + timedelta(hours=4)))
    with serving(desk) as site:
        yield site.url


@contextmanager
def seated(chromium: Chromium, url: str, who: str, language: str, *, script: bool = True) -> Iterator[BrowserContext]:
    """A window of this person in this language, signed in through the door; no script error passes unseen."""
    context = chromium.new_context(
        locale=LOCALES[language], viewport={"width": 1440, "height": 900}, java_script_enabled=script
    )
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda said: faults.extend(_serious(said)))
    if who:
        sign_in(context.new_page(), url, who)
    try:
        yield context
    finally:
        context.close()
    assert faults == [], faults


def _serious(said: ConsoleMessage) -> list[str]:
    """What a page complains of, without the plain fact that a page of refusal has its status."""
    is_status = said.text.startswith("Failed to load resource: the server responded with a status of 4")
    return [said.text] if said.type == "error" and not is_status else []


def sign_in(page: Page, url: str, who: str) -> None:
    """Through the form, as a person does."""
    page.goto(f"{url}/signin")
    page.fill("#user", who)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector(".site-head")


def play(page: Page, url: str, scene: Scene, width: int) -> None:
    """Come to a scene in a window of this width, and do what is done there."""
    arrive(page, url, scene, width)
    scene.act(page)


def arrive(page: Page, url: str, scene: Scene, width: int) -> None:
    """Come to a scene in a window of this width."""
    page.set_viewport_size({"width": width, "height": (WIDTHS | DOUBLED)[width]})
    page.goto(url + scene.path)
    page.evaluate("document.fonts.ready")
