"""What axe finds on a page, and whether the page is wider than its window; the same judge for every page."""

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.scenes import WIDTHS, Scene, play

_AXE = Axe()


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
                play(page, url, scene, width)
            else:
                page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            found += [f"{scene.name} at {width}: {fault}" for fault in faults(page)]
    return found
