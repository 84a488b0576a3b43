"""Places on a page as it came and as it reads are the same places."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imwu_inbox.domain.documents import Page, TextSource
from imwu_inbox.domain.mrz import MrzFinding
from imwu_inbox.domain.page_frame import PageFrame, turned
from imwu_inbox.domain.page_view import PageView, as_it_came, frame_of
from tests.domain.papers import a_zone

BOX = (0.1, 0.7, 0.9, 0.8)
TURNS = (0, 90, 180, 270)


@pytest.mark.parametrize(
    ("degrees", "there"),
    [
        (0, (0.1, 0.7, 0.9, 0.8)),
        (90, (0.2, 0.1, 0.3, 0.9)),
        (180, (0.1, 0.2, 0.9, 0.3)),
        (270, (0.7, 0.1, 0.8, 0.9)),
    ],
)
def test_a_quarter_turn_takes_the_foot_of_a_page_to_its_side(
    degrees: int, there: tuple[float, float, float, float]
) -> None:
    """Clockwise: what stood at the foot stands at the left."""
    assert turned(BOX, degrees) == pytest.approx(there)


@given(
    st.sampled_from(TURNS), st.floats(-8, 8), st.floats(0.5, 2.0), st.floats(0.2, 0.7), st.floats(0.2, 0.7),
    st.floats(0.1, 0.2), st.floats(0.01, 0.05),
)  # fmt: skip
def test_a_tilted_zone_comes_back_to_its_own_size_and_place(
    turn: int, tilt: float, aspect: float, x: float, y: float, wide: float, high: float
) -> None:
    """There and back again, whatever way the page lay."""
    frame = PageFrame(number=1, aspect=aspect, turned_degrees=turn, straightened_degrees=tilt)
    box = (x, y, x + wide / aspect, y + high)
    assert frame.from_shown(frame.to_shown(box), tilt_degrees=tilt) == pytest.approx(box, abs=1e-6)


def test_setting_straight_moves_the_right_edge_of_a_falling_line_up() -> None:
    """A line that slopes down to the right by five degrees lies level afterwards."""
    frame = PageFrame(number=1, aspect=1.0, straightened_degrees=5.0)
    fallen = 0.5 + 0.4 * math.sin(math.radians(5.0))
    right = 0.5 + 0.4 * math.cos(math.radians(5.0))
    x0, y0, x1, y1 = frame.from_shown((right, fallen, right, fallen))
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((0.9, 0.5))


def test_a_page_reads_as_its_zone_does_where_nothing_else_was_read() -> None:
    """And has the shape it then shows."""
    found = MrzFinding(readings=(replace(a_zone(), turned_degrees=90, tilt_degrees=1.5),), suspected=False)
    bare = PageView(page=Page(number=2, source=TextSource.NONE), mrz=found)
    assert frame_of(bare, 0.8) == PageFrame(number=2, aspect=1.25, turned_degrees=90, straightened_degrees=1.5)
    assert frame_of(bare, None).aspect is None


def test_a_zone_found_on_the_page_as_it_reads_is_told_where_it_came() -> None:
    """So that every zone's place means the same."""
    frame = PageFrame(number=1, aspect=1.4, turned_degrees=270, straightened_degrees=-1.0)
    (told,) = as_it_came(MrzFinding(readings=(a_zone(),), suspected=False), frame).readings
    assert (told.turned_degrees, told.tilt_degrees) == (270, -1.0)
    assert frame.from_shown(told.box, tilt_degrees=-1.0) == pytest.approx(a_zone().box, abs=1e-6)
