"""What reading a mixed request costs against plain pytesseract, and which of them reads better."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import cv2
import pypdfium2
import pytesseract
import pytest
from rapidfuzz.distance import Levenshtein

from fixtures.makers.employers import invent_plan
from fixtures.makers.form import answers
from fixtures.makers.form_page import form_pages
from fixtures.makers.paper_layout import render_pages
from fixtures.makers.papers import make_contract, make_cv, make_diploma, make_letter
from fixtures.makers.passport import passport_scan_page
from fixtures.makers.people import invent_person
from fixtures.makers.scans import images_to_pdf, light_wear, wear
from imwu_inbox.adapters.pdfium_raster import PdfiumPages
from imwu_inbox.adapters.tesseract_ocr import TesseractOcr
from imwu_inbox.domain.page_view import lines_of
from imwu_inbox.reader import Reader
from tests.bench.bench_stages import cpu_seconds
from tests.bench.figures import write_section
from tests.readings import TODAY, form_plan, reader

SCAN_DPI, PEER_DPI = 300, 300
WARM_SEED = 20263
LEAST_RATIO = 7.0
"""What was asked of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file of the request; `said` is what a scan of running text says, for counting errors."""

    content: bytes
    said: str = ""


def scanned(content: bytes, chance: random.Random) -> Paper:
    """A print as it comes off an office scanner, and what it said."""
    pages = [
        wear(page, chance, light_wear(chance.choice(("easy", "medium")), chance), dpi=SCAN_DPI).convert("L")
        for page in render_pages(content, dpi=SCAN_DPI)
    ]
    return Paper(content=images_to_pdf(pages, dpi=SCAN_DPI, jpeg_quality=60), said="\n".join(said_by(content)))


def said_by(content: bytes) -> list[str]:
    """What each page of a print says, line by line from the top: a PDF may draw its foot before its head."""
    with PdfiumPages().open(content) as file:
        lines = [lines_of(file.page(number).words) for number in range(1, file.page_count + 1)]
    return ["\n".join(line.text for line in own) for own in lines]


def three_pages(prints: Sequence[bytes]) -> bytes:
    """The first three pages of some prints, each of two pages or more, as one."""
    with pypdfium2.PdfDocument.new() as whole:
        for content in prints:
            with pypdfium2.PdfDocument(content) as own:
                whole.import_pages(own, list(range(min(2, 3 - len(whole), len(own)))))
        buffer = BytesIO()
        whole.save(buffer)
    return buffer.getvalue()


def request_of(seed: int) -> tuple[Paper, ...]:
    """Nine pages: form (two), passport, contracts (three) and diploma scanned; letter and CV digital."""
    chance = random.Random(seed)
    plan = invent_plan(chance, "en" if seed % 2 else "fr", today=TODAY)
    form = scanned(form_pages(plan.language, answers(form_plan(seed, plan.language))), chance)
    passport = passport_scan_page(invent_person(chance, today=TODAY), chance, dpi=SCAN_DPI).convert("L")
    return (
        Paper(content=form.content),
        Paper(content=images_to_pdf([passport], dpi=SCAN_DPI, jpeg_quality=70)),
        scanned(three_pages((make_contract(plan, chance), make_contract(plan, chance))), chance),
        scanned(make_diploma(plan, chance), chance),
        Paper(content=make_letter(plan, chance)),
        Paper(content=make_cv(plan, chance)),
    )


@pytest.fixture
def whole_reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """The reader as a child keeps it for many files, its models loaded; with one thread for OCR on both sides."""
    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)  # as a child does
    warm = reader()
    for paper in request_of(WARM_SEED):
        warm.read_file(paper.content, name="", today=TODAY)
    yield warm
    cv2.setNumThreads(threads)


def plainly_read(content: bytes) -> str:
    """Every page drawn at 300 dpi and given to pytesseract."""
    with pypdfium2.PdfDocument(content) as document:
        pictures = [page.render(scale=PEER_DPI / 72).to_pil() for page in document]
    return "\n".join(pytesseract.image_to_string(picture, lang="eng+fra") for picture in pictures)


def ocr_text(content: bytes) -> str:
    """What our own reading of the pixels says."""
    with PdfiumPages().open(content) as file:
        images = {number: file.image(number, dpi=200) for number in range(1, file.page_count + 1)}
    shown = {number: image for number, image in images.items() if image is not None}
    readings = TesseractOcr(seconds_per_page=60)(shown, seconds=60 * len(shown))
    return "\n".join(readings[number].page.text for number in sorted(readings))


def errors(said: str, read: str) -> tuple[int, int]:
    """Wrong characters and all, blanks aside."""
    wanted, got = (re.sub(r"\s", "", text.translate(str.maketrans("’–—", "'--"))) for text in (said, read))
    return Levenshtein.distance(wanted, got), len(wanted)


def share_of(found: Sequence[tuple[int, int]]) -> float:
    """Wrong characters among all. Units: percent."""
    return 100 * sum(wrong for wrong, _ in found) / sum(letters for _, letters in found)


def test_a_mixed_request_costs_a_fraction_of_plain_ocr_and_reads_no_worse(whole_reader: Reader) -> None:
    """Two requests, English and French."""
    rows, ratios = [], []
    missed: dict[str, list[tuple[int, int]]] = {"ours": [], "peer": []}
    for seed in (20261, 20262):
        papers = request_of(seed)
        start = cpu_seconds()
        for paper in papers:
            whole_reader.read_file(paper.content, name="", today=TODAY)
        mine, start = cpu_seconds() - start, cpu_seconds()
        plain = [plainly_read(paper.content) for paper in papers]
        theirs = cpu_seconds() - start
        told = [(paper, text) for paper, text in zip(papers, plain, strict=True) if paper.said]
        own = [errors(paper.said, ocr_text(paper.content)) for paper, _ in told]
        peers = [errors(paper.said, text) for paper, text in told]
        missed["ours"] += own
        missed["peer"] += peers
        ratios.append(theirs / mine)
        rows.append((
            f"{seed}", f"{1000 * mine:.0f}", f"{1000 * theirs:.0f}", f"{theirs / mine:.1f}",
            f"{share_of(own):.2f} %", f"{share_of(peers):.2f} %",
        ))  # fmt: skip
    ours, peer = share_of(missed["ours"]), share_of(missed["peer"])
    write_section(
        "A mixed request, most of it scanned",
        ("seed", "ours: CPU ms", "peer: CPU ms", "peer / ours", "errors: ours", "errors: peer"),
        rows,
        said=f"Form, passport, three contracts and a diploma scanned at {SCAN_DPI} dpi by easy and tired scanners, "
        "letter, CV digital; OMP_THREAD_LIMIT=1. Starting the reader does not count, as a child reads many files. "
        f"The peer is pytesseract eng+fra at {PEER_DPI} dpi on all pages. "
        f"Character errors on contracts and diploma: ours {ours:.2f} %, peer {peer:.2f} %; of pages that lie a few "
        "degrees aslant the peer loses whole paragraphs.",
    )
    assert min(ratios) > LEAST_RATIO
    assert ours <= peer * 1.05
