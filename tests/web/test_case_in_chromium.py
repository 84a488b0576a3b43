"""The case in Debian's Chromium, on real requests: by mouse, by keyboard alone, without a script, on paper."""

import io
import re
from collections.abc import Iterator

import pypdfium2 as pdfium
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from imwu_inbox.domain.documents import PageImage
from tests.readings import TODAY, reader
from tests.web.axe_eyes import faults_at_every_width
from tests.web.browser import PASSWORD
from tests.web.case_scenes import DIFFERS, PARTY, PORTFOLIO, CaseUnit, case_scenes, case_stage
from tests.web.chromium import chromium


@pytest.fixture(scope="module")
def unit() -> Iterator[CaseUnit]:
    """Four requests read by the whole house, and the pages on its database."""
    with case_stage() as served:
        yield served


@pytest.fixture(scope="module")
def debians() -> Iterator[Browser]:
    """One Chromium for the module."""
    with chromium() as browser:
        yield browser


def officer(debians: Browser, unit: CaseUnit, *, language: str = "en", script: bool = True, width: int = 1440) -> Page:
    """An officer's window, signed in."""
    context = debians.new_context(
        java_script_enabled=script, viewport={"width": width, "height": 900}, bypass_csp=script and width != 1440
    )
    page = context.new_page()
    page.goto(f"{unit.url}/language/{language}?back=/signin")
    page.locator("#user").fill("officer")
    page.locator("#password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/queue")
    return page


def placed_facts(page: Page) -> list[str]:
    """The facts of the case that stand on a page."""
    return [
        str(link.get_attribute("data-fact"))
        for link in page.locator("a[data-fact]:visible").all()
        if link.get_attribute("data-fact")
    ]


def in_view(page: Page, selector: str) -> bool:
    """Whether the middle of a thing can be seen without scrolling."""
    box = page.locator(selector).first.bounding_box()
    height = (page.viewport_size or {"height": 0})["height"]
    return box is not None and 0 <= box["y"] + box["height"] / 2 <= height


def test_each_field_leads_to_its_place_and_each_box_to_its_field(debians: Browser, unit: CaseUnit) -> None:
    """With the mouse: the page moves there, the evidence is shown, and nothing is loaded anew."""
    page = officer(debians, unit)
    page.goto(unit.case())
    page.evaluate("window.stayed = true")
    for key in placed_facts(page):
        name = page.locator(f"a[data-fact={key}]").inner_text()
        page.locator(f"a[data-fact={key}]").click()
        expect(page.locator("#evidence-title")).to_contain_text(name)
        expect(page.locator("#spot")).to_be_in_viewport()
    assert page.evaluate("window.stayed") is True
    page.goto(unit.case(question="?field=sex&at=1.1"))
    page.locator("a.spot-link[data-field=birth_date]").first.click()
    expect(page.locator("a[data-fact=birth_date]")).to_have_attribute("aria-current", "true")
    expect(page.locator("#spoken")).to_contain_text("1988-07-03")
    page.context.close()


def test_a_passport_inside_another_file_is_the_page_that_is_shown(debians: Browser, unit: CaseUnit) -> None:
    """Each field that its zone gives leads to a picture on which that very zone is read."""
    page = officer(debians, unit)
    page.goto(unit.case(PORTFOLIO))
    shown: set[str] = set()
    for key in ("number", "surname", "birth_date"):
        page.locator(f"a[data-fact={key}]").click()
        expect(page.locator(f"a[data-fact={key}]")).to_have_attribute("aria-current", "true")
        expect(page.locator("#spot")).to_be_in_viewport()
        expect(page.locator("rect.zone-box")).to_have_count(1)
        shown.add(str(page.locator("svg.sheet image").get_attribute("href")))
    (href,) = shown
    picture = Image.open(io.BytesIO(page.request.get(unit.url + href).body()), formats=["WEBP"]).convert("L")
    grey = PageImage(width_px=picture.width, height_px=picture.height, dpi=122, grey=picture.tobytes())
    (zone,) = reader().tools.mrz(grey, today=TODAY).readings
    assert page.locator("#fact-number").inner_text().split()[2] == zone.fields.number
    page.context.close()


def test_by_keyboard_alone(debians: Browser, unit: CaseUnit) -> None:
    """Tab and Enter choose a field; single keys do the rest, unless they are switched off."""
    page = officer(debians, unit, language="fr")
    page.goto(unit.case(PARTY))
    first = page.locator(".workers a[aria-current]").inner_text()
    page.keyboard.press("w")
    expect(page.locator(".workers a[aria-current]")).not_to_have_text(first)
    page.keyboard.press("h")
    expect(page.locator("#spot")).to_have_count(0)
    page.keyboard.press("h")
    expect(page.locator("#spot")).to_have_count(1)
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.fact") == "birth_date":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#evidence-title")).to_contain_text("Date de naissance")
    assert page.evaluate("document.activeElement.dataset.fact") == "birth_date"
    page.goto(unit.case(DIFFERS))
    page.keyboard.press("n")
    expect(page.locator("#concern-1")).to_be_focused()
    page.keyboard.press("u")
    page.wait_for_url(re.compile(r"/queue#r-"))
    page.context.close()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_a_script(debians: Browser, unit: CaseUnit, language: str) -> None:
    """Each link leads to its place by its own address."""
    page = officer(debians, unit, language=language, script=False)
    page.goto(unit.case())
    for key in placed_facts(page):
        page.locator(f"a[data-fact={key}]").click()
        expect(page.locator(f"a[data-fact={key}]")).to_have_attribute("aria-current", "true")
        assert in_view(page, "#spot"), key
    page.context.close()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_and_nothing_sticks_out(debians: Browser, unit: CaseUnit, language: str) -> None:
    """In every state of the page and at every width; 320 pixels are 200 % and more."""
    page = officer(debians, unit, language=language, width=1439)
    assert faults_at_every_width(page, unit.url, case_scenes(unit)) == []
    page.context.close()


def test_the_first_visit_is_light_and_nothing_moves(debians: Browser, unit: CaseUnit) -> None:
    """Under 150 kB in all, and no layout shift while it loads."""
    page = officer(debians, unit)
    sizes: list[int] = []
    fresh = page.context.new_page()
    line = page.context.new_cdp_session(fresh)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    fresh.add_init_script(
        "window.shift = 0; const seen = list => list.getEntries().forEach(one => { window.shift += one.value; });"
        "new PerformanceObserver(seen).observe({type: 'layout-shift', buffered: true});"
    )
    fresh.goto(unit.case(), wait_until="networkidle")
    assert fresh.evaluate("window.shift") == 0
    assert 60_000 < sum(sizes) < 150_000, sum(sizes)
    page.context.close()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_on_paper_a_case_is_a_record_of_at_most_three_pages(debians: Browser, unit: CaseUnit, language: str) -> None:
    """Page, evidence, identity, request, checks and history; no button."""
    page = officer(debians, unit, language=language)
    page.goto(unit.case())
    printed = page.pdf(format="Letter", print_background=True)
    document = pdfium.PdfDocument(io.BytesIO(printed))
    try:
        text = "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
        assert len(document) <= 3
    finally:
        document.close()
    assert "1988-03-07" in text
    assert unit.cases[DIFFERS] in text
    assert ("Protected B" if language == "en" else "Protégé B") in text
    page.context.close()
