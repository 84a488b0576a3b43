"""Where each fact of a machine-readable zone stands on its page.

Source: ICAO Doc 9303-3 4.1 (a fixed step from character to character), 9303-4 4.2 (where each fact stands).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from imwu_inbox.domain.documents import Box
from imwu_inbox.domain.mrz import MrzReading
from imwu_inbox.domain.mrz_layout import FILLER, LAYOUTS, Layout, MrzFormat, Span
from imwu_inbox.domain.page_frame import PageFrame
from imwu_inbox.domain.printed_zone import STEPS

_PRINT_ENDS = 2.25
"""The printed zone ends so far above the middle of a passport's machine-readable one. Units: character steps."""
_HALF_LINE = 0.6
"""A zone's box reaches so far above the middle of its first line and below that of its last. Units: character steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZonePlace:
    """A zone on a page as it reads. Units: box in fractions of the page, `aspect` its width over its height."""

    format: MrzFormat
    lines: tuple[str, ...]
    box: Box
    aspect: float

    def of(self, span: Span) -> Box:
        """The place of a run of cells."""
        left, top, right, bottom = self.box
        count, width = len(self.lines), len(self.lines[span.line])
        step = (right - left) / width
        half = min(_HALF_LINE * step * self.aspect, (bottom - top) / (2 * count))
        between = (bottom - top - 2 * half) / (count - 1) if count > 1 else 0.0
        middle = top + half + span.line * between
        return left + span.start * step, middle - half, left + span.stop * step, middle + half

    def places(self) -> Mapping[str, Box]:
        """The place of each fact, by its name among `domain.mrz.MrzFields`."""
        return {name: self.of(span) for name, span in spans_of(self.format, self.lines).items()}


def spans_of(kind: MrzFormat, lines: Sequence[str]) -> Mapping[str, Span]:
    """The cells of each fact, its check digit not among them; of the names only those that are written."""
    layout = LAYOUTS[kind]
    spans = {
        "number": layout.number,
        "nationality": layout.nationality,
        "birth_date": layout.birth,
        "sex": layout.sex,
        "expiry_date": layout.expiry,
    }
    return {**_names(layout, tuple(lines)), **spans}


def _names(layout: Layout, lines: tuple[str, ...]) -> Mapping[str, Span]:
    line, start = layout.name.line, layout.name.start
    surname, parted, rest = layout.name.of(lines).partition(FILLER * 2)
    given = rest.rstrip(FILLER)
    names = {"surname": Span(line=line, start=start, stop=start + max(1, len(surname.rstrip(FILLER))))}
    if parted and given:
        begins = start + len(surname) + len(parted)
        names["given_names"] = Span(line=line, start=begins, stop=begins + len(given))
    return names


def on_page(zone: MrzReading, aspect: float | None) -> MrzReading:
    """The reading with what is printed above its zone placed on the page as it came, like the zone itself.

    Units: `aspect` is width over height of the page as it came.
    """
    if not aspect or not zone.printed:
        return zone
    turned = zone.turned_degrees in (90, 270)
    frame = PageFrame(
        number=1,
        aspect=1 / aspect if turned else aspect,
        turned_degrees=zone.turned_degrees,
        straightened_degrees=zone.tilt_degrees,
    )
    straight = frame.from_shown(zone.box, tilt_degrees=zone.tilt_degrees)
    wide = (straight[2] - straight[0]) / LAYOUTS[zone.format].width
    printed = {
        key: replace(fact, box=frame.to_shown(_above(straight, fact.box, wide, wide * (frame.aspect or 1.0))))
        for key, fact in zone.printed.items()
        if fact.box is not None
    }
    return replace(zone, printed={**zone.printed, **printed})


def _above(zone: Box, box: Box, wide: float, high: float) -> Box:
    """A box in steps of the printed zone, on the page. Units: `wide` and `high` of a step in fractions of the page."""
    middle, across = (zone[1] + zone[3]) / 2, (zone[0] + zone[2]) / 2
    left, right = (across + (edge - STEPS[0] / 2) * wide for edge in (box[0], box[2]))
    top, bottom = (middle + (edge - STEPS[1] - _PRINT_ENDS) * high for edge in (box[1], box[3]))
    return left, top, right, bottom
