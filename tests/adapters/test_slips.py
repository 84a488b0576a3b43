"""Slips of a page are read by the library where it is, else by the program, and never for longer than allowed."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from fixtures.makers.fonts import font
from imwu_inbox.adapters.tesseract_ocr.slips import SlipReader

BY_LIBRARY, BY_PROGRAM = SlipReader(), SlipReader(model=lambda _: None)


def slip(text: str) -> np.ndarray:
    """One line of print."""
    picture = Image.new("L", (500, 80), 255)
    ImageDraw.Draw(picture).text((20, 15), text, font=font("sans", 36), fill=0)
    return np.asarray(picture)


@pytest.mark.parametrize("reader", [BY_LIBRARY, BY_PROGRAM], ids=["library", "program"])
def test_each_slip_has_its_words(reader: SlipReader) -> None:
    """In their order; none were asked for where there are none."""
    found = reader([slip("HALIFAX"), slip("12 345")], "fra", 60)
    assert [" ".join(word.text for word in words) for words in found] == ["HALIFAX", "12 345"]
    assert reader([], "fra", 60) == ()


@pytest.mark.parametrize("reader", [BY_LIBRARY, BY_PROGRAM], ids=["library", "program"])
def test_without_time_no_slip_is_read(reader: SlipReader) -> None:
    """Each still has its place among the answers."""
    assert reader([slip("HALIFAX"), slip("12 345")], "fra", 0) == ((), ())
