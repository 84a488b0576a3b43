"""What tesseract reads of worn pages, and what is seen before it reads."""

import random
from typing import Literal

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from fixtures.makers.employers import invent_plan
from fixtures.makers.fonts import font
from fixtures.makers.papers import make_letter
from fixtures.makers.scans import scan
from imwu_inbox.adapters.tesseract_ocr import TesseractOcr
from imwu_inbox.adapters.tesseract_ocr.letters import misses_letters
from imwu_inbox.adapters.tesseract_ocr.library import ReadyModel, ready_model
from imwu_inbox.adapters.tesseract_ocr.light import in_even_light
from imwu_inbox.adapters.tesseract_ocr.pixels import tick_boxes
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
    reading = OCR({4: pixels(worn)}, seconds=60)[4]
    read = set(folded(reading.page.text).split())
    assert len(words & read) / len(words) > 0.9
    assert (reading.page.number, reading.page.source) == (4, TextSource.OCR)
    assert all(0 <= edge <= 1 for word in reading.page.words for edge in word.box)


def test_bands_read_the_same_by_the_program_where_no_model_lies_ready() -> None:
    """The library may be a newer one than the program: it says the same, if not as surely to the last digit."""
    picture, _ = letter("fr")
    by_program = TesseractOcr(seconds_per_page=60, model=lambda _: None)
    started, ready = (ocr({1: pixels(picture)}, seconds=60)[1].page for ocr in (by_program, OCR))
    assert ready.text == started.text
    assert [word.box for word in ready.words] == [word.box for word in started.words]


def test_a_bold_capital_is_no_tick_box() -> None:
    """Its serifs run all around it; taken for a box it was lost, and a page of running text read as a form."""
    sheet = Image.new("L", (1700, 2200), 250)
    pen = ImageDraw.Draw(sheet)
    for row, size in enumerate(range(26, 40)):
        pen.text((200, 100 + 80 * row), "D H B E K R Durée Horaire", font=font("serif-bold", size), fill=90)
    assert tick_boxes(np.asarray(sheet))[0] == ()
    pen.rectangle((1000, 100, 1026, 126), outline=60, width=3)
    pen.line((1004, 112, 1012, 122, 1024, 102), fill=60, width=3)
    assert [box.text for box in tick_boxes(np.asarray(sheet))[0]] == [TICKED_BOX]


@pytest.mark.parametrize(("language", "model"), [("en", "eng"), ("fr", "fra")])
def test_running_text_is_read_by_the_model_of_its_language(language: Literal["en", "fr"], model: str) -> None:
    """The first band of a few lines tells it and is read again if need be; the next page of the file begins with it."""
    asked: list[str] = []

    def asking(name: str) -> ReadyModel | None:
        asked.append(name)
        return ready_model(name)

    picture, words = letter(language)
    pages = {1: pixels(picture), 2: pixels(picture)}
    readings = TesseractOcr(seconds_per_page=60, model=asking)(pages, seconds=60)
    assert all(words <= set(folded(one.page.text).split()) for one in readings.values())
    ready, first, *bands = asked
    assert (ready, first) == ("fra", "eng")
    assert bands[0] == "eng"
    assert set(bands[1:]) == {model}


def test_english_is_read_by_the_model_of_french_where_its_own_is_missing() -> None:
    """With a few errors more."""
    picture, words = letter("en")
    ocr = TesseractOcr(seconds_per_page=60, model=lambda name: ready_model(name) if name == "fra" else None)
    read = set(folded(ocr({1: pixels(picture)}, seconds=60)[1].page.text).split())
    assert len(words & read) / len(words) > 0.9


def test_a_blank_page_is_not_read_at_all() -> None:
    """It has no ink."""
    reading = OCR({1: pixels(Image.new("L", (1700, 2200), 250))}, seconds=60)[1]
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
    boxes = [
        word for word in OCR({1: pixels(picture)}, seconds=60)[1].page.words if word.text in (EMPTY_BOX, TICKED_BOX)
    ]
    assert [word.text for word in boxes] == [TICKED_BOX, EMPTY_BOX, TICKED_BOX]
    assert boxes[0].box[0] == pytest.approx(300 / 1700, abs=0.003)


def test_pages_of_a_file_are_read_together_and_each_keeps_its_own_words() -> None:
    """A blank page between them and a page of boxes, which is cut in another way, do not mix them up."""
    english, words = letter("en")
    french, mots = letter("fr")
    blank = Image.new("L", (1700, 2200), 250)
    readings = OCR({2: pixels(english), 3: pixels(blank), 7: pixels(french)}, seconds=60)
    assert sorted(readings) == [2, 3, 7]
    assert readings[3].page.words == ()
    for number, said in ((2, words), (7, mots)):
        read = set(folded(readings[number].page.text).split())
        assert len(said & read) / len(said) > 0.9
        assert readings[number].page.number == number


def test_a_page_half_in_the_shadow_is_read_to_its_end() -> None:
    """What one threshold would lose in the dark is brought back to even light first."""
    picture, words = letter("fr")
    light = np.linspace(1.0, 0.35, picture.width)[None, :]
    shaded = Image.fromarray((np.asarray(picture) * light).astype(np.uint8))
    read = set(folded(OCR({1: pixels(shaded)}, seconds=60)[1].page.text).split())
    assert len(words & read) / len(words) > 0.9


def test_specks_of_a_fax_do_not_hide_the_words() -> None:
    """They are taken off a page of running text before it is read."""
    picture, words = letter("en")
    black = np.where(np.asarray(picture) < 150, 0, 255).astype(np.uint8)
    strewn = np.random.default_rng(4).random(black.shape) < 0.003
    read = set(folded(OCR({1: pixels(Image.fromarray(np.where(strewn, 0, black)))}, seconds=60)[1].page.text).split())
    assert len(words & read) / len(words) > 0.9


def test_bright_print_on_a_dark_ground_is_turned() -> None:
    """A cover is gold on dark cloth."""
    cover = np.asarray(in_the_dark(33, 180, high=20))
    assert np.array_equal(in_even_light(cover), 255 - cover)


@pytest.mark.parametrize(("ground", "shown", "high"), [(50, 8, 20), (20, 200, 300)])
def test_paper_in_the_dark_and_paper_on_something_dark_are_not(ground: int, shown: int, high: int) -> None:
    """Their print is darker than the paper, whatever lies around."""
    page = np.asarray(in_the_dark(ground, shown, high=high))
    assert np.array_equal(in_even_light(page), page)


def in_the_dark(ground: int, shown: int, *, high: int) -> Image.Image:
    """A dark page with something on it. Units: pixels."""
    page = Image.new("L", (800, 1000), ground)
    ImageDraw.Draw(page).rectangle((100, 400, 700, 400 + high), fill=shown)
    return page


def test_letters_in_no_word_tell_of_a_paragraph_overlooked() -> None:
    """All words of a page cover its letters; with its last third left out they do not."""
    picture, _ = letter("en")
    grey = np.asarray(picture)
    words = OCR({1: pixels(picture)}, seconds=60)[1].page.words
    assert not misses_letters(grey, words)
    assert misses_letters(grey, words[: 2 * len(words) // 3])


def test_a_page_that_takes_too_long_is_an_empty_page() -> None:
    """Never an error."""
    picture, _ = letter("en")
    assert TesseractOcr(seconds_per_page=0.0)({1: pixels(picture)}, seconds=60)[1].page.words == ()
