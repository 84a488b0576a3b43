"""Dashboard, ledger, shelf and handbook of a busy unit, for the eyes of axe and for the pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from playwright.sync_api import Page

from imwu_inbox.domain.officer import Role
from imwu_inbox.settings import MailboxSection, Settings, WebSection
from imwu_inbox.web import serving
from tests.fakes.clock import FakeClock
from tests.fakes.desk import fake_desk
from tests.fakes.ledger import FakeLedger
from tests.web.browser import enter
from tests.web.busy_unit import BusyTally, fill_ledger, logbook_of
from tests.web.conftest import NOW
from tests.web.scenes import Scene

WHO = Role.SUPERVISOR.value


def open_all(page: Page) -> None:
    """Every table that can be opened."""
    page.evaluate("for (const part of document.querySelectorAll('main details')) part.open = true")


BOARD_SCENES = (
    Scene(name="dashboard", path="/dashboard", who=WHO),
    Scene(name="dashboard-tables", path="/dashboard", who=WHO, act=open_all),
    Scene(name="ledger", path="/ledger", who=WHO, act=open_all),
    Scene(name="ledger-filtered", path="/ledger?fate=held", who=WHO),
    Scene(name="ledger-empty", path="/ledger?record=2020-000001", who=WHO, widths=(1440, 390)),
    Scene(name="shelf", path="/shelf", who=WHO),
    Scene(name="shelf-taken", path="/shelf?taken=58", who=WHO, widths=(1440, 390)),
    Scene(name="help", path="/help", who=WHO),
    Scene(name="accessibility", path="/accessibility", who=WHO),
)


@contextmanager
def board_stage() -> Iterator[str]:
    """A busy unit on fakes, served on a free port of this machine; its address."""
    box = MailboxSection(host="mail.unit.example", user="imwu-umit@unit.example")
    settings = Settings(mailbox=box, web=WebSection(port=0))
    desk = replace(fake_desk(FakeClock(NOW), settings=settings), tally=BusyTally(), logbook=logbook_of(NOW))
    assert isinstance(desk.ledger, FakeLedger)
    fill_ledger(desk.ledger)
    for name, display_name in (("m.roy", "Maya Roy"), ("s.dhaliwal", "S. Dhaliwal"), ("a.cote", "A. Côté")):
        enter(desk, Role.OFFICER, name=name, display_name=display_name)
    enter(desk, Role.SUPERVISOR)
    with serving(desk) as site:
        yield site.url
