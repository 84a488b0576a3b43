"""How well forms are read, by the road they come: `python -m tests.bench.form_accuracy`, on forms from fresh seeds.

A field is exact when its kept value is the very answer, quotes and dashes of any shape counting alike; an answer that
was never given is an error too. A code is right when the form reports exactly that one.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from PIL import Image

from fixtures.makers.damage import photograph
from fixtures.makers.form import Language
from fixtures.makers.form_acroform import acroform, acroform_over_print
from fixtures.makers.form_page import form_pages
from fixtures.makers.form_xfa import xfa_form
from fixtures.makers.invented_form import InventedForm, invent_form
from fixtures.makers.paper_layout import render_pages
from fixtures.makers.scans import images_to_pdf, jpeg_bytes, light_wear, wear
from imwu_inbox.domain.folding import without_accents
from imwu_inbox.domain.reading import FileReading
from imwu_inbox.web.case_page import CHECK_BELOW
from tests.bench.figures import write_section
from tests.readings import answered, patient_reader

DAY = date(2026, 11, 2)
HEADER = (
    "road",
    "forms",
    "fields",
    "exact",
    "wrong",
    "not read",
    "never said",
    "code right",
    "code wrong",
    "sure and wrong",
    "form found",
)
_DECISIVE = "date_of_birth"
_ALIKE = str.maketrans("’‘“”–—", "''\"\"--")


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of the forms of one road."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, form: InventedForm, reading: FileReading, show: Callable[[str], object]) -> None:
        """Hold one reading against what the form says."""
        said = answered(form.answers)
        found = [document.form for document in reading.documents if document.form is not None]
        facts = {key: fact for one in reversed(found) for key, fact in one.fields.items()}
        read = {key: fact.value for key, fact in facts.items()}
        codes = {mention.code for one in found for mention in one.codes}
        sure = {mention.code for one in found for mention in one.codes if mention.confidence >= CHECK_BELOW}
        born = facts.get(_DECISIVE)
        is_sure = born is not None and born.confidence >= CHECK_BELOW
        self.counts["sure and wrong"] += bool(sure - {form.code}) + (is_sure and read[_DECISIVE] != said[_DECISIVE])
        self.counts["forms"] += 1
        self.counts["found"] += bool(found)
        self.counts["code right"] += codes == {form.code}
        self.counts["code wrong"] += bool(codes - {form.code})
        if codes != {form.code}:
            show(f"code {form.code} {sorted(codes)} from {read.get('exemption_code')!r}")
        for key in {*said, *read}:
            wanted, got = said.get(key, ""), read.get(key, "")
            if plain(wanted) == plain(got):
                self.counts["exact"] += 1
                continue
            self.counts["but for accents"] += without_accents(plain(wanted)) == without_accents(plain(got))
            self.counts["never said" if not wanted else "wrong" if got else "not read"] += 1
            show(f"{key}: {wanted!r} read {got!r} {facts[key].confidence if key in facts else 0:.2f}")

    def row(self, name: str) -> tuple[str, ...]:
        """One row of the table."""
        fields = sum(self.counts[key] for key in ("exact", "wrong", "not read", "never said"))
        of_forms = max(1, self.counts["forms"])
        return (
            name,
            str(self.counts["forms"]),
            str(fields),
            f"{self.counts['exact'] / max(1, fields):.2%}",
            f"{(self.counts['exact'] + self.counts['but for accents']) / max(1, fields):.2%}",
            *(str(self.counts[key]) for key in ("wrong", "not read", "never said")),
            f"{self.counts['code right'] / of_forms:.1%}",
            str(self.counts["code wrong"]),
            str(self.counts["sure and wrong"]),
            f"{self.counts['found'] / of_forms:.1%}",
        )


def plain(text: str) -> str:
    """A value with one shape of quotes, dashes and blanks."""
    return " ".join(text.translate(_ALIKE).split())


def scanned(form: InventedForm, rng: random.Random, *, dpi: int) -> bytes:
    """The form printed and scanned by an easy or a tired scanner."""
    level = rng.choice(("easy", "medium"))
    pages = [
        wear(page, rng, light_wear("easy" if level == "easy" else "medium", rng), dpi=dpi).convert("L")
        for page in render_pages(form_pages(form.language, form.answers), dpi=dpi)
    ]
    return images_to_pdf(pages, dpi=dpi, jpeg_quality=60)


def photographed(form: InventedForm, rng: random.Random) -> tuple[bytes, ...]:
    """The two pages photographed by a telephone, one picture each."""
    pages = render_pages(form_pages(form.language, form.answers), dpi=rng.choice((240, 300)))
    shots: list[Image.Image] = [photograph(page, rng, glare=False) for page in pages]
    return tuple(jpeg_bytes(shot, 80, 72) for shot in shots)


def _digital(
    maker: Callable[[Language, Mapping[str, str]], bytes],
) -> Callable[[InventedForm, random.Random], tuple[bytes, ...]]:
    return lambda form, _rng: (maker(form.language, form.answers),)


ROADS: Mapping[str, Callable[[InventedForm, random.Random], tuple[bytes, ...]]] = {
    "xfa": _digital(xfa_form),
    "acroform": _digital(acroform),
    "over-print": _digital(acroform_over_print),
    "text": _digital(form_pages),
    "scan-150": lambda form, rng: (scanned(form, rng, dpi=150),),
    "scan-200": lambda form, rng: (scanned(form, rng, dpi=200),),
    "scan-300": lambda form, rng: (scanned(form, rng, dpi=300),),
    "photo": photographed,
}


def main() -> None:
    """Draw, read, count, print a table; batches of one seed and road add up in the file of totals."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seed", type=int, default=int(time.time()))
    words.add_argument("--count", type=int, default=10, help="forms of each road")
    words.add_argument("--first", type=int, default=0, help="number of the first form")
    words.add_argument("--road", choices=list(ROADS), action="append", help="only these")
    words.add_argument("--show", action="store_true", help="every field that was not read exactly")
    words.add_argument("--totals", type=Path, help="a JSON file to which this batch is added")
    words.add_argument("--record", action="store_true", help="write the table into RESULTS.md")
    asked = words.parse_args()
    told = json.loads(asked.totals.read_text(encoding="utf-8")) if asked.totals and asked.totals.exists() else {}
    tallies = {road: Tally(counts=Counter(told.get(road, {}))) for road in ROADS}
    for road in asked.road or ROADS:
        for number in range(asked.first, asked.first + asked.count):
            _measure(tallies[road], road, asked.seed, number, show=asked.show)
        if asked.totals:
            asked.totals.write_text(json.dumps({name: one.counts for name, one in tallies.items()}), encoding="utf-8")
    rows = [tally.row(road) for road, tally in tallies.items() if tally.counts]
    for row in (HEADER, *rows):
        sys.stdout.write("  ".join(f"{cell:>10}" for cell in row) + "\n")
    if asked.record:
        write_section("Forms read, by road", HEADER, rows, said=f"Forms drawn from seed {asked.seed}, both languages.")


def _measure(tally: Tally, road: str, seed: int, number: int, *, show: bool) -> None:
    rng = random.Random(f"form/{seed}/{road}/{number}")
    form = invent_form(rng, rng.choice(("en", "fr")), today=DAY)
    readings = [patient_reader().read_file(content, name="form", today=DAY) for content in ROADS[road](form, rng)]
    documents = tuple(document for reading in readings for document in reading.documents)
    one = FileReading(opened=readings[0].opened, media_type=readings[0].media_type, documents=documents)
    shown = f"{road}/{number} {form.language} "
    tally.add(form, one, lambda line: sys.stderr.write(f"{shown}{line}\n" if show else ""))


if __name__ == "__main__":
    main()
