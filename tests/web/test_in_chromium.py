"""The pages in a real browser: nothing axe finds fault with, nothing that moves or leaves the host, keys, no script."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.axe_eyes import faults, faults_at_every_width
from tests.web.chromium import chromium
from tests.web.scenes import LOCALES, SCENES, Scene, play, seated, sign_in, stage

expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A unit at work."""
    with stage() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with chromium() as running:
        yield running


@pytest.fixture(params=list(LOCALES))
def desk(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Page]:
    """An officer's window, in each language in turn."""
    with seated(browser, url, "mroy", request.param) as context:
        yield context.pages[0]


@pytest.mark.parametrize("language", list(LOCALES))
@pytest.mark.parametrize("who", list(dict.fromkeys(scene.who for scene in SCENES)))
def test_axe_finds_nothing_on_any_page_at_any_width(browser: Browser, url: str, who: str, language: str) -> None:
    """WCAG 2.1 AA as far as a machine can judge, and no page scrolls sideways."""
    with seated(browser, url, who, language) as context:
        scenes = [scene for scene in SCENES if scene.who == who]
        assert faults_at_every_width(context.new_page(), url, scenes) == []


def test_axe_would_find_a_fault(browser: Browser, url: str) -> None:
    """A picture without words and a page that is too wide are found."""
    with seated(browser, url, "", "en") as context:
        page = context.new_page()
        page.goto(f"{url}/signin")
        page.evaluate("document.querySelector('main').append(new Image()); document.body.style.width = '3000px'")
        told = " ".join(faults(page))
    assert "image-alt" in told
    assert "wider" in told


def test_no_request_leaves_the_host_and_nothing_moves(browser: Browser, url: str) -> None:
    """First visit and layout: under 150 kB in all, no shift."""
    with seated(browser, url, "mroy", "en") as context:
        cookies = context.cookies()
    fresh = browser.new_context(viewport={"width": 1440, "height": 900})
    fresh.add_cookies(cookies)  # type: ignore[arg-type]
    page = fresh.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    session = fresh.new_cdp_session(page)
    session.send("Network.enable")
    octets: list[float] = []
    session.on("Network.loadingFinished", lambda event: octets.append(event["encodedDataLength"]))
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())"
        " window.shifts += entry.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(f"{url}/queue", wait_until="networkidle")
    assert [address for address in asked if not address.startswith((url, "data:"))] == []
    assert page.evaluate("window.shifts") == 0
    assert 20_000 < sum(octets) < 150_000
    fresh.close()


def test_an_officer_works_the_list_by_keyboard_alone(desk: Page, url: str) -> None:
    """Down, select, claim, and the focus stays in the row."""
    desk.goto(f"{url}/queue?view=unassigned")
    desk.keyboard.press("j")
    first = desk.evaluate("document.activeElement.closest('.entry').id")
    desk.keyboard.press("j")
    desk.keyboard.press("k")
    assert desk.evaluate("document.activeElement.closest('.entry').id") == first
    desk.keyboard.press("x")
    expect(desk.locator(".bulk")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator(".bulk")).to_be_hidden()
    desk.goto(f"{url}/queue?code=C41")
    desk.keyboard.press("/")
    desk.keyboard.type("okafor")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/queue?q=okafor")
    desk.keyboard.press("j")
    desk.keyboard.press("c")
    expect(desk.locator(".list-said")).to_be_visible()
    expect(desk.locator(".you")).to_have_count(1)
    assert urlsplit(desk.url).query == "q=okafor"
    desk.keyboard.press("x")
    desk.locator(".bulk button").nth(1).click()
    expect(desk.locator(".you")).to_have_count(0)


def test_single_keys_can_be_switched_off(desk: Page, url: str) -> None:
    """For people who speak to their computer."""
    desk.goto(f"{url}/queue")
    desk.keyboard.press("?")
    desk.uncheck("#single-keys")
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    assert desk.evaluate("document.activeElement.closest('.entry')") is None
    desk.click("[data-opens=shortcuts]")
    desk.check("#single-keys")


def test_a_filter_changes_the_list_and_the_address_and_keeps_the_focus(desk: Page, url: str) -> None:
    """Without a new page, and one line says what is shown now."""
    desk.goto(f"{url}/queue")
    desk.evaluate("window.here = true")
    desk.focus("#filter-code")
    desk.select_option("#filter-code", "C10")
    desk.wait_for_url("**/queue?*code=C10*")
    expect(desk.locator(".entry .code", has_text="C41")).to_have_count(0)
    assert desk.evaluate("window.here && document.activeElement.id") == "filter-code"
    expect(desk.locator("#spoken")).not_to_be_empty()
    expect(desk.locator(".filter-set")).to_have_count(1)


def test_the_language_is_switched_at_the_same_row(desk: Page, url: str) -> None:
    """Filters and place stay."""
    desk.goto(f"{url}/queue?view=open&code=C10")
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    row = desk.evaluate("document.activeElement.closest('.entry').id")
    before = desk.evaluate("document.documentElement.lang")
    desk.click("[data-keeps-place]")
    desk.wait_for_url(f"**/queue?view=open&code=C10#{row}")
    assert desk.evaluate("document.documentElement.lang") != before
    expect(desk.locator(f"#{row} a:focus")).to_have_count(1)
    desk.click("[data-keeps-place]")


def test_without_a_script_everything_is_there(browser: Browser, url: str) -> None:
    """Filters have their button; a claim is a form."""
    context = browser.new_context(java_script_enabled=False, locale="en-CA")
    page = context.new_page()
    sign_in(page, url, "mroy")
    page.select_option("#filter-code", "C20")
    page.click(".filters button")
    page.wait_for_url("**/queue?*code=C20*")
    free = page.locator("button[name=only]")
    before = free.count()
    free.first.click()
    expect(page.locator(".list-said")).to_be_visible()
    expect(free).to_have_count(before - 1)
    page.locator("tr:has(.you) input[name=reference]").first.check()
    page.click("button[formaction='/queue/release']")
    page.wait_for_selector(".list-said")
    assert free.count() == before
    context.close()


def test_colours_that_are_forced_leave_every_word(browser: Browser, url: str) -> None:
    """High contrast: the bar, the rows and the status are still told apart by words and borders."""
    context = browser.new_context(forced_colors="active", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sign_in(page, url, "mroy")
    scene = Scene(name="forced", path="/queue")
    play(page, url, scene, 1440)
    # Which colours those are is the system's to say, and its contrast with them.
    assert faults(page, without=("color-contrast",)) == []
    assert page.locator(".track path").first.evaluate("path => getComputedStyle(path).fill") != "none"
    context.close()


def test_what_was_typed_is_kept_when_the_session_ends(browser: Browser, url: str) -> None:
    """The dialog comes after 13 quiet minutes and goes with a key; after 15 the text stays, and can be sent."""
    with seated(browser, url, "mroy", "en") as context:
        page = context.pages[0]
        context.clock.install()
        page.goto(f"{url}/queue?code=C10")
        page.fill("#save-name", "My own view")
        page.clock.fast_forward("13:10")
        expect(page.locator("#idle")).to_be_visible()
        page.keyboard.press("Shift")
        expect(page.locator("#idle")).to_be_hidden()
        page.clock.fast_forward("15:10")
        expect(page.locator("#session-over")).to_be_visible()
        expect(page.locator("#save-name")).to_have_value("My own view")
        token = page.locator(".save-view input[name=csrf]").input_value()
        context.clear_cookies()
        sign_in(context.new_page(), url, "mroy")
        page.bring_to_front()
        page.evaluate("dispatchEvent(new Event('focus'))")
        expect(page.locator("#session-over")).to_be_hidden()
        assert page.locator(".save-view input[name=csrf]").input_value() != token
        page.click(".save-view button")
        expect(page.locator(".rail-own a")).to_contain_text(["C10, free", "My own view"])
