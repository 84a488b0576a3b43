"""The reader itself: from a page to its zones, each with a guarded promise or none."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from imwu_inbox.adapters.mrz_reader.cut import Ruled, inks, ruled
from imwu_inbox.adapters.mrz_reader.decode import Decoded, averaged, cells, decoded
from imwu_inbox.adapters.mrz_reader.find import zones
from imwu_inbox.adapters.mrz_reader.net import LineNet
from imwu_inbox.adapters.mrz_reader.rest import has_more_print
from imwu_inbox.adapters.mrz_reader.runs import Grey
from imwu_inbox.adapters.mrz_reader.shrunk import Shrunk
from imwu_inbox.domain.documents import Box, PageImage
from imwu_inbox.domain.mrz import MrzFinding, MrzReading, checks, lawful, parse_mrz
from imwu_inbox.domain.mrz_layout import FILLER, Layout, Span

_UPRIGHT_CLEARNESS = 0.8
_READABLE_CLEARNESS = 0.45
_LEAST_HOLDING = 2
_LEAST_MIXTURE = (8, 12, 3)
"""Letters, digits and fillers that every zone has, even with a very long name."""
_WIDTHS = {2: (44, 36), 3: (30,)}
_MISSING_CELLS = 5.0
_SUSPECT_BEAT = 8.0
_SUSPECT_CELLS = 1.0
_GLANCE = (1.0,)
_LONG_LOOK = (1.0, 0.95, 1.05, 0.98, 1.02)
"""Steps at which a line is looked at, as shares of the measured step."""

_SURE = 0.75
_SURE_COVERED = 0.3
_SURE_REPAIR = 0.04
_CLEAR_CHOICE = 4.0
_MOST_DOUBT = 2.5
"""Natural logarithms of chance, summed over all that check digits cover but optional data."""
_MOST_REPAIRED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    rule: Ruled
    clearness: float
    decoded: Decoded
    valid: bool

    def rank(self) -> tuple[bool, bool, int, float]:
        """How much this reading deserves to be preferred to another of the same place.

        The digits of a passport hold in its first 36 characters too: what was measured on the page decides the width.
        """
        fits = abs(self.decoded.layout.width - self.rule.cells) < _MISSING_CELLS
        return self.valid, fits, _holding(self.decoded.raw_lines), self.clearness


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
        shrunk = Shrunk(page)
        for same_size in zones(shrunk):
            for zone in same_size:
                rule = ruled(page, zone)
                if rule is None:
                    continue
                attempts = self._attempts(page, rule, today)
                suspected = suspected or _suspicious(rule, attempts)
                worthy = [one for one in attempts if one.valid or self._resembles_a_zone(one)]
                if worthy:
                    readings.append(_reading(max(worthy, key=_Attempt.rank), page, today))
            promised = [reading for reading in readings if reading.checks_valid]
            if promised and not has_more_print(shrunk, promised):
                break
        kept = _without_overlaps(readings)
        return MrzFinding(readings=kept, suspected=suspected and not kept)

    def _attempts(self, page: Grey, rule: Ruled, today: date) -> list[_Attempt]:
        """Readings of one place, until one is valid: each likely width, upright and turned over, then a longer look."""
        widths = [width for width in _WIDTHS[len(rule.zone.strips)] if width - rule.cells < _MISSING_CELLS]
        attempts: list[_Attempt] = []
        for looks in (_GLANCE, _LONG_LOOK):
            for width in sorted(widths, key=lambda width: abs(width - rule.cells)):
                for turned in (rule, rule.turned_over()):
                    attempt = self._attempt(page, turned, width, looks, today)
                    attempts += [attempt] if attempt is not None else []
                    if attempt is not None and attempt.valid:
                        return [attempt]
                    if attempt is not None and attempt.clearness > _UPRIGHT_CLEARNESS:
                        break
            if not any(self._resembles_a_zone(attempt) for attempt in attempts):
                break
        return attempts

    def _attempt(self, page: Grey, rule: Ruled, width: int, looks: tuple[float, ...], today: date) -> _Attempt | None:
        """The lines of `width` characters that stand in this place, after one or several looks; None when unclear."""
        room = max(width, math.ceil(rule.cells))
        views = [cells(self.net(inks(page, rule, room, look)), width) for look in looks]
        clearness = max(min(clear for _, clear in view) for view in views)
        if clearness < _READABLE_CLEARNESS:
            return None
        read = decoded([averaged([view[line][0] for view in views]) for line in range(len(views[0]))], self.codes)
        valid = lawful(read.lines, codes=self.codes, today=today) and _sure(read)
        return _Attempt(rule=rule, clearness=clearness, decoded=read, valid=valid)

    def _resembles_a_zone(self, attempt: _Attempt) -> bool:
        """Whether this is worth an officer's eye as lines: digits that hold, or a clear view of a known state."""
        lines = attempt.decoded.raw_lines
        if not _has_the_mixture_of_a_zone(lines):
            return False
        state = attempt.decoded.layout.state.of(lines).rstrip(FILLER)
        return _holding(lines) >= _LEAST_HOLDING or (attempt.clearness > _UPRIGHT_CLEARNESS and state in self.codes)


def _reading(attempt: _Attempt, page: Grey, today: date) -> MrzReading:
    read = attempt.decoded
    slope = math.degrees(attempt.rule.zone.strips[0].angle)
    turn = round(-slope / 90) * 90
    return MrzReading(
        format=read.layout.format,
        lines=read.lines,
        raw_lines=read.raw_lines,
        repaired=read.lines != read.raw_lines,
        checks=checks(read.lines),
        checks_valid=attempt.valid,
        fields=parse_mrz(read.lines, today),
        box=_box(attempt.rule, page),
        confidence=min(min(line) for line in _judged(read.layout, read.chances)),
        turned_degrees=turn % 360,
        tilt_degrees=round((slope + turn + 180) % 360 - 180, 2),
    )


def _suspicious(rule: Ruled, attempts: list[_Attempt]) -> bool:
    """Whether lines of a zone's width keep step as only print does, and nothing readable speaks against a zone."""
    fits = any(abs(width - rule.cells) < _SUSPECT_CELLS for width in _WIDTHS[len(rule.zone.strips)])
    unread = not attempts or any(_has_the_mixture_of_a_zone(attempt.decoded.raw_lines) for attempt in attempts)
    return rule.beat > _SUSPECT_BEAT and fits and unread


def _holding(lines: tuple[str, ...]) -> int:
    return sum(right for _, right in checks(lines))


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
    """Whether everything was seen clearly enough, and no other lines that hold as well are near.

    What a check digit covers may be seen less clearly: it is held by the digits and by the distance of the next
    best lines that hold. Names and codes have no such help.
    """
    covered = _covered(read.layout)
    optional = _cells_of(read.layout.optional) & covered
    if any(read.chances[row][place] < _SURE_COVERED for row, place in optional):
        return False  # two characters misread there may make every digit hold
    changed, doubt = 0, 0.0
    for row, (line, raw) in enumerate(zip(read.lines, read.raw_lines, strict=True)):
        for place, chance in enumerate(_judged(read.layout, read.chances)[row]):
            repaired = line[place] != raw[place]
            changed += repaired
            doubt -= math.log(max(chance, 1e-9)) if (row, place) in covered else 0.0
            if chance < (_SURE_REPAIR if repaired else _SURE_COVERED if (row, place) in covered else _SURE):
                return False
    return changed <= _MOST_REPAIRED and doubt < _MOST_DOUBT and read.lead > _CLEAR_CHOICE


def _covered(layout: Layout) -> frozenset[tuple[int, int]]:
    """The cells, as line and place, that stand under a check digit or hold one."""
    return _cells_of([span for rule in layout.rules for span in (rule.digit, *rule.covers)])


def _cells_of(spans: Iterable[Span]) -> frozenset[tuple[int, int]]:
    return frozenset((span.line, place) for span in spans for place in range(span.start, span.stop))


def _box(rule: Ruled, page: Grey) -> Box:
    """The smallest upright box around the zone."""
    corners = []
    for strip in rule.zone.strips:
        cosine, sine = strip.across
        for along, aside in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
            right, down = along * strip.length / 2, aside * 0.6 * rule.pitch
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
