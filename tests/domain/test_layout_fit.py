"""A page lies as the known edition prints it, or it does not: nothing is forced."""

import random
from collections.abc import Callable

import pytest

from imwu_inbox.domain.documents import PageImage, Word
from imwu_inbox.domain.imm5686_layout import PAGE_PT, PLACES
from imwu_inbox.domain.label_boxes import FoundLabel
from imwu_inbox.domain.layout_labels import fit_to_layout
from imwu_inbox.domain.layout_lines import drawn_tight

Bend = Callable[[float, float], tuple[float, float]]


def labels_of(page: int, bend: Bend, *, without: int = 0) -> list[FoundLabel]:
    """The labels of a page of the form, each where the bend takes it, the last few not found."""
    found = []
    for key, place in PLACES.items():
        if place.page == page:
            x, y = bend(place.label[0] / PAGE_PT[0], (place.label[1] + 4.2) / PAGE_PT[1])
            box = (x, y - 0.005, x + 0.1, y + 0.005)
            found.append(FoundLabel(key=key, box=box, ratio=100.0, words=(Word(text=key, box=box),)))
    return found[: len(found) - without]


def shifted(x: float, y: float) -> tuple[float, float]:
    """A scan: smaller, and not in its corner."""
    return 0.05 + 0.9 * x, 0.03 + 0.93 * y


def bent(x: float, y: float) -> tuple[float, float]:
    """A photograph: nearer on one side."""
    return 0.08 + 0.8 * x + 0.03 * x * y, 0.06 + 0.85 * y + 0.02 * x * y


@pytest.mark.parametrize("bend", [shifted, bent])
@pytest.mark.parametrize("page", [1, 2])
def test_labels_tell_where_every_box_lies(page: int, bend: Bend) -> None:
    """To a third of a line of print, some labels unread."""
    fit = fit_to_layout(labels_of(page, bend, without=3))
    assert fit is not None
    assert fit.page == page
    for place in PLACES.values():
        if place.page == page:
            left, top, _, _ = place.box
            assert fit.point(left, top) == pytest.approx(bend(left / PAGE_PT[0], top / PAGE_PT[1]), abs=0.004)


def test_labels_laid_out_otherwise_have_no_fit() -> None:
    """The same questions in another order are another edition, read by its labels alone."""
    labels = labels_of(1, shifted)
    places = [label.box for label in labels]
    random.Random(3).shuffle(places)
    moved = [
        FoundLabel(key=label.key, box=box, ratio=100.0, words=(Word(text="x", box=box),))
        for label, box in zip(labels, places, strict=True)
    ]
    assert fit_to_layout(moved) is None


def test_few_labels_have_no_fit() -> None:
    """A letter that lists three questions is no form."""
    assert fit_to_layout(labels_of(1, shifted)[:5]) is None


def lined(wide: int, high: int) -> PageImage:
    """A page with the sides of the form's boxes drawn where `shifted` takes them."""
    rows = [bytearray(b"\xf5" * wide) for _ in range(high)]
    for place in (one for one in PLACES.values() if one.page == 1):
        left, top, right, bottom = place.box
        x0, y0 = (round(at * size) for at, size in zip(shifted(left / 612, top / 792), (wide, high), strict=True))
        x1, y1 = (round(at * size) for at, size in zip(shifted(right / 612, bottom / 792), (wide, high), strict=True))
        for x in range(x0, x1):
            rows[y0][x] = rows[y1][x] = 20
        for y in range(y0, y1):
            rows[y][x0] = rows[y][x1] = 20
    return PageImage(width_px=wide, height_px=high, dpi=200, grey=b"".join(bytes(row) for row in rows))


def test_lines_draw_a_loose_fit_tight() -> None:
    """Labels whose boxes are all a little too low mislead no longer."""
    loose = fit_to_layout(labels_of(1, lambda x, y: (shifted(x, y)[0], shifted(x, y)[1] + 0.004)))
    assert loose is not None
    tight = drawn_tight(loose, lined(1700, 2200))
    for x_pt, y_pt in ((100, 114), (400, 300), (300, 540)):
        wanted = shifted(x_pt / PAGE_PT[0], y_pt / PAGE_PT[1])
        assert tight.point(x_pt, y_pt)[1] == pytest.approx(wanted[1], abs=0.0009)
        assert abs(loose.point(x_pt, y_pt)[1] - wanted[1]) > 0.003


def test_a_page_without_lines_keeps_its_fit() -> None:
    """Nothing is drawn to what is not there."""
    fit = fit_to_layout(labels_of(1, shifted))
    assert fit is not None
    assert drawn_tight(fit, PageImage(width_px=1700, height_px=2200, dpi=200, grey=b"\xf5" * 1700 * 2200)) == fit
