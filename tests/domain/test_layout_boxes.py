"""A page of the form is told by where its tick boxes stand and its lines run, and by nothing less."""

import random

import pytest

from imwu_inbox.domain.documents import Box, PageImage
from imwu_inbox.domain.imm5686_layout import BARS, PAGE_PT, PLACES, TICK_BOXES
from imwu_inbox.domain.layout_boxes import fit_to_boxes
from imwu_inbox.domain.layout_lines import borne_out

WIDE, HIGH = 1360, 1760
ASPECT = WIDE / HIGH


def laid(box: Box) -> Box:
    """Where a box lies on a scan that is a little smaller and aslant. Units: points to fractions of the picture."""
    left, top, right, bottom = box
    slant = 0.004 * left / PAGE_PT[0]
    return (
        0.03 + 0.93 * left / PAGE_PT[0],
        0.02 + slant + 0.93 * top / PAGE_PT[1],
        0.03 + 0.93 * right / PAGE_PT[0],
        0.02 + slant + 0.93 * bottom / PAGE_PT[1],
    )


def drawn(page: int) -> PageImage:
    """The lines of a page where `laid` takes them."""
    rows = [bytearray(b"\xf5" * WIDE) for _ in range(HIGH)]
    boxes = [place.box for place in PLACES.values() if place.page == page]
    for left, top, right, bottom in (*boxes, *BARS[page]):
        for y_pt in (top, bottom):
            for x in range(round(laid((left, 0, 0, 0))[0] * WIDE), round(laid((right, 0, 0, 0))[0] * WIDE)):
                x_pt = (x / WIDE - 0.03) / 0.93 * PAGE_PT[0]
                rows[round(laid((x_pt, y_pt, 0, 0))[1] * HIGH)][x] = 30
        for x_pt in (left, right):
            x0, y0, _, y1 = laid((x_pt, top, right, bottom))
            for y in range(round(y0 * HIGH), round(y1 * HIGH)):
                rows[y][round(x0 * WIDE)] = 30
    return PageImage(width_px=WIDE, height_px=HIGH, dpi=160, grey=b"".join(bytes(row) for row in rows))


@pytest.mark.parametrize("page", [1, 2])
def test_a_page_is_told_by_its_tick_boxes(page: int) -> None:
    """Some of which were not seen, and one was seen that is none."""
    boxes = [laid(box) for box in TICK_BOXES[page]]
    random.Random(page).shuffle(boxes)
    fit = fit_to_boxes([*boxes[3:], (0.5, 0.5, 0.52, 0.52)], ASPECT)
    assert fit is not None
    assert fit.page == page
    for place in (one for one in PLACES.values() if one.page == page):
        assert fit.box(place.box)[:2] == pytest.approx(laid(place.box)[:2], abs=0.004)


@pytest.mark.parametrize("page", [1, 2])
def test_the_lines_bear_it_out(page: int) -> None:
    """And draw it tight."""
    fit = fit_to_boxes([laid(box) for box in TICK_BOXES[page]], ASPECT)
    assert fit is not None
    tight = borne_out(fit, drawn(page))
    assert tight is not None
    assert tight.page == page
    assert tight.point(100, 210)[1] == pytest.approx(laid((100, 210, 0, 0))[1], abs=0.001)


def test_without_the_lines_it_is_another_paper() -> None:
    """And neither are the second page's lines the first's."""
    fit = fit_to_boxes([laid(box) for box in TICK_BOXES[1]], ASPECT)
    assert fit is not None
    assert borne_out(fit, drawn(2)) is None
    assert borne_out(fit, PageImage(width_px=WIDE, height_px=HIGH, dpi=160, grey=b"\xf5" * (WIDE * HIGH))) is None


def test_boxes_in_another_order_are_another_paper() -> None:
    """A questionnaire has as many; ten pages of boxes strewn at random, too."""
    column = [(0.1, 0.1 + 0.05 * row, 0.115, 0.112 + 0.05 * row) for row in range(14)]
    assert fit_to_boxes(column, ASPECT) is None
    chance = random.Random(5)
    for _ in range(10):
        strewn = [(x, y, x + 0.015, y + 0.012) for x, y in ((chance.random(), chance.random()) for _ in range(20))]
        assert fit_to_boxes(strewn, ASPECT) is None


def test_few_boxes_tell_nothing() -> None:
    """They would fit anything."""
    assert fit_to_boxes([laid(box) for box in TICK_BOXES[1]][:5], ASPECT) is None
