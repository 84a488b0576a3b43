"""How surely the kind of each scanned page is told: `python -m tests.bench.kinds_accuracy`, on papers from fresh seeds.

Each paper is printed, scanned by an easy or a tired scanner and read as a file of its own. A page that is unsure counts
as not right, and one that is surely the wrong kind as wrong; a wrong passport or form is counted by itself.
"""

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2

from fixtures.makers.employers import invent_plan
from fixtures.makers.form_others import OTHER_FORMS, other_form
from fixtures.makers.form_page import form_pages
from fixtures.makers.invented_form import invent_form
from fixtures.makers.paper_words import PaperPlan
from fixtures.makers.papers import MAKERS, PaperKind
from fixtures.makers.passport import passport_scan_page
from fixtures.makers.request_pages import scanned
from fixtures.makers.scans import images_to_pdf, light_wear, wear
from imwu_inbox.domain.documents import DocumentKind
from tests.bench.bench_stages import cpu_seconds
from tests.bench.figures import write_section
from tests.readings import patient_reader

DAY = date(2026, 11, 2)
GATED = (DocumentKind.PASSPORT.value, DocumentKind.IMM5686.value)
HEADER = ("paper", "pages", "right", "unsure", "surely another kind", "wrongly passport or form", "CPU ms a page")
Drawn = Callable[[random.Random, PaperPlan], bytes]


def _scan(content: bytes, rng: random.Random) -> bytes:
    dpi = rng.choice((150, 200, 300))
    return scanned(content, rng, level=rng.choice(("easy", "medium")), dpi=dpi)


def _paper(kind: PaperKind) -> Drawn:
    return lambda rng, plan: _scan(MAKERS[kind](plan, rng), rng)


def _passport(rng: random.Random, plan: PaperPlan) -> bytes:
    dpi = rng.choice((150, 200, 300))
    page = passport_scan_page(plan.person, rng, dpi=dpi)
    level = light_wear(rng.choice(("easy", "medium")), rng)
    return images_to_pdf([wear(page, rng, level, dpi=dpi).convert("L")], dpi=dpi, jpeg_quality=60)


def _form(rng: random.Random, plan: PaperPlan) -> bytes:
    said = invent_form(rng, plan.language, today=DAY)
    return _scan(form_pages(plan.language, said.answers), rng)


def _other_form(rng: random.Random, _plan: PaperPlan) -> bytes:
    said = invent_form(rng, "en", today=DAY)
    return _scan(other_form(rng.choice(list(OTHER_FORMS)), said.answers), rng)


PAPERS: dict[str, tuple[str, Drawn]] = {
    "passport": ("passport", _passport),
    "imm5686": ("imm5686", _form),
    "another form": ("other", _other_form),
    **{kind: (kind, _paper(kind)) for kind in MAKERS},
}
"""Each paper, the kind its pages are, and how it is drawn."""


def main() -> None:
    """Draw, read, count, print a table; batches of one seed add up in the file of totals."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seed", type=int, default=int(time.time()))
    words.add_argument("--count", type=int, default=10, help="papers of each kind")
    words.add_argument("--first", type=int, default=0, help="number of the first paper")
    words.add_argument("--totals", type=Path, help="a JSON file to which this batch is added")
    words.add_argument("--record", action="store_true", help="write the table into RESULTS.md")
    asked = words.parse_args()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    told = json.loads(asked.totals.read_text(encoding="utf-8")) if asked.totals and asked.totals.exists() else {}
    counts = {name: Counter(told.get(name, {})) for name in PAPERS}
    for number in range(asked.first, asked.first + asked.count):
        for name in PAPERS:
            counts[name] += _read(name, asked.seed, number)
    if asked.totals:
        asked.totals.write_text(json.dumps(counts), encoding="utf-8")
    rows = [_row(name, own) for name, own in (*counts.items(), ("all", sum(counts.values(), Counter())))]
    for row in (HEADER, *rows):
        sys.stdout.write("  ".join(f"{cell:>12}" for cell in row) + "\n")
    if asked.record:
        said = f"Scans at 150, 200 and 300 dpi by easy and tired scanners, each paper a file, from seed {asked.seed}."
        write_section("Kinds of scanned pages", HEADER, rows, said=said)


def _read(name: str, seed: int, number: int) -> Counter[str]:
    """What came of the pages of one paper."""
    rng = random.Random(f"kinds/{seed}/{name}/{number}")
    plan = invent_plan(rng, rng.choice(("en", "fr")), today=DAY)
    kind, draw = PAPERS[name]
    content = draw(rng, plan)
    with pypdfium2.PdfDocument(content) as document:
        pages = len(document)
    began = cpu_seconds()
    reading = patient_reader().read_file(content, name="", today=DAY)
    counts = Counter({"pages": pages, "ms": round(1000 * (cpu_seconds() - began))})
    for paper in reading.documents:
        for page in paper.pages:
            if paper.kind.value == kind and paper.kind_is_sure:
                counts["right"] += 1
                continue
            is_sure = paper.kind_is_sure and paper.kind is not DocumentKind.UNREADABLE
            counts["another" if is_sure else "unsure"] += 1
            counts["gated"] += paper.kind.value in GATED and paper.kind.value != kind
            sys.stderr.write(f"{name}/{number} page {page}: {paper.kind.value} sure={paper.kind_is_sure} {paper.why}\n")
    return counts


def _row(name: str, counts: Counter[str]) -> tuple[str, ...]:
    pages = max(1, counts["pages"])
    told = (f"{counts['right'] / pages:.1%}", *(str(counts[key]) for key in ("unsure", "another", "gated")))
    return (name, str(counts["pages"]), *told, str(round(counts["ms"] / pages)))


if __name__ == "__main__":
    main()
