"""Cut the lines of a zone out of the page: straight, upright, and with an even step between the characters."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from imwu_inbox.adapters.mrz_reader.find import Zone
from imwu_inbox.adapters.mrz_reader.runs import Grey, Strip
from imwu_inbox.adapters.mrz_reader.strip import PITCH_PX, STRIP_HEIGHT_PX, Pixels, even_ink

_OVERSAMPLING = 2
_SIDE_CELLS = 2
_CELLS = {2: 40, 3: 30}
"""Characters expected before the step is known, by number of lines (between 36 and 44 for two)."""
_PERIODS = np.arange(0.72, 1.36, 0.004)
"""Steps tried, as shares of the expected step."""
_SPECTRUM = 8192
_BINS = np.rint(_SPECTRUM / (PITCH_PX * _PERIODS)).astype(np.intp)
"""Where each step stands in a spectrum of that many points."""
_LEAST_LINE_BEAT = 2.5
_LEAST_BEAT = 4.0
_SEGMENTS = 8
_FLAT = 0.06
"""Bow that may be left alone, as a share of the step between characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A zone whose step between characters is known.

    Units: `pitch` in pixels of the page; `beat` tells how clearly the characters keep their step: running text has
    up to 6, printed zones 8 and more.
    """

    zone: Zone
    pitch: float
    beat: float

    @property
    def cells(self) -> float:
        """About how many characters stand on a line."""
        return max(strip.length for strip in self.zone.strips) / self.pitch + 0.25

    def turned_over(self) -> "Ruled":
        """The same lines read from their other end."""
        return replace(self, zone=self.zone.turned_over())


def ruled(page: Grey, zone: Zone) -> Ruled | None:
    """The zone with its strips laid straight along the characters and its step measured; None when it keeps no step."""
    cells = _CELLS[len(zone.strips)]
    expected = max(strip.length for strip in zone.strips) / cells
    bands, powers = [], []
    for strip in zone.strips:
        band = even_ink(_window(page, strip, expected, cells + 2 * _SIDE_CELLS, 2 * STRIP_HEIGHT_PX, finer=1))
        powers.append(_powers(np.clip(band[STRIP_HEIGHT_PX // 2 : -STRIP_HEIGHT_PX // 2], 0, 1).sum(axis=0)))
        if _beat(powers[-1]) < _LEAST_LINE_BEAT:
            return None
        bands.append(band)
    power = np.prod(np.stack(powers), axis=0) ** (1 / len(powers))
    beat = _beat(power)
    if beat < _LEAST_BEAT:
        return None
    pitch = expected * float(_PERIODS[int(power.argmax())])
    laid = zip(zone.strips, bands, strict=True)
    straight = tuple(_straightened(strip, band, expected / PITCH_PX) for strip, band in laid)
    return Ruled(zone=replace(zone, strips=straight), pitch=pitch, beat=beat)


def inks(page: Grey, rule: Ruled, cells: int, look: float) -> list[Pixels]:
    """The lines as the net wants them, with a little room at either end; `look` slightly changes the step.

    Shape: STRIP_HEIGHT_PX rows, (cells + 2 * _SIDE_CELLS) * PITCH_PX columns.
    """
    room = cells + 2 * _SIDE_CELLS
    return [even_ink(_window(page, strip, rule.pitch * look, room, STRIP_HEIGHT_PX)) for strip in rule.zone.strips]


def _window(page: Grey, strip: Strip, pitch: float, cells: int, height_px: int, finer: int = _OVERSAMPLING) -> Pixels:
    """The page around a strip, turned and unbent so that it reads from left to right, taken `finer` and shrunk."""
    width, height = cells * PITCH_PX * finer, height_px * finer
    factor = pitch / (PITCH_PX * finer)
    cosine, sine = strip.across
    linear = np.array([[cosine, -sine], [sine, cosine]]) * factor
    offset = np.array([strip.x, strip.y]) - linear @ np.array([(width - 1) / 2, (height - 1) / 2])
    matrix = np.hstack([linear, offset[:, None]])
    if abs(strip.bow) < _FLAT * pitch:
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        large = cv2.warpAffine(page, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    else:
        across, down = np.arange(width), np.arange(height)[:, None]
        sag = strip.bow / factor * ((across - (width - 1) / 2) * factor * 2 / strip.length) ** 2
        x, y = (row[0] * across + row[1] * (down + sag) + row[2] for row in matrix)
        places = (x.astype(np.float32), y.astype(np.float32))
        large = cv2.remap(page, *places, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    small = cv2.resize(large, (width // finer, height_px), interpolation=cv2.INTER_AREA) if finer > 1 else large
    return np.asarray(small, dtype=np.float32)


def _straightened(strip: Strip, band: Pixels, scale: float) -> Strip:
    """The strip moved, turned and bent onto the middle of its ink.

    Units: `scale` is page pixels for one pixel of the band.
    """
    height, width = band.shape
    rows = np.arange(height, dtype=np.float32) - (height - 1) / 2
    near = np.exp(-((rows / (0.55 * STRIP_HEIGHT_PX)) ** 4))[:, None] * np.clip(band - 0.3, 0, 1)
    places, middles, weights = [], [], []
    for segment in np.array_split(np.arange(_SIDE_CELLS * PITCH_PX, width - _SIDE_CELLS * PITCH_PX), _SEGMENTS):
        ink = near[:, segment].sum(axis=1)
        weight = float(ink.sum())
        if weight > 1:
            places.append(float(segment.mean()) - (width - 1) / 2)
            middles.append(float((ink * rows).sum()) / weight)
            weights.append(math.sqrt(weight))
    if len(places) < _SEGMENTS // 2:
        return strip
    bend, slope, middle = np.polyfit(places, middles, 2, w=weights)
    cosine, sine = strip.across
    down = middle * scale
    return replace(
        strip,
        x=strip.x - sine * down,
        y=strip.y + cosine * down,
        angle=strip.angle + math.atan(slope),
        bow=bend * (strip.length / 2 / scale) ** 2 * scale,
    )


def _powers(profile: NDArray[np.float32]) -> NDArray[np.float64]:
    """How strongly the ink repeats at each of the steps tried."""
    wave = profile - cv2.blur(profile.reshape(1, -1), (4 * PITCH_PX + 1, 1)).ravel()
    powers: NDArray[np.float64] = np.abs(np.fft.rfft(wave * np.hanning(len(wave)), _SPECTRUM)[_BINS])
    return powers


def _beat(powers: NDArray[np.float64]) -> float:
    """How clearly one step stands out from the others tried."""
    return float(powers.max() / (np.median(powers) + 1e-6))
