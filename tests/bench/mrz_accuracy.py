"""How well zones are read, by level of damage, on pages drawn from fresh seeds: `python -m tests.bench.mrz_accuracy`.

A page is exact when every character of every line is right, and wrongly promised when its lines are wrong and the
reader says that they are valid. Time is processor time of this process, one thread, after the net is loaded.
"""

import argparse
import csv
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import cv2
from PIL import Image, ImageDraw

from fixtures.makers.cards import draw_card_back, draw_visa
from fixtures.makers.damage import passport_at_level
from fixtures.makers.fonts import FontName, font
from fixtures.makers.mrz import td1_lines, td3_lines, visa_lines
from fixtures.makers.passport_layouts import LAYOUTS as DESIGNS
from fixtures.makers.people import invent_person
from fixtures.makers.scans import Level, light_wear, wear
from fixtures.makers.zone_faces import ZoneFace
from imwu_inbox.adapters.mrz_reader import NetMrzReader
from imwu_inbox.domain.documents import PageImage
from imwu_inbox.domain.mrz import format_of
from imwu_inbox.domain.mrz_layout import LAYOUTS
from tests.bench.figures import write_section

DAY = date(2026, 11, 2)
CODES = Path("config/icao_codes.csv")
ZONE_FACES: tuple[ZoneFace, ...] = ("ocr-b", "ocr-b-sharp", "pen", "pen-bold")
FACES: tuple[FontName, ...] = ("sans", "serif", "mono-bold")
WORDS = ("the", "employer", "confirms", "le", "contrat", "de", "travail", "2026", "salary", "NOC", "51122", "Montréal")
HEADER = (
    "level",
    "pages",
    "exact",
    "valid",
    "valid, key wrong",
    "valid, any wrong",
    "suspected",
    "ms of CPU a page",
    "slowest",
)
SAID = "One thread. Key: number, birth and expiry. Half of the passports have a zone in a face that training never saw."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A page and the lines that are printed on it; no lines on a page without a zone."""

    page: Image.Image
    lines: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Tally:
    """What happened at one level."""

    pages: int = 0
    exact: int = 0
    promised: int = 0
    key_wrong: int = 0
    any_wrong: int = 0
    suspected: int = 0
    seconds: float = 0.0
    slowest: float = 0.0

    def with_more(self, other: "Tally") -> "Tally":
        """Both batches as one."""
        sums = {name: count + getattr(other, name) for name, count in asdict(self).items()}
        return Tally(**(sums | {"slowest": max(self.slowest, other.slowest)}))

    def row(self, name: str) -> tuple[str, ...]:
        """One row of the table."""
        return (
            name,
            str(self.pages),
            f"{self.exact / self.pages:.1%}",
            f"{self.promised / self.pages:.1%}",
            str(self.key_wrong),
            str(self.any_wrong),
            str(self.suspected),
            f"{1000 * self.seconds / self.pages:.0f}",
            f"{1000 * self.slowest:.0f}",
        )


def main() -> None:
    """Draw, read, count, print a table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seed", type=int, default=int(time.time()))
    words.add_argument("--count", type=int, default=40, help="pages a level")
    words.add_argument("--level", choices=list(LEVELS), action="append", help="only these levels")
    words.add_argument("--totals", type=Path, help="add to the counts of earlier batches in this file")
    words.add_argument("--record", action="store_true", help="write the table into RESULTS.md")
    asked = words.parse_args()
    cv2.setNumThreads(1)
    reader = zone_reader()
    measure(reader, samples("easy", asked.seed, 1))
    sys.stdout.write(f"seed {asked.seed}\n{_aligned(HEADER)}")
    kept = json.loads(asked.totals.read_text(encoding="utf-8")) if asked.totals and asked.totals.exists() else {}
    totals = {level: Tally(**counts) for level, counts in kept.items()}
    for level in asked.level or LEVELS:
        fresh = measure(reader, samples(level, asked.seed, asked.count))
        sys.stdout.write(_aligned(fresh.row(level)))
        totals[level] = totals[level].with_more(fresh) if level in totals else fresh
    if asked.totals:
        asked.totals.write_text(json.dumps({level: asdict(tally) for level, tally in totals.items()}), encoding="utf-8")
    if asked.record:
        rows = [totals[level].row(level) for level in LEVELS if level in totals]
        write_section("Zones read, by damage", HEADER, rows, said=f"Last pages drawn from seed {asked.seed}. {SAID}")


def known_codes() -> frozenset[str]:
    """Every state of the project's table."""
    with CODES.open(encoding="utf-8", newline="") as table:
        return frozenset(row["code"] for row in csv.DictReader(table))


def zone_reader() -> NetMrzReader:
    """A reader that knows them all."""
    return NetMrzReader(codes=known_codes())


def key_of(lines: tuple[str, ...]) -> tuple[str, ...]:
    """What a promise covers: the document's number, birth and expiry, as the zone has them."""
    kind = format_of(lines)
    layout = LAYOUTS[kind] if kind else None
    return tuple(span.of(lines) for span in (layout.number, layout.birth, layout.expiry)) if layout else ()


def _aligned(cells: tuple[str, ...]) -> str:
    return "  ".join(f"{cell:>16}" for cell in cells) + "\n"


def samples(level: str, seed: int, count: int) -> Iterator[Sample]:
    """Pages of one level, each from its own seed."""
    for number in range(count):
        yield LEVELS[level](random.Random(f"bench/{seed}/{level}/{number}"))


def measure(reader: NetMrzReader, pages: Iterator[Sample]) -> Tally:
    """Read the pages and count."""
    tally = Tally()
    for sample in pages:
        grey = sample.page.convert("L")
        image = PageImage(width_px=grey.width, height_px=grey.height, dpi=200, grey=grey.tobytes())
        started = time.process_time()
        finding = reader(image, today=DAY)
        spent = time.process_time() - started
        tally.pages += 1
        tally.exact += any(reading.lines == sample.lines for reading in finding.readings)
        tally.promised += any(reading.checks_valid for reading in finding.readings)
        wrong = [one for one in finding.readings if one.checks_valid and one.lines != sample.lines]
        tally.any_wrong += bool(wrong)
        tally.key_wrong += any(not sample.lines or key_of(one.lines) != key_of(sample.lines) for one in wrong)
        tally.suspected += finding.suspected
        tally.seconds += spent
        tally.slowest = max(tally.slowest, spent)
    return tally


def _passport(rng: random.Random, level: Level) -> Sample:
    """A data page in any layout, its zone in one of the faces asked for."""
    person = invent_person(rng, today=DAY, name_style="any")
    design = replace(DESIGNS[rng.choice(list(DESIGNS))], zone_face=rng.choice(ZONE_FACES))
    return Sample(page=passport_at_level(person, rng, level, layout=design)[0], lines=td3_lines(person))


def _easy(rng: random.Random) -> Sample:
    return _passport(rng, "easy")


def _medium(rng: random.Random) -> Sample:
    return _passport(rng, "medium")


def _hard(rng: random.Random) -> Sample:
    return _passport(rng, "hard")


def _cards(rng: random.Random) -> Sample:
    person = invent_person(rng, today=DAY, name_style="any")
    card = rng.random() < 0.5
    page = draw_card_back(person, rng, dpi=200) if card else draw_visa(person, rng, dpi=200)
    worn = wear(page, rng, light_wear("medium", rng), dpi=200)
    return Sample(page=worn, lines=td1_lines(person) if card else visa_lines(person))


def _none(rng: random.Random) -> Sample:
    """A page of running text, with no zone on it."""
    sheet = Image.new("RGB", (1700, 2200), "white")
    pen = ImageDraw.Draw(sheet)
    face, size = rng.choice(FACES), rng.uniform(24, 36)
    for row in range(int(1800 / (1.5 * size))):
        line = " ".join(rng.choice(WORDS) for _ in range(rng.randint(4, 14)))
        shown = line.upper() if rng.random() < 0.15 else line
        pen.text((180, 180 + 1.5 * size * row), shown, font=font(face, size), fill=(20, 20, 20))
    return Sample(page=wear(sheet, rng, light_wear("medium", rng), dpi=200), lines=())


LEVELS: dict[str, Callable[[random.Random], Sample]] = {
    "easy": _easy,
    "medium": _medium,
    "hard": _hard,
    "cards": _cards,
    "none": _none,
}


if __name__ == "__main__":
    main()
