"""Pages with and without a zone, by level of damage, each drawn from its own seed."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from PIL import Image, ImageDraw

from fixtures.makers.cards import draw_card_back, draw_visa
from fixtures.makers.damage import passport_at_level
from fixtures.makers.fonts import FontName, font
from fixtures.makers.mrz import td1_lines, td3_lines, visa_lines
from fixtures.makers.passport_layouts import LAYOUTS as DESIGNS
from fixtures.makers.people import invent_person
from fixtures.makers.scans import Level, light_wear, wear
from fixtures.makers.zone_faces import ZoneFace

DAY = date(2026, 11, 2)
ZONE_FACES: tuple[ZoneFace, ...] = ("ocr-b", "ocr-b-sharp", "pen", "pen-bold")
FACES: tuple[FontName, ...] = ("sans", "serif", "mono-bold")
WORDS = ("the", "employer", "confirms", "le", "contrat", "de", "travail", "2026", "salary", "NOC", "51122", "Montréal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A page and the lines that are printed on it; no lines on a page without a zone."""

    page: Image.Image
    lines: tuple[str, ...]


def samples(level: str, seed: int, count: int) -> Iterator[Sample]:
    """Pages of one level, each from its own seed."""
    for number in range(count):
        yield LEVELS[level](random.Random(f"bench/{seed}/{level}/{number}"))


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
