"""Charts as geometry: bars stand on zero, a line breaks where nothing is known."""

import pytest

from imwu_inbox.web.charts import PLOT_PX, TOP_PX, Column, Point, columns, line

FOOT = TOP_PX + PLOT_PX


def test_bars_stand_on_zero_and_are_as_high_as_their_values() -> None:
    """Twice the value, twice the height."""
    chart = columns([Column(label=str(value), parts=(("calm", value),)) for value in (5, 10, 20)])
    assert [bar.y + bar.height for bar in chart.bars] == [FOOT, FOOT, FOOT]
    heights = [bar.height for bar in chart.bars]
    assert heights == [PLOT_PX / 4, PLOT_PX / 2, PLOT_PX]
    assert [mark.text for mark in chart.values] == ["5", "10", "20"]


def test_columns_share_the_width_and_stay_inside() -> None:
    """In percent, whatever the width of the screen."""
    chart = columns([Column(label="", parts=(("calm", 1),))] * 30)
    assert all(0 <= bar.x < bar.x + bar.width <= 100 for bar in chart.bars)
    assert chart.bars[1].x - chart.bars[0].x == pytest.approx(100 / 30)
    assert chart.labels == ()


def test_parts_of_a_column_stand_on_each_other_without_hiding_one() -> None:
    """A part of one in a column of hundreds is still seen."""
    chart = columns([Column(label="x", parts=(("calm", 400), ("near", 0), ("late", 1)), shows_value=False)])
    calm, late = chart.bars
    assert (calm.tone, late.tone) == ("calm", "late")
    assert late.y + late.height <= calm.y + 0.1
    assert late.height >= 1
    assert chart.values == ()


@pytest.mark.parametrize(
    ("most", "grid"),
    [(0, [0, 1]), (3, [0, 1, 2, 3]), (4, [0, 1, 2, 3, 4]), (7, [0, 2, 4, 6, 8]), (29, [0, 10, 20, 30]),
     (41, [0, 20, 40, 60]), (999, [0, 500, 1000]), (12_345, [0, 5000, 10_000, 15_000])],
)  # fmt: skip
def test_the_grid_has_round_values_up_to_the_highest(most: int, grid: list[int]) -> None:
    """An empty chart has a grid too."""
    assert [found.value for found in columns([Column(label="", parts=(("calm", most),))]).grid] == grid


def test_a_line_begins_below_its_lowest_value_and_its_target() -> None:
    """A small change near 100 percent can be seen, and the grid says that it does not begin at zero."""
    chart = line([Point(label="", value=value) for value in (96.1, 99.3, 95.2)], target=95)
    assert chart.grid[0].value == 94
    assert chart.grid[-1].value == 100
    assert max(mark.y for mark in chart.points) < chart.target_y < FOOT
    assert line([Point(label="", value=0.0)], target=95).grid[0].value == 0
    assert line([Point(label="", value=100.0)], target=100).grid[-1].value == 100


def test_a_line_breaks_where_nothing_is_known() -> None:
    """An empty week is no zero."""
    values = [98.0, 97.0, None, 99.0, 98.5]
    chart = line([Point(label=str(number), value=value) for number, value in enumerate(values)], target=95)
    assert len(chart.points) == 4
    assert [(round(stroke.x1), round(stroke.x2)) for stroke in chart.strokes] == [(10, 30), (70, 90)]
    assert len(chart.labels) == 5
