"""Connected pieces of dark on a page."""

import cv2
import numpy as np
import pytest

from imwu_inbox.adapters.tesseract_ocr.pieces import pieces


@pytest.mark.parametrize("dark", [0.0, 0.02, 0.3, 0.5, 0.7, 1.0])
def test_pieces_are_numbered_and_measured_as_opencv_does_pixel_by_pixel(dark: float) -> None:
    """Also where they reach over all edges, fill the page, or are points as many as there can be."""
    mask = (np.random.default_rng(5).random((61, 83)) < dark).astype(np.uint8)
    found = pieces(mask)
    _, numbers, table, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    assert np.array_equal(found.numbers, numbers)
    assert np.array_equal(found.table[1:], table[1:])
    assert not found.table[0].any()
    assert len(found.places) == len(table) - 1


def test_a_page_of_lone_points_has_a_piece_for_each() -> None:
    """A speckled page has more of them than numbers of two octets can tell."""
    mask = np.zeros((700, 700), np.uint8)
    mask[::2, ::2] = 1
    assert len(pieces(mask).places) == 350 * 350
