"""Pages in photographs: found by their corners, laid flat, and let be where none is plain to see."""

import io
import random

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from fixtures.makers.damage import photograph
from fixtures.makers.employers import invent_plan
from fixtures.makers.paper_layout import render_pages
from fixtures.makers.papers import make_letter
from imwu_inbox.adapters.image_pages import ImagePages
from imwu_inbox.adapters.image_pages.photographed_page import page_in_photo
from tests.readings import TODAY

LETTER_SHAPE = 8.5 / 11


def on_a_table(table: int = 70) -> NDArray[np.uint8]:
    """A white page seen from a slant, on a dark table; its corners are given in the test that uses it."""
    scene = np.full((1400, 1200), table, np.uint8)
    corners = np.array(((200, 150), (1000, 220), (1060, 1250), (130, 1180)), np.int32)
    cv2.fillConvexPoly(scene, corners, 235)
    return scene


def test_the_corners_of_a_page_on_a_table_are_found() -> None:
    """From the top left, clockwise, to within half a hundredth of the picture."""
    found = page_in_photo(on_a_table())
    assert found is not None
    wanted = np.array(((200, 150), (1000, 220), (1060, 1250), (130, 1180))) / (1200, 1400)
    assert np.abs(found.corners - wanted).max() < 0.01


def test_once_flat_the_page_fills_the_picture() -> None:
    """Nothing of the table is left but a rim."""
    scene = on_a_table()
    found = page_in_photo(scene)
    assert found is not None
    flat = found.flat(scene)
    assert flat.shape == found.size(1200, 1400)[::-1]
    assert flat[20:-20, 20:-20].min() > 200


@pytest.mark.parametrize(
    "what", ["a scan", "half a picture", "too little light between page and table", "print beside"]
)
def test_without_four_plain_corners_the_picture_stays_as_it_is(what: str) -> None:
    """A scan, a page that runs off the picture, one that cannot be told from its table, one of several."""
    scene = on_a_table()
    if what == "a scan":
        scene = np.full((1400, 1200), 240, np.uint8)
        scene[300:1200:40, 200:1000] = 20
    elif what == "half a picture":
        scene = np.full((1400, 1200), 30, np.uint8)
        scene[:, 600:] = 240
    elif what == "too little light between page and table":
        scene = np.random.default_rng(1).integers(190, 220, scene.shape, np.uint8)
    else:
        scene[1280:1390, :] = 235
        scene[1300:1316, 40:1160:12] = 20
        scene[1340:1356, 40:1160:12] = 20
    assert page_in_photo(scene) is None


@pytest.mark.parametrize("seed", [1, 5, 6])
def test_a_photographed_letter_comes_in_the_shape_of_its_paper(seed: int) -> None:
    """In grey, in colour and by its aspect alike, so that the boxes of facts fit what an officer is shown."""
    chance = random.Random(seed)
    page = render_pages(make_letter(invent_plan(chance, "en", today=TODAY), chance), dpi=150)[0]
    photo = io.BytesIO()
    photograph(page, chance, glare=False, shadow=False).save(photo, "JPEG", quality=80)
    with ImagePages(pixels=40_000_000).open(photo.getvalue()) as file:
        image, picture, aspect = file.image(1, dpi=200), file.picture(1, longest_px=900), file.aspect(1)
    assert image is not None
    assert picture is not None
    assert aspect is not None
    shapes = (image.width_px / image.height_px, picture.width_px / picture.height_px, aspect)
    assert max(shapes) - min(shapes) < 0.01
    assert min(aspect, 1 / aspect) == pytest.approx(LETTER_SHAPE, abs=0.09)
    assert len(picture.rgb) == 3 * picture.width_px * picture.height_px


def test_a_picture_too_small_to_be_a_photo_is_not_searched() -> None:
    """A logo, a thumbnail."""
    assert page_in_photo(np.asarray(Image.new("L", (300, 300), 255), np.uint8)) is None


def test_what_ends_in_a_fading_light_is_no_page() -> None:
    """A page's side is an edge; a bright table that grows dark by and by has none, and the picture is read as it is."""
    photo = np.full((1200, 1600), 60, np.uint8)
    photo[200:1000, 200:1500] = np.interp(np.arange(200, 1500), (400, 1500), (245, 60)).astype(np.uint8)
    assert page_in_photo(photo) is None
    photo[200:1000, 200:1200] = 245
    assert page_in_photo(photo) is not None


@pytest.mark.parametrize("towards", [1, -1])
def test_in_slanting_light_a_page_is_found_on_a_table_as_bright_as_its_dark_end(towards: int) -> None:
    """To within a hundredth of the picture, with print on it or without."""
    scene = on_a_table(table=175)
    for row in range(300, 1000, 40):
        scene[row : row + 12, 300:900:16] = 20
    light = np.linspace(0.6, 1.08, 1200)[::towards] * np.linspace(0.9, 1.0, 1400)[:, None]
    lit = np.clip(scene * light, 0, 255)
    assert lit[600, 100 if towards == 1 else 1100] < lit[600, 1150 if towards == 1 else 50]
    found = page_in_photo(lit.astype(np.uint8))
    assert found is not None
    wanted = np.array(((200, 150), (1000, 220), (1060, 1250), (130, 1180))) / (1200, 1400)
    assert np.abs(found.corners - wanted).max() < 0.01


def test_a_page_is_not_cut_along_a_shadow_on_it() -> None:
    """What lies in the shade of a hand is part of it, print and all."""
    scene = on_a_table(table=40).astype(np.float32)
    x, y = np.meshgrid(np.arange(1200), np.arange(1400))
    scene *= np.interp(0.5 * x + y, (1150, 1350), (1.0, 0.45))
    found = page_in_photo(np.asarray(scene, np.uint8))
    wanted = np.array(((200, 150), (1000, 220), (1060, 1250), (130, 1180))) / (1200, 1400)
    assert found is None or np.abs(found.corners - wanted).max() < 0.01
