"""Every engine that reads pixels, real or fake, keeps these promises."""

import pytest
from PIL import Image, ImageDraw, ImageFont

from imwu_inbox.adapters.tesseract_ocr import TesseractOcr
from imwu_inbox.domain.documents import PageImage, TextSource
from imwu_inbox.domain.second_look import BoxesWanted
from imwu_inbox.ports.ocr_engine import OcrEngine
from tests.fakes.ocr_engine import FakeOcr

LINES = (
    "This letter confirms that the artist",
    "will perform in Halifax with the orchestra",
    "for the whole of the season.",
)


def printed() -> PageImage:
    """Three lines on a page."""
    picture = Image.new("L", (1200, 800), 255)
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(LINES):
        draw.text((100, 150 + 90 * row), line, fill=0, font=ImageFont.load_default(40))
    return PageImage(width_px=1200, height_px=800, dpi=150, grey=picture.tobytes())


PAGE = printed()
BLANK = PageImage(width_px=1200, height_px=800, dpi=150, grey=b"\xff" * 960_000)


@pytest.fixture(params=["fake", "tesseract"])
def engine(request: pytest.FixtureRequest) -> OcrEngine:
    """Each kind of engine in turn."""
    if request.param == "fake":
        return FakeOcr({PAGE.grey: "\n".join(LINES)})
    return TesseractOcr(seconds_per_page=60)


def test_words_come_with_places_and_confidence(engine: OcrEngine) -> None:
    """In their order, in fractions of the page."""
    page = engine({3: PAGE}, seconds=60)[3].page
    assert [word.text for word in page.words] == " ".join(LINES).split()
    assert page.text.splitlines() == list(LINES)
    assert (page.number, page.source) == (3, TextSource.OCR)
    assert all(0 < word.confidence <= 1 for word in page.words)
    assert all(0 <= word.box[0] < word.box[2] <= 1 for word in page.words)


def test_a_second_look_reads_the_same_words(engine: OcrEngine) -> None:
    """Of a page that was good the first time."""
    assert {"orchestra", "Halifax"} <= {word.text for word in engine.closely(PAGE, number=3).page.words}


def test_a_second_look_at_a_part_keeps_its_words_in_their_places(engine: OcrEngine) -> None:
    """In fractions of the whole page; what stands elsewhere is left out."""
    (halifax,) = (word for word in engine({3: PAGE}, seconds=60)[3].page.words if word.text == "Halifax")
    rows = (halifax.box[1] - 0.004, halifax.box[3] + 0.004)
    words = {word.text: word for word in engine.closely(PAGE, number=3, rows=rows).page.words}
    assert "season." not in words
    assert words["Halifax"].box == pytest.approx(halifax.box, abs=0.01)


def test_a_blank_page_gives_no_words(engine: OcrEngine) -> None:
    """And no error."""
    reading = engine({1: BLANK}, seconds=60)[1]
    assert (reading.page.words, reading.page.source, reading.ink_share) == ((), TextSource.NONE, 0.0)


def test_words_of_single_boxes_are_read_by_themselves(engine: OcrEngine) -> None:
    """Each in its place, and none of an empty box."""
    (halifax,) = (word for word in engine({3: PAGE}, seconds=60)[3].page.words if word.text == "Halifax")
    left, top, right, bottom = halifax.box
    around = (left - 0.01, top - 0.01, right + 0.01, bottom + 0.01)
    line, empty = (0.01, top - 0.01, 0.99, bottom + 0.01), (0.1, 0.8, 0.9, 0.95)
    nothing, words = engine.within(
        (
            BoxesWanted(image=BLANK, boxes=(around,)),
            BoxesWanted(image=PAGE, boxes=(around, empty), names=(line,)),
        )
    )
    assert [word.text for word in words[around]] == ["Halifax"]
    assert words[around][0].box == pytest.approx(halifax.box, abs=0.02)
    assert [word.text for word in words[line]] == LINES[1].split()
    assert not words[empty]
    assert not nothing[around]
