"""What tesseract reads of worn pages, and what is seen before it reads."""

import random
from typing import Literal

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from fixtures.makers.employers import invent_plan
from fixtures.makers.papers import make_letter
from fixtures.makers.scans import scan
from imwu_inbox.adapters.tesseract_ocr import TesseractOcr
from imwu_inbox.domain.documents import PageImage, TextSource
from imwu_inbox.domain.folding import folded
from imwu_inbox.domain.form_marks import EMPTY_BOX, TICKED_BOX
from tests.readings import TODAY

OCR = TesseractOcr(seconds_per_page=60)


def pixels(picture: Image.Image) -> PageImage:
    """The picture as a page."""
    grey = picture.convert("L")
    return PageImage(width_px=grey.width, height_px=grey.height, dpi=200, grey=grey.tobytes())


def letter(language: Literal["en", "fr"]) -> tuple[Image.Image, set[str]]:
    """A letter at 200 dpi, and its long words."""
    chance = random.Random(3)
    content = make_letter(invent_plan(chance, language, today=TODAY), chance)
    document = pdfium.PdfDocument(content)
    page = document[0]
    text = page.get_textpage().get_text_range()
    picture = page.render(scale=200 / 72).to_pil().convert("L")
    document.close()
    return picture, {word for word in folded(text).split() if len(word) > 4}


@pytest.mark.parametrize(
    ("language", "skew", "turn"), [("en", 0.0, 0), ("fr", 2.5, 0), ("en", -3.0, 90), ("fr", 1.0, 180), ("en", 2.0, 270)]
)
def test_a_worn_letter_is_read_however_it_lies(
    language: Literal["en", "fr"], skew: float, turn: Literal[0, 90, 180, 270]
) -> None:
    """Tilted, grainy, sideways or upside down."""
    picture, words = letter(language)
    worn = scan(picture, random.Random(1), dpi=200, skew_degrees=skew, noise=8, jpeg_quality=60, blur=0.5, turn=turn)
    reading = OCR(pixels(worn), number=4)
    read = set(folded(reading.page.text).split())
    assert len(words & read) / len(words) > 0.9
    assert (reading.page.number, reading.page.source) == (4, TextSource.OCR)
    assert all(0 <= edge <= 1 for word in reading.page.words for edge in word.box)


def test_a_blank_page_is_not_read_at_all() -> None:
    """It has no ink."""
    reading = OCR(pixels(Image.new("L", (1700, 2200), 250)), number=1)
    assert (reading.page.source, reading.page.words, reading.ink_share) == (TextSource.NONE, (), 0.0)


def test_boxes_are_seen_with_and_without_their_tick() -> None:
    """As words in their places, and no letter is taken for one."""
    picture = Image.new("L", (1700, 2200), 255)
    draw = ImageDraw.Draw(picture)
    for row, ticked in enumerate((True, False, True)):
        top = 800 + 100 * row
        draw.rectangle((300, top, 330, top + 30), outline=0, width=2)
        if ticked:
            draw.line((306, top + 14, 313, top + 23, 324, top + 7), fill=0, width=4)
    upright, _ = letter("en")
    picture.paste(upright.crop((0, 0, 1700, 700)), (0, 0))
    boxes = [word for word in OCR(pixels(picture), number=1).page.words if word.text in (EMPTY_BOX, TICKED_BOX)]
    assert [word.text for word in boxes] == [TICKED_BOX, EMPTY_BOX, TICKED_BOX]
    assert boxes[0].box[0] == pytest.approx(300 / 1700, abs=0.003)


def test_a_page_that_takes_too_long_is_an_empty_page() -> None:
    """Never an error."""
    picture, _ = letter("en")
    assert TesseractOcr(seconds_per_page=0.0)(pixels(picture), number=1).page.words == ()
