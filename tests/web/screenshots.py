"""Pictures of every page and state, in both languages and all widths, into a folder that git ignores.

python -m tests.web.screenshots [FOLDER]
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from playwright.sync_api import Browser

from tests.web.board_scenes import BOARD_SCENES, board_stage
from tests.web.chromium import chromium
from tests.web.scenes import LOCALES, SCENES, Scene, play, seated, stage

Stage = Callable[[], AbstractContextManager[str]]

FOLDER = Path("var") / "screenshots"


def take(folder: Path) -> int:
    """Take every picture; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        return sum(
            _take(folder, browser, where, [scene for scene in scenes if scene.who == who], language)
            for where, scenes in ((stage, SCENES), (board_stage, BOARD_SCENES))
            for who in dict.fromkeys(scene.who for scene in scenes)
            for language in LOCALES
        )


def _take(folder: Path, browser: Browser, where: Stage, scenes: Sequence[Scene], language: str) -> int:
    """The scenes of one person in one language, on a stage of their own."""
    taken = 0
    with where() as url, seated(browser, url, scenes[0].who, language) as context:
        page = context.new_page()
        for scene in scenes:
            for width in scene.widths:
                play(page, url, scene, width)
                page.screenshot(path=folder / f"{scene.name}-{width}-{language}.png")
                taken += 1
    return taken


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    sys.stdout.write(f"{take(place)} pictures in {place}\n")
