"""What is cut out of a form's boxes, and the model that reads names."""

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from fixtures.makers.form_page import FONT_FILES, VALUE_FONT
from imwu_inbox.adapters.tesseract_ocr import TesseractOcr
from imwu_inbox.adapters.tesseract_ocr.cuttings import Print, cut_out
from imwu_inbox.adapters.tesseract_ocr.latin_model import latin_model
from imwu_inbox.domain.documents import PageImage
from imwu_inbox.domain.second_look import BoxesWanted

WIDE, HIGH = 1275, 1650
LINE = (0.07, 0.30, 0.93, 0.325)


def page(text: str) -> Image.Image:
    """A line of small print on a page of 150 dpi, its box's side and floor left over from the form's lines."""
    picture = Image.new("L", (WIDE, HIGH), 250)
    draw = ImageDraw.Draw(picture)
    draw.text((110, 505), text, fill=40, font=ImageFont.truetype(FONT_FILES[VALUE_FONT], 17))
    draw.line((100, 496, 100, 534), fill=60, width=2)
    draw.line((104, 532, 330, 532), fill=60, width=2)
    return picture


def test_dots_stay_and_what_is_left_of_lines_goes() -> None:
    """The dot of 3 pixels at the end is a part of the answer; the side and the floor of its box are not."""
    cut = cut_out(Print(np.asarray(page("S.E.N.C."))), [LINE, (0.1, 0.6, 0.9, 0.7)])
    assert cut is not None
    (band,) = cut.bands
    dark = np.asarray(cut.sheet < 128)
    rows, columns = np.nonzero(dark)
    assert (columns.max() - columns.min()) / cut.scale == pytest.approx(8 * 10.2, abs=8)
    assert (rows.max() - rows.min()) / cut.scale < 20
    assert band.box == LINE


@pytest.mark.parametrize("text", ["5800-9554", "5355-8058"])
def test_figures_that_run_into_one_another_are_no_line_under_an_entry(text: str) -> None:
    """On a soft coarse scan a row through their middle, or at their feet, is dark from end to end."""
    soft = cv2.GaussianBlur(np.asarray(page(text)), (0, 0), 1.1)
    cut = cut_out(Print(np.asarray(soft)), [LINE])
    assert cut is not None
    rows = np.flatnonzero((cut.sheet < 150).any(axis=1))
    assert np.array_equal(rows, np.arange(rows[0], rows[-1] + 1))
    assert rows.size / cut.scale == pytest.approx(13, abs=2)


def test_names_keep_the_letters_of_their_country() -> None:
    """French has no ő, ź or ł; the model for names has."""
    picture = page("Źdźbło Gergő Þórunn")
    grey = PageImage(width_px=WIDE, height_px=HIGH, dpi=150, grey=picture.tobytes())
    (words,) = TesseractOcr(seconds_per_page=60).within([BoxesWanted(image=grey, boxes=(), names=(LINE,))])
    assert " ".join(word.text for word in words[LINE]) == "Źdźbło Gergő Þórunn"


def test_the_model_for_names_comes_without_its_words() -> None:
    """Half a megabyte instead of ninety, whose parts lie where its head says."""
    model = latin_model()
    assert model is not None
    (count,) = struct.unpack_from("<i", model)
    offsets = struct.unpack_from(f"<{count}q", model, 4)
    assert offsets[19] == -1
    assert 4 + 8 * count == min(one for one in offsets if one != -1)
    assert len(model) < 2_000_000


def test_a_machine_without_that_model_reads_names_as_french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing fails for want of it."""
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert latin_model.__wrapped__() is None
