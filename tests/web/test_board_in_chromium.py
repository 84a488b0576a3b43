"""Dashboard, ledger, shelf and handbook in a real browser: axe, widths, spacing, forced colours, paper and keys."""

import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, PdfMargins
from pypdf import PdfReader

from tests.web.axe_eyes import faults, faults_at_every_width
from tests.web.board_scenes import BOARD_SCENES, WHO, board_stage
from tests.web.browser import PASSWORD
from tests.web.chromium import chromium

PATHS = ("/dashboard", "/ledger", "/shelf", "/help", "/accessibility")
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
    " p { margin-bottom: 2em !important; }"
)
"""Source: WCAG 2.1, success criterion 1.4.12."""


INSIDE = """() => [...document.querySelectorAll("figure")].map((figure) => {
  const card = figure.getBoundingClientRect();
  return [...figure.querySelectorAll(".chart rect, .chart-point")].every((bar) => {
    const at = bar.getBoundingClientRect();
    return at.width > 2 && at.left > card.left && at.right < card.right;
  });
})"""
"""For each figure, whether all that is drawn lies inside its card."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A busy unit."""
    with board_stage() as address:
        yield address


@pytest.fixture(params=["en-CA", "fr-CA"])
def page(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Page]:
    """A supervisor's window in each language, signed in; a page that complains fails."""
    context = browser.new_context(locale=request.param, bypass_csp=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"{url}/signin")
    page.fill("#user", WHO)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector(".site-nav")
    yield page
    context.close()
    assert complaints == []


def test_axe_finds_nothing_at_any_width_with_every_table_open(page: Page, url: str) -> None:
    """WCAG 2.1 AA as far as a machine can judge, in both languages."""
    assert faults_at_every_width(page, url, BOARD_SCENES) == []


def test_wider_spacing_and_double_size_hide_nothing(page: Page, url: str) -> None:
    """Letters, words and lines set wider, at 320 pixels and at the 720 that double size leaves of 1440."""
    for path in PATHS:
        for width in (720, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(url + path)
            page.add_style_tag(content=SPACED)
            wide = page.evaluate("(main => main.scrollWidth - main.clientWidth)(document.querySelector('main'))")
            assert wide <= 0, (path, width)


def test_charts_are_drawn_inside_their_cards_at_any_width(page: Page, url: str) -> None:
    """Sixteen bars for the ages, each within a link of its own; words keep their size on a telephone."""
    for width in (1440, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{url}/dashboard")
        drawn = page.evaluate(INSIDE)
        assert drawn == [True, True, True]
        ages = page.locator("figure").first.locator(".chart")
        assert ages.locator("rect[class^=tone-]").count() == ages.locator("a[href] > rect").count() == 16
        assert page.locator(".chart-label").first.evaluate("label => getComputedStyle(label).fontSize") == "11px"


def test_colours_that_are_forced_leave_bars_lines_and_words(page: Page, url: str) -> None:
    """High contrast: each bar has an edge in the colour of text."""
    page.emulate_media(forced_colors="active")
    page.goto(f"{url}/dashboard")
    assert faults(page, within="main") == []
    text, edge = page.evaluate(
        "[getComputedStyle(document.querySelector('.chart-value')).fill,"
        " getComputedStyle(document.querySelector('.tone-calm')).stroke]"
    )
    assert text == edge


def test_the_dashboard_prints_on_one_page_and_the_ledger_whole(page: Page, url: str) -> None:
    """Letter paper; nothing of a table is cut off at its edge."""
    page.goto(f"{url}/dashboard")
    assert len(PdfReader(io.BytesIO(page.pdf(format="Letter", margin=_MARGIN))).pages) == 1
    page.goto(f"{url}/ledger")
    words = PdfReader(io.BytesIO(page.pdf(format="Letter", margin=_MARGIN))).pages[0].extract_text()
    assert "INBOX" in words
    page.emulate_media(media="print")
    assert not page.locator(".book-acts").is_visible()
    assert not page.locator(".site-head").is_visible()


_MARGIN: PdfMargins = {"top": "12mm", "bottom": "12mm", "left": "12mm", "right": "12mm"}


def test_keys_lead_to_the_dashboard_and_its_figures_are_reached_with_tab(page: Page, url: str) -> None:
    """From anywhere with g d; the key figures are links, the tables open with Enter."""
    page.goto(f"{url}/ledger")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/dashboard")
    page.focus("a.kpi")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/queue?view=today"
    page.locator("figure summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("figure details").first.evaluate("details => details.open")


def test_a_message_is_tried_again_without_a_script(browser: Browser, url: str) -> None:
    """The button is a form."""
    context = browser.new_context(locale="en-CA", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}/signin")
    page.fill("#user", WHO)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.goto(f"{url}/shelf")
    before = page.locator(".book-shelf tbody tr").count()
    page.locator(".book-shelf form button").last.click()
    page.wait_for_url("**/shelf?taken=*")
    assert page.locator(".book-shelf tbody tr").count() == before - 1
    context.close()
