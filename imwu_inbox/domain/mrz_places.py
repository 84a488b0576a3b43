"""Where each fact of a machine-readable zone stands on its page.

Source: ICAO Doc 9303-3 4.1 (a fixed step from character to character), 9303-4 4.2 (where each fact stands).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imwu_inbox.domain.documents import Box
from imwu_inbox.domain.mrz_layout import FILLER, LAYOUTS, Layout, MrzFormat, Span

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
