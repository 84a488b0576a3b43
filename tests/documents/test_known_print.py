"""A scan of the known edition is told by its look, and only its boxes are read; what it says must bear that out."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest
from PIL import Image

from fixtures.makers.form import Language
from fixtures.makers.form_others import other_form
from fixtures.makers.form_page import form_pages
from fixtures.makers.invented_form import invent_form
from fixtures.makers.paper_layout import render_pages
from fixtures.makers.request_pages import scanned
from fixtures.makers.scans import images_to_pdf
from imwu_inbox.domain.documents import Answer, Box, DocumentKind, PageImage, TextSource, Word
from imwu_inbox.domain.form_identity import is_proved
from imwu_inbox.domain.imm5686_layout import PROOFS
from imwu_inbox.domain.known_print import KnownPrint
from imwu_inbox.domain.layout_fit import LayoutFit, straight
from imwu_inbox.domain.printed_proofs import is_printed_there
from imwu_inbox.domain.reading import NOT_FILLED_IN, FormReading
from imwu_inbox.domain.second_look import BoxesWanted
from imwu_inbox.ports.ocr_engine import OcrEngine, OcrReading, PrintSight
from imwu_inbox.reader import Reader
from imwu_inbox.reader.judges import kind_seen
from tests.readings import TODAY, answered, page_of, patient_reader


@dataclass
class Watched:
    """An engine that tells how its pages were read; with `words` it reads those in every box of a known page."""

    engine: OcrEngine
    words: tuple[Word, ...] | None = None
    by_boxes: list[int] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)

    def __call__(
        self, images: Mapping[int, PageImage], *, seconds: float, known: PrintSight | None = None
    ) -> Mapping[int, OcrReading]:
        """As the engine does it."""
        read = dict(self.engine(images, seconds=seconds, known=known))
        for number, one in read.items():
            (self.whole if one.within is None else self.by_boxes).append(number)
            if one.within is not None and self.words is not None:
                read[number] = replace(one, page=replace(one.page, words=self.words, text=self.words[0].text))
        return read

    def shows_boxes(self, image: PageImage) -> bool:
        """As the engine does it."""
        return self.engine.shows_boxes(image)

    def closely(self, image: PageImage, *, number: int, rows: tuple[float, float] = (0.0, 1.0)) -> OcrReading:
        """As the engine does it."""
        return self.engine.closely(image, number=number, rows=rows)

    def within(self, wanted: Sequence[BoxesWanted]) -> Sequence[Mapping[Box, Sequence[Word]]]:
        """As the engine does it."""
        return self.engine.within(wanted)


def watched(words: tuple[Word, ...] | None = None) -> tuple[Reader, Watched]:
    """A reader whose engine is watched."""
    usual = patient_reader()
    engine = Watched(usual.tools.ocr, words)
    return replace(usual, tools=replace(usual.tools, ocr=engine)), engine


def the_form(reader: Reader, content: bytes) -> FormReading:
    """What was read of the one form in a file."""
    (document,) = reader.read_file(content, name="", today=TODAY).documents
    assert document.form is not None
    return document.form


@pytest.mark.parametrize(("language", "turned"), [("en", False), ("fr", True)])
def test_of_a_scan_of_the_known_edition_only_the_boxes_are_read(language: Language, turned: bool) -> None:  # noqa: FBT001
    """All of them, even where it was fed into the scanner upside down."""
    said = invent_form(random.Random(3), language, today=TODAY)
    pages = render_pages(form_pages(language, said.answers), dpi=200)
    pages = [page.convert("L").transpose(Image.Transpose.ROTATE_180) if turned else page.convert("L") for page in pages]
    reader, engine = watched()
    form = the_form(reader, images_to_pdf(pages, dpi=200))
    assert (engine.by_boxes, engine.whole) == ([1, 2], [])
    assert (form.edition, form.language, form.complete) == ("01-2018", language, Answer.YES)
    wanted = answered(said.answers)
    exact = [key for key, value in wanted.items() if key in form.fields and form.fields[key].value == value]
    assert len(exact) >= len(wanted) - 2
    assert set(form.fields) <= set(wanted)
    assert {one.code for one in form.codes} == {said.code}


def test_a_blank_scan_is_surely_not_filled_in() -> None:
    """Nothing is written in the boxes of the worker."""
    content = scanned(form_pages("en", {}), random.Random(4), level="easy", dpi=200)
    reader, engine = watched()
    form = the_form(reader, content)
    assert engine.by_boxes == [1, 2]
    assert (form.complete, form.why) == (Answer.NO, (NOT_FILLED_IN,))


def test_a_page_that_says_otherwise_than_it_looks_is_read_whole() -> None:
    """A form of another number that copies the layout is none."""
    said = invent_form(random.Random(3), "en", today=TODAY)
    content = scanned(form_pages("en", said.answers, pages=(1,)), random.Random(4), level="easy", dpi=200)
    reader, engine = watched((Word(text="IMM 1295 (01-2018) E", box=(0.1, 0.95, 0.3, 0.96), confidence=0.9),))
    form = the_form(reader, content)
    assert (engine.by_boxes, engine.whole) == ([1], [1])
    assert form.fields["job_title"].value == said.answers["job_title"]


def test_a_page_that_spells_its_name_badly_is_proved_by_all_that_is_printed_in_its_places() -> None:
    """A coarse scan's `MM 5686 101-2018)` names nothing; labels of which most letters stand where they must do."""
    said = invent_form(random.Random(3), "fr", today=TODAY)
    content = scanned(form_pages("fr", said.answers, pages=(2,)), random.Random(4), level="easy", dpi=200)
    reader, engine = watched((Word(text="MM 5686 101-2018) €", box=(0.1, 0.95, 0.3, 0.96), confidence=0.4),))
    reader.read_file(content, name="", today=TODAY)
    assert (engine.by_boxes, engine.whole) == ([1], [])


@pytest.mark.parametrize(
    ("read", "proves"),
    [
        (("MM 5686 101-2018) €", "Copy of jo ofler arhor Copy Of CON BCE", "Copy of era aton page of passant",
          "Caurricuhsrn Vine 0e Baogratey", "l'agee Can Dy arr Des apple An"), True),
        (("vu 5688 (01-2010 F", "Cogse de lotte d'ernploi Gui du contriet", "Cape de le page d'dentiicabon do passage",
          "Cumañen vitæ eu bogragbie", "En present cele demar je soussigrete"), True),
        (("IMM 5645 (08-2021) E", "Copy of birth certificate", "Spouse", "Relationship", "I certify that"), False),
        (("IMM 5686 (01-2018) E", "", "", "", ""), False),
        (("", "", "", "", ""), False),
    ],
)  # fmt: skip
def test_most_of_what_the_edition_prints_must_have_been_read(read: tuple[str, ...], proves: bool) -> None:  # noqa: FBT001
    """In one of its languages; words of another paper have a quarter of these letters."""
    fit = LayoutFit(page=2, terms=straight, across=(0.0, 1.0, 0.0), down=(0.0, 0.0, 1.0))
    words = {
        fit.box(box): (Word(text=text, box=fit.box(box), confidence=0.3),)
        for box, text in zip(PROOFS[2], read, strict=True)
    }
    assert is_printed_there(KnownPrint(fit=fit, words=words)) is proves


def test_another_form_is_never_seen_as_this_one() -> None:
    """Its boxes stand otherwise."""
    said = invent_form(random.Random(3), "en", today=TODAY)
    content = scanned(other_form("IMM 1295", said.answers), random.Random(4), level="easy", dpi=200)
    reader, engine = watched()
    documents = reader.read_file(content, name="", today=TODAY).documents
    assert not engine.by_boxes
    assert all(document.kind is not DocumentKind.IMM5686 for document in documents)


@pytest.mark.parametrize("misread", ["5685", "5366"])
def test_a_misread_figure_or_two_of_its_number_make_no_other_form(misread: str) -> None:
    """A coarse scan's `IMM 5685` beside the title is the form; by itself it is nobody's, and surely not another's."""
    title = "Request for an opinion on Work Permit or LMIA Exemption"
    titled, bare = (
        page_of(f"{head}\nIMM {misread} (01-2018) E", source=TextSource.OCR, confidence=0.9)
        for head in (title, "A word")
    )
    assert (is_proved(titled), is_proved(bare)) == (True, False)
    assert kind_seen(titled).kind is DocumentKind.IMM5686
    assert not kind_seen(bare).sure
    others = [page_of(f"IMM {number} (01-2018) E", source=TextSource.OCR) for number in ("1295", "5476", "5645")]
    for printed in (page_of(f"IMM {misread} (01-2018) E"), *others):
        assert not is_proved(printed)
        assert (kind_seen(printed).kind, kind_seen(printed).sure) == (DocumentKind.OTHER, True)
