"""What strangers write, on every page that is a list: text like any other."""

from datetime import timedelta

import pytest

from imwu_inbox.domain.officer import Role
from imwu_inbox.wiring import Desk
from tests.fakes.ledger import FakeLedger
from tests.web.browser import Browser, enter
from tests.web.busy_unit import fill_ledger
from tests.web.showroom import Showroom, someone

HOSTILE = "<script>alert(1)</script><img src=x>\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe\x1b[31m" + "x" * 10_000


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR])
def test_hostile_words_are_harmless_on_every_list(browser: Browser, desk: Desk, showroom: Showroom, role: Role) -> None:
    """Names, employer, sender, a reason on the shelf, what is asked for in an address: no mark-up of theirs stands."""
    assert isinstance(desk.ledger, FakeLedger)
    showroom.open(
        [someone(HOSTILE, HOSTILE, nationality="<b>", code="<i>")],
        employer=HOSTILE,
        sender=HOSTILE,
        due_on=desk.clock.now().date() - timedelta(days=9),
    )
    fill_ledger(desk.ledger)
    desk.ledger.shelve(20, HOSTILE)
    enter(desk, role)
    browser.sign_in(role.value)
    asked = "?q=<script>alert(1)</script>", "?code=<script>alert(1)</script>&officer=<b>", "?view=all&since=<b>"
    places = ["/queue", *(f"/queue{one}" for one in asked), "/dashboard", "/ledger?record=<script>alert(1)</script>"]
    places += ["/ledger", "/shelf", "/ledger?mailbox=<b>"]
    if role is Role.AUDITOR:
        places += ["/audit", "/audit?officer=<script>alert(1)</script>&record=<b>"]
    for place in places:
        page = browser.open(place)
        assert "<script>alert" not in page.text, place
        assert not page.all("//img[@src='x'] | //main//b[not(@class) and .='<b>']"), place
        assert "\x1b" not in page.text, place
