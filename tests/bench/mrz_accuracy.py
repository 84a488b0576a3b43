"""How well zones are read, by level of damage, on pages drawn from fresh seeds: `python -m tests.bench.mrz_accuracy`.

A page is exact when every character of every line is right, and wrongly promised when its lines are wrong and the
reader says that they are valid. Time is processor time of this process, one thread, after the net is loaded.
With `--printed` what is printed above each passport's zone is read too, and confirmed names are held against the truth.
"""

import argparse
import csv
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2

from imwu_inbox.adapters.mrz_reader import NetMrzReader
from imwu_inbox.adapters.tesseract_ocr.data_page import TesseractDataPage
from imwu_inbox.documents.printed_zone import compared
from imwu_inbox.domain.documents import PageImage
from imwu_inbox.domain.mrz import MrzFinding, MrzReading, format_of, parse_mrz
from imwu_inbox.domain.mrz_layout import LAYOUTS, MrzFormat
from imwu_inbox.ports.data_page import DataPageReader
from tests.bench.figures import write_section
from tests.bench.zone_pages import DAY, LEVELS, Sample, samples

_NAMES = ("surname", "given_names")
CODES = Path("config/icao_codes.csv")
HEADER = (
    "level",
    "pages",
    "exact",
    "valid",
    "valid, key wrong",
    "valid, any wrong",
    "names confirmed",
    "confirmed, name wrong",
    "suspected",
    "ms of CPU a page",
    "slowest",
)
SAID = "One thread. Key: number, birth and expiry. Half of the passports have a zone in a face that training never saw."


@dataclass(slots=True, kw_only=True)
class Tally:
    """What happened at one level."""

    pages: int = 0
    exact: int = 0
    promised: int = 0
    key_wrong: int = 0
    any_wrong: int = 0
    names_confirmed: int = 0
    confirmed_wrong: int = 0
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
            str(self.names_confirmed),
            str(self.confirmed_wrong),
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
    words.add_argument("--printed", action="store_true", help="read the printed zones too")
    words.add_argument("--totals", type=Path, help="add to the counts of earlier batches in this file")
    words.add_argument("--record", action="store_true", help="write the table into RESULTS.md")
    asked = words.parse_args()
    cv2.setNumThreads(1)
    reader = zone_reader()
    data_page = TesseractDataPage() if asked.printed else None
    measure(reader, samples("easy", asked.seed, 1), data_page)
    sys.stdout.write(f"seed {asked.seed}\n{_aligned(HEADER)}")
    kept = json.loads(asked.totals.read_text(encoding="utf-8")) if asked.totals and asked.totals.exists() else {}
    totals = {level: Tally(**counts) for level, counts in kept.items()}
    for level in asked.level or LEVELS:
        fresh = measure(reader, samples(level, asked.seed, asked.count), data_page)
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


def measure(reader: NetMrzReader, pages: Iterator[Sample], data_page: DataPageReader | None = None) -> Tally:
    """Read the pages and count; each page that is not exact is told by its number."""
    tally = Tally()
    for number, sample in enumerate(pages):
        grey = sample.page.convert("L")
        image = PageImage(width_px=grey.width, height_px=grey.height, dpi=200, grey=grey.tobytes())
        started = time.process_time()
        finding = reader(image, today=DAY)
        spent = time.process_time() - started
        tally.pages += 1
        exact = any(reading.lines == sample.lines for reading in finding.readings)
        tally.exact += exact
        tally.promised += any(reading.checks_valid for reading in finding.readings)
        wrong = [one for one in finding.readings if one.checks_valid and one.lines != sample.lines]
        tally.any_wrong += bool(wrong)
        tally.key_wrong += any(not sample.lines or key_of(one.lines) != key_of(sample.lines) for one in wrong)
        tally.suspected += finding.suspected
        tally.seconds += spent
        tally.slowest = max(tally.slowest, spent)
        if wrong or (sample.lines and not exact):
            _tell(number, sample, finding)
        for zone in finding.readings if data_page else ():
            agreed = _names_confirmed(zone, image, data_page)
            tally.names_confirmed += bool(agreed)
            tally.confirmed_wrong += any(agreed[name] != _names(sample.lines)[name] for name in agreed)
    return tally


def _names_confirmed(zone: MrzReading, image: PageImage, data_page: DataPageReader | None) -> dict[str, str]:
    """The names of a zone, as it has them, that are printed on the page too."""
    if data_page is None or zone.format is not MrzFormat.TD3:
        return {}
    words = data_page(image, zone, small_print=False)
    agreed = compared(zone, words, page=1, country_names={}).confirmed
    return {name: value for name, value in _names(zone.lines).items() if name in agreed}


def _names(lines: tuple[str, ...]) -> dict[str, str]:
    fields = parse_mrz(lines, DAY) if lines else None
    return {"surname": fields.surname, "given_names": fields.given_names} if fields else dict.fromkeys(_NAMES, "")


def _tell(number: int, sample: Sample, finding: MrzFinding) -> None:
    """Print what was read of a page instead of what stands on it."""
    read = "\n".join(f"  read {one.checks_valid}: {' '.join(one.lines)}" for one in finding.readings)
    sys.stdout.write(f"page {number}, suspected {finding.suspected}\n  printed:   {' '.join(sample.lines)}\n{read}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
