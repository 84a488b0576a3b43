"""Running text is cut into bands of like lines; whatever else a page shows keeps it whole."""

import numpy as np
import pytest

from imwu_inbox.adapters.tesseract_ocr.bands import bands_of
from imwu_inbox.adapters.tesseract_ocr.light import Grey
from imwu_inbox.adapters.tesseract_ocr.pixels import is_table
from imwu_inbox.domain.documents import Word

HIGH, WIDE = 900, 600


def page(*lines: tuple[int, int]) -> Grey:
    """Paper with rows of letters. Units: top and height in pixels."""
    drawn = np.full((HIGH, WIDE), 240, np.uint8)
    for top, height in lines:
        for left in range(60, 500, 14):
            drawn[top : top + height, left : left + 8] = 20
    return drawn


def places(drawn: Grey) -> list[tuple[int, int]]:
    """From and to of each band. Units: pixels."""
    return [(round(band.top * HIGH), round((band.top + band.share) * HIGH)) for band in bands_of(drawn, drawn)]


def test_lines_of_one_height_and_step_are_one_band_and_a_title_is_its_own() -> None:
    """With some paper around each."""
    body = [(200 + 26 * number, 18) for number in range(8)]
    title, rest = places(page((100, 40), *body))
    assert title[0] <= 95
    assert 140 < title[1] < 200
    assert 140 < rest[0] < 200
    assert rest[1] >= 200 + 7 * 26 + 18


def test_a_paragraph_and_a_full_dozen_of_lines_end_a_band() -> None:
    """Every line lies whole in just one of them."""
    lines = [(100 + 24 * number, 18) for number in range(20)] + [(660 + 24 * number, 18) for number in range(3)]
    bands = places(page(*lines))
    assert len(bands) == 3
    for top, height in lines:
        assert sum(first <= top and top + height <= last for first, last in bands) == 1


def test_points_above_a_line_are_no_line() -> None:
    """Accents are read with their letters."""
    drawn = page(*((100 + 30 * number, 18) for number in range(6)))
    drawn[94:98, 100:103] = drawn[154:158, 200:203] = 20
    assert len(places(drawn)) == 1


@pytest.mark.parametrize("tall", [(500, 200), (300, 260)])
def test_a_picture_keeps_the_page_whole(tall: tuple[int, int]) -> None:
    """It is no line, and what goes through it would read as one."""
    drawn = page(*((100 + 26 * number, 18) for number in range(6)), tall)
    assert bands_of(drawn, drawn) == ()


def test_a_photo_that_shows_the_table_stays_whole() -> None:
    """The grain of the wood would be read as lines."""
    drawn = page(*((100 + 26 * number, 18) for number in range(6)))
    drawn[:, 580:][::4] = 90
    assert bands_of(drawn, drawn) == ()


def test_a_seal_is_a_band_of_its_own() -> None:
    """With whatever stands beside it."""
    lines, seal = places(page(*((100 + 26 * number, 18) for number in range(6)), (500, 120)))
    assert lines[1] < 500 - 100
    assert seal[0] < 500
    assert seal[1] > 620


def test_a_frame_around_the_page_does_not_count() -> None:
    """A diploma's border reaches past every line."""
    drawn = page(*((200 + 26 * number, 18) for number in range(8)), (120, 40))
    drawn[40:860, 20:23] = drawn[40:860, 577:580] = 20
    assert len(places(drawn)) == 2


def test_small_print_keeps_more_of_its_size() -> None:
    """The page is shown at half its size; the small lines lose less of theirs."""
    drawn = page(*((200 + 40 * number, 28) for number in range(8)), *((700 + 24 * number, 14) for number in range(3)))
    body, small = bands_of(drawn, drawn[::2, ::2])
    assert body.picture(1).shape[0] == pytest.approx(body.share * HIGH / 2, abs=2)
    assert small.picture(1).shape[0] > 1.6 * small.share * HIGH / 2


def test_words_come_back_to_their_places() -> None:
    """In fractions of the page."""
    _, rest = bands_of(drawn := page((100, 40), *((200 + 26 * number, 18) for number in range(8))), drawn)
    (word,) = rest.on_page([Word(text="x", box=(0.1, 0.0, 0.2, 1.0))])
    assert word.box == pytest.approx((0.1, rest.top, 0.2, rest.top + rest.share))


def test_print_that_is_as_small_as_it_came_is_enlarged() -> None:
    """A scan at 100 dpi, whose strokes are a pixel wide; one that had room to shrink is shrunk."""
    body = page(*((200 + 26 * number, 18) for number in range(8)))
    (coarse,) = bands_of(body, body)
    (fine,) = bands_of(np.repeat(np.repeat(body, 2, axis=0), 2, axis=1), body)
    assert (coarse.scale, fine.scale) == (1.5, 0.5)
    assert coarse.picture(1.0).shape[0] == round(1.5 * coarse.part.shape[0])


@pytest.mark.parametrize(("rows", "is_one"), [(0, False), (4, False), (7, True), (12, True)])
def test_a_page_of_many_long_lines_is_a_table(rows: int, *, is_one: bool) -> None:
    """The frame of a diploma is none."""
    drawn = page(*((100 + 40 * number, 14) for number in range(12)))
    bare = drawn.copy()
    for number in range(rows):
        drawn[90 + 40 * number : 92 + 40 * number, 50:550] = 30
    assert is_table(drawn, bare if rows else drawn) is is_one
