"""The reader itself: from a page to its zones, each with a guarded promise or none."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from imwu_inbox.adapters.mrz_reader.cut import Ruled, line_ink, ruled
from imwu_inbox.adapters.mrz_reader.decode import Decoded, cells, decoded
from imwu_inbox.adapters.mrz_reader.find import Zone, zones
from imwu_inbox.adapters.mrz_reader.net import LineNet
from imwu_inbox.adapters.mrz_reader.runs import Grey
from imwu_inbox.domain.documents import Box, PageImage
from imwu_inbox.domain.mrz import MrzFinding, MrzReading, checks, lawful, parse_mrz
from imwu_inbox.domain.mrz_layout import FILLER, Layout

_UPRIGHT_CLEARNESS = 0.8
_READABLE_CLEARNESS = 0.45
_LEAST_HOLDING = 2
_LEAST_MIXTURE = (8, 12, 3)
"""Letters, digits and fillers that every zone has, even with a very long name."""
_WIDTHS = {2: (44, 36), 3: (30,)}
_MISSING_CELLS = 5.0

_SURE = 0.6
_SURE_NAME = 0.5
_SURE_REPAIR = 0.04
_CLEAR_CHOICE = 1.5
_MOST_REPAIRED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    zone: Zone
    pitch: float
    clearness: float
    decoded: Decoded


@dataclass(frozen=True, slots=True, kw_only=True)
class NetMrzReader:
    """Reads zones on one thread; `codes` are the states and nationalities that a believable zone may name."""

    codes: frozenset[str]
    net: LineNet = field(default_factory=LineNet)

    def __call__(self, image: PageImage, *, today: date) -> MrzFinding:
        """The zones on a page; `suspected` when something looks like one and could not be read."""
        page = np.frombuffer(image.grey, dtype=np.uint8).reshape(image.height_px, image.width_px)
        readings: list[MrzReading] = []
        suspected = False
        for same_size in zones(page):
            for zone in same_size:
                attempt = self._attempt(page, zone)
                if attempt is None:
                    continue
                suspected = suspected or _has_the_mixture_of_a_zone(attempt.decoded.raw_lines)
                if self._resembles_a_zone(attempt):
                    readings.append(self._reading(attempt, page, today))
            if any(reading.checks_valid for reading in readings):
                break
        kept = _without_overlaps(readings)
        return MrzFinding(readings=kept, suspected=suspected and not kept)

    def _attempt(self, page: Grey, zone: Zone) -> _Attempt | None:
        """The best reading of one place, upright or turned over; None when nothing there keeps a step."""
        rule = ruled(page, zone)
        if rule is None:
            return None
        best: _Attempt | None = None
        for attempt in self._attempts(page, rule):
            if best is None or attempt.clearness > best.clearness:
                best = attempt
            if attempt.clearness > _UPRIGHT_CLEARNESS:
                break
        return best

    def _attempts(self, page: Grey, rule: Ruled) -> Iterator[_Attempt]:
        widths = [width for width in _WIDTHS[len(rule.zone.strips)] if width - rule.cells < _MISSING_CELLS]
        for width in sorted(widths, key=lambda width: abs(width - rule.cells)):
            for zone in (rule.zone, rule.zone.turned_over()):
                room = max(width, math.ceil(rule.cells))
                ink = [line_ink(page, strip, rule.pitch, room) for strip in zone.strips]
                found = [cells(chances, width) for chances in self.net(ink)]
                clearness = min(clear for _, clear in found)
                read = decoded([cell for cell, _ in found], self.codes) if clearness > _READABLE_CLEARNESS else None
                if read is not None:
                    yield _Attempt(zone=zone, pitch=rule.pitch, clearness=clearness, decoded=read)

    def _resembles_a_zone(self, attempt: _Attempt) -> bool:
        """Whether this is worth an officer's eye as lines: digits that hold, or a clear view of a known state."""
        lines = attempt.decoded.raw_lines
        if not _has_the_mixture_of_a_zone(lines):
            return False
        holding = sum(right for _, right in checks(lines))
        state = attempt.decoded.layout.state.of(lines).rstrip(FILLER)
        return holding >= _LEAST_HOLDING or (attempt.clearness > _UPRIGHT_CLEARNESS and state in self.codes)

    def _reading(self, attempt: _Attempt, page: Grey, today: date) -> MrzReading:
        read = attempt.decoded
        least = min(min(line) for line in _judged(read.layout, read.chances))
        return MrzReading(
            format=read.layout.format,
            lines=read.lines,
            raw_lines=read.raw_lines,
            repaired=read.lines != read.raw_lines,
            checks=checks(read.lines),
            checks_valid=lawful(read.lines, codes=self.codes, today=today) and _sure(read),
            fields=parse_mrz(read.lines, today),
            box=_box(attempt, page),
            confidence=least,
            turned_degrees=round(-math.degrees(attempt.zone.strips[0].angle) / 90) * 90 % 360,
        )


def _has_the_mixture_of_a_zone(lines: tuple[str, ...]) -> bool:
    """Whether letters, digits and fillers are mixed as in a zone, not as in running text or a ruled line."""
    text = "".join(lines)
    counts = (sum(map(str.isalpha, text)), sum(map(str.isdigit, text)), text.count(FILLER))
    return all(count >= least for count, least in zip(counts, _LEAST_MIXTURE, strict=True))


def _judged(layout: Layout, chances: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
    """The chances of the characters that matter: all but optional data."""
    bare = [list(line) for line in chances]
    for span in layout.optional:
        bare[span.line][span.start : span.stop] = [1.0] * (span.stop - span.start)
    return tuple(tuple(line) for line in bare)


def _sure(read: Decoded) -> bool:
    """Whether every character was seen clearly enough, and a repair was small, likely and the only one near."""
    changed = 0
    for row, line, raw in zip(_judged(read.layout, read.chances), read.lines, read.raw_lines, strict=True):
        for chance, mark, seen in zip(row, line, raw, strict=True):
            changed += mark != seen
            if chance < (_SURE_REPAIR if mark != seen else _SURE_NAME if mark.isalpha() else _SURE):
                return False
    return changed <= _MOST_REPAIRED and read.rival_cost - read.cost > _CLEAR_CHOICE


def _box(attempt: _Attempt, page: Grey) -> Box:
    """The smallest upright box around the zone."""
    corners = []
    for strip in attempt.zone.strips:
        cosine, sine = strip.across
        for along, aside in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
            right, down = along * strip.length / 2, aside * 0.6 * attempt.pitch
            corners.append((strip.x + right * cosine - down * sine, strip.y + right * sine + down * cosine))
    places = np.array(corners) / np.array([page.shape[1], page.shape[0]])
    low, high = np.clip(places.min(axis=0), 0, 1), np.clip(places.max(axis=0), 0, 1)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _without_overlaps(readings: list[MrzReading]) -> tuple[MrzReading, ...]:
    """The readings that share no place with a better one: valid before not, then by number of lines and confidence."""
    kept: list[MrzReading] = []
    for reading in sorted(readings, key=lambda one: (not one.checks_valid, -len(one.lines), -one.confidence)):
        if not any(_overlap(reading.box, other.box) for other in kept):
            kept.append(reading)
    return tuple(kept)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
