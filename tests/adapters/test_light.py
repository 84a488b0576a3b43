"""Tones of a page."""

import numpy as np
import pytest

from imwu_inbox.adapters.tesseract_ocr.light import tones_at


@pytest.mark.parametrize(("tones", "shape"), [(256, (37, 41)), (3, (8, 8)), (256, (1, 1)), (2, (1, 2))])
def test_tones_are_counted_as_percentiles_are_sorted(tones: int, shape: tuple[int, int]) -> None:
    """Between two tones too, and of a part that is cut out of a page."""
    page = np.random.default_rng(7).integers(0, tones, (2 * shape[0], 2 * shape[1])).astype(np.uint8)
    part = page[::2, ::2]
    assert tones_at(part, 1, 50, 80, 85, 100) == pytest.approx(np.percentile(part, (1, 50, 80, 85, 100)).tolist())
