"""Pictures of every page and state, in both languages and all widths, into a folder that git ignores.

python -m tests.web.screenshots [FOLDER]
"""

import sys
from pathlib import Path

from tests.web.chromium import chromium
from tests.web.scenes import LOCALES, SCENES, play, seated, stage

FOLDER = Path("var") / "screenshots"


def take(folder: Path) -> int:
    """Take every picture; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = 0
    with stage() as url, chromium() as browser:
        for language in LOCALES:
            for who in dict.fromkeys(scene.who for scene in SCENES):
                with seated(browser, url, who, language) as context:
                    page = context.new_page()
                    for scene in (scene for scene in SCENES if scene.who == who):
                        for width in scene.widths:
                            play(page, url, scene, width)
                            page.screenshot(path=folder / f"{scene.name}-{width}-{language}.png")
                            taken += 1
    return taken


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    sys.stdout.write(f"{take(place)} pictures in {place}\n")
