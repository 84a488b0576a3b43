"""What axe finds on a page, whether it is wider than its window, moves while it comes, or loses a drawing in forced
colours; the same judge for every page.
"""

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.scenes import DOUBLED, WIDTHS, Scene, arrive

_AXE = Axe()
_MOVED = """() => new Promise((done) => {
  const moved = [];
  const who = (source) => (source.node?.outerHTML ?? source.node?.textContent ?? "?").slice(0, 60);
  const note = (entries) => {
    for (const one of entries) if (!one.hadRecentInput) moved.push(...one.sources.map(who));
  };
  const eye = new PerformanceObserver((list) => note(list.getEntries()));
  eye.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => { note(eye.takeRecords()); done(moved); }));
})"""
_LOST = """() => {
  const paper = getComputedStyle(document.body).backgroundColor;
  const told = (colour) => colour !== "none" && colour !== paper && !/^rgba.*, 0\\)$/.test(colour);
  const drawn = [...document.querySelectorAll("svg:not(.chart-doors) :is(text, path, rect, circle, line)")];
  return drawn.filter((part) => part.getClientRects().length && part.getBoundingClientRect().width)
    .filter((part) => { const how = getComputedStyle(part); return !told(how.fill) && !told(how.stroke); })
    .map((part) => part.outerHTML.slice(0, 80));
}"""
"""What is drawn in the colour of the page itself, once the system chooses all colours."""


def faults(page: Page, *, without: tuple[str, ...] = (), within: str | None = None) -> list[str]:
    """What axe objects to, and whether the page is wider than its window. Only violations are told, as telling all
    that passes takes longer than looking.
    """
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    options = {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in without}}
    violations = _AXE.run(page, context=within, options=options).response["violations"]
    told = [f"{one['id']} {[node['target'] for node in one['nodes']][:3]}" for one in violations]
    return told + ([f"{wide} pixels wider than its window"] if wide > 0 else [])


def faults_at_every_width(page: Page, url: str, scenes: Iterable[Scene]) -> list[str]:
    """The faults of scenes, each come to once and looked at in all its widths."""
    found: list[str] = []
    for scene in scenes:
        for number, width in enumerate(scene.widths):
            if number == 0:
                arrive(page, url, scene, width)
                found += [f"{scene.name}: moved while it came: {part}" for part in page.evaluate(_MOVED)[:3]]
                scene.act(page)
                found += [f"{scene.name}: lost in forced colours: {part}" for part in _lost(page)]
            else:
                page.set_viewport_size({"width": width, "height": (WIDTHS | DOUBLED)[width]})
            found += [f"{scene.name} at {width}: {fault}" for fault in faults(page)]
    return found


def _lost(page: Page) -> list[str]:
    """What of its drawings forced colours hide."""
    page.emulate_media(forced_colors="active")
    lost: list[str] = page.evaluate(_LOST)
    page.emulate_media(forced_colors="none")
    return lost[:3]
