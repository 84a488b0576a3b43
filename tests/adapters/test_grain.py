"""Grain: told from a clean scan, evened out without its strokes, and read where nothing of the page was before."""

import random

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from fixtures.makers.employers import invent_plan
from fixtures.makers.paper_layout import render_pages
from fixtures.makers.papers import make_diploma
from fixtures.makers.scans import Wear, wear
from imwu_inbox.adapters.tesseract_ocr import TesseractOcr
from imwu_inbox.adapters.tesseract_ocr.grain import is_grainy, without_grain
from imwu_inbox.domain.documents import PageImage
from tests.readings import TODAY

STROKE = 60


def printed(noise: float) -> NDArray[np.uint8]:
    """Grey paper with upright strokes four points wide, and so much noise. Units: standard deviation, in tones."""
    page = np.full((400, 400), 190.0)
    for left in range(20, 380, 20):
        page[50:350, left : left + 4] = STROKE
    noisy = page + np.random.default_rng(5).normal(0, noise, page.shape)
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)


def test_a_clean_page_has_no_grain_and_a_noisy_one_has() -> None:
    """Strokes by themselves are none."""
    assert [is_grainy(printed(noise)) for noise in (0, 2, 14, 25)] == [False, False, True, True]


def test_noise_goes_and_strokes_stay() -> None:
    """Less than half of the noise is left on the paper, and a stroke is as dark as before, to a tenth."""
    before, after = printed(14), without_grain(printed(14))
    assert after[50:350, 30:36].std() < before[50:350, 30:36].std() / 2
    assert abs(float(after[60:340, 21:23].mean()) - STROKE) < 13


def test_a_page_drowned_in_grain_is_read() -> None:
    """A faint scan at 150 dpi of which not a word was read."""
    chance = random.Random(12)
    page = render_pages(make_diploma(invent_plan(chance, "fr", today=TODAY), chance), dpi=150)[0]
    how = Wear(skew_degrees=0.95, noise=32, jpeg_quality=25, fade=0.55, blur=1.0)
    worn = wear(page, chance, how, dpi=150).convert("L")
    image = PageImage(width_px=worn.width, height_px=worn.height, dpi=150, grey=worn.tobytes())
    clean = page.convert("L")
    plain = PageImage(width_px=clean.width, height_px=clean.height, dpi=150, grey=clean.tobytes())
    engine = TesseractOcr(seconds_per_page=60)
    read, said = (engine({1: one}, seconds=120)[1].page.text for one in (image, plain))
    assert fuzz.ratio(read, said) > 75
