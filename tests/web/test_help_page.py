"""The handbook and the accessibility statement."""

import pytest

from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Role
from imwu_inbox.domain.rules import RULES
from imwu_inbox.domain.setback import Setback
from imwu_inbox.wiring import Desk
from tests.web.browser import Browser, enter


@pytest.mark.parametrize("role", Role)
def test_everybody_who_works_here_can_read_the_handbook(browser: Browser, desk: Desk, role: Role) -> None:
    """It shows no case, so the administrator reads it too."""
    enter(desk, role)
    browser.sign_in(role.value)
    page = browser.open("/help")
    assert len(page.all("//main//h2")) == 10
    assert all(
        page.all(f"//*[@id='{link.get('href', '')[1:]}']") for link in page.all("//nav//a[starts-with(@href, '#')]")
    )


def test_every_decision_is_told_in_the_words_of_its_rule(officer: Browser) -> None:
    """What an officer reads there is what decides; nothing is left out."""
    page = officer.open("/help")
    for rule in RULES.values():
        (row,) = page.all(f"//tr[@id='{rule.id}']")
        text = rule.text_fr if officer.language is Language.FRENCH else rule.text_en
        assert [cell.text_content() for cell in row.xpath("td")] == [text, str(rule.number)]


def test_every_fate_and_setback_is_explained(officer: Browser) -> None:
    """With what to do."""
    page = officer.open("/help")
    assert len(page.all("//table[caption[@id='fates']]/tbody/tr")) == len(Fate)
    assert len(page.all("//table[caption[@id='setbacks']]/tbody/tr")) == len(Setback)


def test_the_accessibility_statement_is_open_to_everybody(browser: Browser, desk: Desk) -> None:
    """From the door and from the menu; it says what is not good enough yet."""
    door = browser.open("/signin")
    assert door.all("//a[@href='/accessibility']")
    page = browser.open("/accessibility")
    assert "WCAG" in page.words
    assert len(page.all("//main/h2")) == 5
    enter(desk, Role.OFFICER)
    assert browser.sign_in("officer").all("//details//a[@href='/help']")


def test_the_handbook_is_for_those_who_are_signed_in(browser: Browser) -> None:
    """A stranger is led to the door and back."""
    assert browser.open("/help").path.startswith("/signin?back=/help")
