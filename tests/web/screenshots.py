"""Pictures of every page and state, in both languages and all widths, into a folder that git ignores.

python -m tests.web.screenshots [FOLDER [BEGINNING OF THE SCENES' NAMES]]
"""

import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from tests.web.board_scenes import BOARD_SCENES, board_stage
from tests.web.case_scenes import case_scenes, case_stage
from tests.web.chromium import chromium
from tests.web.scenes import LOCALES, SCENES, Scene, play, seated, stage

FOLDER = Path("var") / "screenshots"


def take(folder: Path, wanted: str = "") -> int:
    """Take the pictures of every scene whose name begins so, and print each page that is no state of one; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = 0
    with chromium() as browser:
        for where, scenes in ((stage, SCENES), (board_stage, BOARD_SCENES)):
            for who, language in product(dict.fromkeys(scene.who for scene in scenes), LOCALES):
                # A stage of its own: what is done in a scene would be seen in the next one's pictures.
                with where() as url:
                    theirs = [scene for scene in scenes if scene.who == who and scene.name.startswith(wanted)]
                    taken += _take(folder, browser, url, theirs, language)
        if "case".startswith(wanted[:4]):
            with case_stage() as unit:
                theirs = [scene for scene in case_scenes(unit) if scene.name.startswith(wanted)]
                taken += sum(_take(folder, browser, unit.url, theirs, language) for language in LOCALES)
    return taken


def _take(folder: Path, browser: Browser, url: str, scenes: Sequence[Scene], language: str) -> int:
    """The scenes of one person in one language, in every width and on paper."""
    taken = 0
    for scene in scenes[:1]:
        with seated(browser, url, scene.who, language) as context:
            page = context.new_page()
            for one in scenes:
                for width in one.widths:
                    play(page, url, one, width)
                    page.screenshot(path=folder / f"{one.name}-{width}-{language}.png", full_page=True)
                    taken += 1
                page.pdf(path=folder / f"{one.name}-{language}.pdf", format="Letter", print_background=True)
    return taken


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    sys.stdout.write(f"{take(place, *sys.argv[2:3])} pictures in {place}\n")
