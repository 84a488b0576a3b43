"""Each fact of a zone is found where it is printed, however the page lay."""

import random
from datetime import date

import numpy as np
import pytest
from PIL import Image

from fixtures.makers.mrz import td1_lines, td3_lines
from fixtures.makers.passport import draw_zone
from fixtures.makers.people import Person, invent_person
from imwu_inbox.domain.documents import Box, PageImage
from imwu_inbox.domain.mrz import MrzFormat
from imwu_inbox.domain.mrz_places import ZonePlace, spans_of
from imwu_inbox.domain.page_frame import PageFrame
from tests.readings import reader

TODAY = date(2026, 11, 22)


@pytest.fixture
def person() -> Person:
    """Somebody with a passport."""
    return invent_person(random.Random("zone places"), today=TODAY)


def sheet(lines: tuple[str, ...], *, tilt: float) -> Image.Image:
    """A zone on white paper, laid askew. Units: degrees clockwise."""
    paper = Image.new("RGB", (1200, 800), "white")
    draw_zone(paper, lines, dpi=200)
    return paper.rotate(-tilt, Image.Resampling.BICUBIC, fillcolor="white")


def without(lines: tuple[str, ...], line: int, start: int, stop: int) -> tuple[str, ...]:
    """The lines with some cells left empty."""
    bare = list(lines)
    bare[line] = bare[line][:start] + " " * (stop - start) + bare[line][stop:]
    return tuple(bare)


def printed_at(lines: tuple[str, ...], name: str, *, tilt: float) -> Box:
    """Where a fact's ink is once the sheet was set straight. Units: fractions."""
    span = spans_of(MrzFormat.TD3, lines)[name]
    pages = (lines, without(lines, span.line, span.start, span.stop))
    whole, bare = (
        np.asarray(sheet(one, tilt=tilt).rotate(tilt, Image.Resampling.BICUBIC, fillcolor="white").convert("L"), int)
        for one in pages
    )
    rows, columns = np.nonzero(np.abs(whole - bare) > 90)
    high, wide = whole.shape
    return columns.min() / wide, rows.min() / high, columns.max() / wide, rows.max() / high


@pytest.mark.parametrize("tilt", [0.0, 3.0, -6.0])
def test_every_fact_of_a_passport_lies_where_its_ink_is(person: Person, tilt: float) -> None:
    """To within a third of a character, on a level page and on a tilted one."""
    lines = td3_lines(person)
    grey = sheet(lines, tilt=tilt).convert("L")
    image = PageImage(width_px=1200, height_px=800, dpi=200, grey=grey.tobytes())
    (zone,) = reader().tools.mrz(image, today=TODAY).readings
    assert zone.tilt_degrees == pytest.approx(tilt, abs=0.3)
    frame = PageFrame(number=1, aspect=1.5, straightened_degrees=zone.tilt_degrees)
    box = frame.from_shown(zone.box, tilt_degrees=zone.tilt_degrees)
    places = ZonePlace(format=zone.format, lines=zone.lines, box=box, aspect=1.5).places()
    cell = (box[2] - box[0]) / 44
    for name in ("surname", "given_names", "number", "nationality", "birth_date", "sex", "expiry_date"):
        ink, place = printed_at(lines, name, tilt=tilt), places[name]
        assert (place[0], place[2]) == pytest.approx((ink[0], ink[2]), abs=1.1 * cell)
        assert place[1] - 0.4 * cell < ink[1] < ink[3] < place[3] + 0.4 * cell
        assert (ink[1] + ink[3]) / 2 == pytest.approx((place[1] + place[3]) / 2, abs=0.4 * cell)


def test_the_facts_of_a_card_lie_on_its_three_lines(person: Person) -> None:
    """Number above, dates between, names below."""
    lines = td1_lines(person)
    zone = ZonePlace(format=MrzFormat.TD1, lines=lines, box=(0.1, 0.1, 0.7, 0.4), aspect=1.5)
    places = zone.places()
    assert places["number"][3] < places["birth_date"][1] < places["birth_date"][3] < places["surname"][1]
    assert zone.box[1] <= places["number"][1] < places["surname"][3] <= zone.box[3] + 1e-9


def test_a_name_without_given_names_has_one_place() -> None:
    """Nothing stands for what was not written."""
    lines = ("P<UTOCHER<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
    spans = spans_of(MrzFormat.TD3, (lines[0] + "<", lines[1]))
    assert "given_names" not in spans
    assert (spans["surname"].start, spans["surname"].stop) == (5, 9)
