"""Requests whose passport is cropped, glared, tilted, tiny or turned: `python -m tests.bench.passports_never_missing`.

Each has a form that is surely there, a letter, and one picture of a data page on which a zone may be beyond reading.
The real reader reads the picture and the real judgement judges; none may be rejected for a missing passport. Runs go
in batches that add up in the file named by `--totals`.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from fixtures.makers.damage import photograph
from fixtures.makers.passport import draw_passport, lay_on_sheet
from fixtures.makers.people import Person, invent_person
from fixtures.makers.scans import jpeg_bytes, light_wear, tilt, wear
from imwu_inbox.domain.admissibility import judge
from imwu_inbox.domain.documents import DocumentKind
from imwu_inbox.domain.verdict import Refusal
from imwu_inbox.reader import Reader
from tests.bench.figures import write_section
from tests.domain.papers import LETTER, RECEIVED, a_document, a_file, a_form, a_request, book
from tests.readings import reader

DAY = date(2026, 11, 2)
HEADER = ("what happened to the page", "requests", "accepted", "left to an officer", "rejected for the passport")
SAID = "Judged by the real reader and rules; the form is complete, the picture of the data page is all there is beside."
_TURNS = (90, 180, 270)


def main() -> None:
    """Draw, read, judge, count, print a table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seed", type=int, default=int(time.time()))
    words.add_argument("--count", type=int, default=20, help="requests of each kind of damage")
    words.add_argument("--totals", type=Path, help="add to the counts of earlier batches in this file")
    words.add_argument("--record", action="store_true", help="write the table into RESULTS.md")
    words.add_argument("--keep", type=Path, help="put the pages of rejected requests into this folder")
    asked = words.parse_args()
    cv2.setNumThreads(1)
    kept = json.loads(asked.totals.read_text(encoding="utf-8")) if asked.totals and asked.totals.exists() else {}
    totals = {kind: Counter(kept.get(kind, {})) for kind in DAMAGES}
    for kind, damage in DAMAGES.items():
        for number in range(asked.count):
            rng = random.Random(f"never missing/{asked.seed}/{kind}/{number}")
            person = invent_person(rng, today=DAY, name_style="any")
            picture = jpeg_bytes(damage(person, rng).convert("RGB"), rng.randint(50, 85), 200)
            end = outcome(reader(), person, picture)
            totals[kind][end] += 1
            if end == "rejected" and asked.keep:
                (asked.keep / f"{kind}-{asked.seed}-{number}.jpg").write_bytes(picture)
        sys.stdout.write(f"{kind}: {dict(totals[kind])}\n")
        sys.stdout.flush()
    if asked.totals:
        asked.totals.write_text(json.dumps(totals), encoding="utf-8")
    if asked.record:
        rows = [_row(kind, counts) for kind, counts in totals.items()]
        rows.append(_row("all", sum(totals.values(), Counter())))
        write_section("Data pages are never missing", HEADER, rows, said=f"Last pages of seed {asked.seed}. {SAID}")


def _row(kind: str, counts: Counter[str]) -> tuple[str, ...]:
    ends = (counts[end] for end in ("accepted", "officer", "rejected"))
    return (kind, str(sum(counts.values())), *(str(count) for count in ends))


def outcome(eyes: Reader, person: Person, picture: bytes) -> str:
    """What becomes of a request with this picture and the person's form."""
    form = a_form(
        family_name=person.surname,
        given_names=person.given_names,
        date_of_birth=person.birth_date.isoformat(),
        gender="",
        citizenship="",
    )
    papers = replace(a_file(number=1), reading=eyes.read_file(picture, name="passport.jpg", today=DAY))
    form_file = a_file(a_document(DocumentKind.IMM5686, form=form), number=2)
    assessment = judge(a_request(papers, form_file, LETTER, received_at=RECEIVED), book())
    missing = any(Refusal.MISSING_PASSPORT in worker.missing for worker in assessment.workers)
    rejected = Refusal.MISSING_PASSPORT in assessment.verdict.reasons
    return (
        "rejected"
        if rejected or (missing and assessment.verdict.outcome == "rejected")
        else str(assessment.verdict.outcome.value)
    )


def _worn(page: Image.Image, rng: random.Random, *, dpi: int = 200) -> Image.Image:
    return wear(page, rng, light_wear(rng.choice(("easy", "medium")), rng), dpi=dpi)


def cropped(person: Person, rng: random.Random) -> Image.Image:
    """A photograph or scan that ends within the zone, or before it, or on one of its sides."""
    page = draw_passport(person, rng, dpi=rng.choice((150, 200, 240)))
    wide, high = page.size
    cut = rng.choice(("foot", "foot", "left", "right"))
    if cut == "foot":
        page = page.crop((0, 0, wide, round(high * rng.uniform(0.62, 0.93))))
    else:
        off = round(wide * rng.uniform(0.06, 0.4))
        page = page.crop((off, 0, wide, high) if cut == "left" else (0, 0, wide - off, high))
    return _worn(lay_on_sheet(page, rng, dpi=150) if rng.random() < 0.5 and page.height < 1400 else page, rng)


def glared(person: Person, rng: random.Random) -> Image.Image:
    """A flash's white patch that wipes out a part of the zone, or all of it."""
    page = np.asarray(draw_passport(person, rng, dpi=200), np.float32)
    high, wide = page.shape[:2]
    x = (np.arange(wide, dtype=np.float32)[None, :] - rng.uniform(0.1, 0.9) * wide) / (wide * rng.uniform(0.12, 0.6))
    y = (np.arange(high, dtype=np.float32)[:, None] - rng.uniform(0.75, 0.95) * high) / (high * rng.uniform(0.1, 0.2))
    lit = page + rng.uniform(200, 420) * np.exp(-(x**2 + y**2))[:, :, None]
    return photograph(Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8)), rng, glare=False)


def tilted(person: Person, rng: random.Random) -> Image.Image:
    """Ten to forty degrees askew, as nobody lays a page on purpose."""
    askew = rng.choice((-1, 1)) * rng.uniform(10, 40)
    page = draw_passport(person, rng, dpi=rng.choice((120, 150, 200)))
    return _worn(Image.fromarray(tilt(np.asarray(page), askew)), rng)


def tiny(person: Person, rng: random.Random) -> Image.Image:
    """A data page of three to six pixels a character on a whole sheet, or as a picture by itself."""
    page = draw_passport(person, rng, dpi=200)
    share = rng.uniform(0.15, 0.32)
    small = page.resize((round(page.width * share), round(page.height * share)), Image.Resampling.LANCZOS)
    return _worn(lay_on_sheet(small, rng, dpi=200), rng) if rng.random() < 0.6 else small


def turned(person: Person, rng: random.Random) -> Image.Image:
    """On its side or head, and tired."""
    page = draw_passport(person, rng, dpi=rng.choice((100, 150, 200)))
    sheet = lay_on_sheet(page, rng, dpi=150) if rng.random() < 0.5 else page
    return _worn(sheet.rotate(rng.choice(_TURNS), expand=True), rng)


DAMAGES: dict[str, Callable[[Person, random.Random], Image.Image]] = {
    "cropped": cropped,
    "glared": glared,
    "tilted": tilted,
    "tiny": tiny,
    "turned": turned,
}


if __name__ == "__main__":
    main()
