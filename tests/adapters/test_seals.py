"""The rings of a seal go before its words are read; letters, frames and pictures stay."""

import cv2
import numpy as np
import pytest

from imwu_inbox.adapters.tesseract_ocr.bands import bands_of
from imwu_inbox.adapters.tesseract_ocr.light import Grey
from imwu_inbox.adapters.tesseract_ocr.pieces import pieces
from imwu_inbox.adapters.tesseract_ocr.seals import Ring, rings_in, without_rings

HIGH, WIDE = 900, 1000
PAPER = 240


def paper() -> Grey:
    """A page with some rows of letters."""
    drawn = np.full((HIGH, WIDE), PAPER, np.uint8)
    for top in range(60, 400, 30):
        for left in range(60, 900, 14):
            drawn[top : top + 16, left : left + 8] = 20
    return drawn


def seal(drawn: Grey, across: int, down: int) -> Grey:
    """The page with two rings around a word that touches the inner one."""
    for reach in (1.0, 0.75):
        cv2.ellipse(drawn, (500, 650), (round(reach * across), round(reach * down)), 0, 0, 360, (60,), thickness=2)
    drawn[640:660, round(500 - 0.76 * across) : round(500 + 0.76 * across)] = 20
    return drawn


def rings(drawn: Grey) -> list[Ring]:
    """The rings on a page."""
    return rings_in(pieces((drawn < 200).astype(np.uint8)))


@pytest.mark.parametrize(("across", "down"), [(80, 80), (60, 80), (90, 70)])
def test_rings_go_and_what_they_hold_stays(across: int, down: int) -> None:
    """Round or oval; where the word touches its ring it loses a pixel or two."""
    drawn = seal(paper(), across, down)
    found = rings(drawn)
    bare = without_rings(drawn, found, scale=1)
    assert len(found) == 2
    assert (bare[560:630, 380:620] == PAPER).all()
    assert (bare[640:660, round(500 - 0.6 * across) : round(500 + 0.6 * across)] == 20).all()
    assert (drawn[:420] == bare[:420]).all()


def test_the_word_of_a_seal_is_a_line_like_others() -> None:
    """With its rings it would be a picture's height."""
    drawn = seal(paper(), 80, 80)
    last = bands_of(drawn, drawn)[-1]
    assert last.share * HIGH < 40
    assert (last.part < 100).any()


def test_large_letters_frames_pictures_and_arcs_are_no_rings() -> None:
    """An O is as thick as a letter, a frame has corners, a picture is full, and an arc is open."""
    drawn = paper()
    cv2.ellipse(drawn, (200, 600), (40, 50), 0, 0, 360, (20,), thickness=18)
    cv2.rectangle(drawn, (300, 550), (400, 650), (20,), thickness=2)
    cv2.rectangle(drawn, (500, 550), (600, 650), (20,), thickness=-1)
    cv2.ellipse(drawn, (750, 600), (60, 60), 0, 0, 270, (20,), thickness=2)
    assert not rings(drawn)
