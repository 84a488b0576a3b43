"""The words of a page's pixels, by tesseract through pytesseract.

The page is shrunk and set straight first, and goes to the program as a plain TIFF file, which it takes up fastest.
"""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import cv2
import numpy as np
import pytesseract
from PIL import Image

from imwu_inbox.adapters.tesseract_ocr.cuttings import cut_out
from imwu_inbox.adapters.tesseract_ocr.pixels import (
    Grey,
    enlarged,
    ink_share,
    lies_on_its_side,
    plain_sized,
    set_straight,
    sized,
    tick_boxes,
    without_rules,
)
from imwu_inbox.domain.documents import Box, Page, PageImage, TextSource, Word
from imwu_inbox.domain.folding import folded
from imwu_inbox.domain.form_marks import EMPTY_BOX, TICKED_BOX
from imwu_inbox.domain.language import is_readable
from imwu_inbox.ports.ocr_engine import OcrReading

_LEAST_INK = 0.0004
_GOOD_CONFIDENCE = 0.72
_FAIR_CONFIDENCE = 0.5
_GOOD_WORDS, _FEW_GOOD_WORDS = 12, 4
_HIGH_CONFIDENCE = 0.85
_ENOUGH_SILENCE = 2
_ALONE, _BLOCKS, _ROWS, _SCATTERED = 3, 4, 6, 11
"""Ways to cut a page into lines. Source: tesseract --help-psm."""
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


class TesseractOcr:
    """Reads pages in French and English; satisfies `ports.ocr_engine.OcrEngine`."""

    def __init__(self, *, seconds_per_page: float) -> None:
        """Set how long one page may take in all its tries. Units: seconds."""
        self._seconds = seconds_per_page

    def __call__(self, image: PageImage, *, number: int) -> OcrReading:
        """The words of the page, upright and straight; an empty page when nothing could be read in time."""
        until = time.monotonic() + self._seconds
        grey = sized(np.frombuffer(image.grey, np.uint8).reshape(image.height_px, image.width_px))
        ink = ink_share(grey)
        empty = _reading(grey, (), number, image, grey.shape[1] / image.width_px, ink, 0)
        if ink < _LEAST_INK:
            return empty
        best = empty
        speechless = 0
        for turn in (90, 270, 0, 180) if lies_on_its_side(grey) else (0, 180, 90, 270):
            turned = cv2.rotate(grey, _TURNS[turn]) if turn else grey
            tried = self._upright(np.ascontiguousarray(turned), number, image, ink, turn, until)
            if tried is not None and _merit(tried) > _merit(best):
                best = tried
            speechless += tried is None or not tried.page.words
            if _is_good(best) or speechless >= _ENOUGH_SILENCE or time.monotonic() > until:
                break
        return best

    def closely(self, image: PageImage, *, number: int, rows: tuple[float, float] = (0.0, 1.0)) -> OcrReading:
        """The scattered words of a part of an upright page, enlarged, its tick boxes seen before."""
        grey = np.frombuffer(image.grey, np.uint8).reshape(image.height_px, image.width_px)
        top, bottom = (min(image.height_px, max(0, round(row * image.height_px))) for row in rows)
        boxes, bare = tick_boxes(grey)
        part = enlarged(without_rules(bare)[top:bottom]) if bottom > top else grey[:0]
        found = _read(part, "fra", _SCATTERED, self._seconds) if part.size else ()
        seen = boxes + tuple(_lowered(word, top / image.height_px, (bottom - top) / image.height_px) for word in found)
        return _reading(grey, seen, number, image, 1.0, ink_share(grey), 0)

    def within(self, image: PageImage, *, boxes: Sequence[Box]) -> tuple[tuple[Word, ...], ...]:
        """The words in each of these boxes of an upright page, each cut out, enlarged and read by itself."""
        grey = np.frombuffer(image.grey, np.uint8).reshape(image.height_px, image.width_px)
        cut = cut_out(grey, without_rules(grey), boxes)
        words = _read(cut.sheet, "fra", _ROWS, self._seconds) if cut is not None else ()
        return cut.by_box(words, len(boxes)) if cut is not None else ((),) * len(boxes)

    def _upright(
        self, grey: Grey, number: int, image: PageImage, ink: float, turn: int, until: float
    ) -> OcrReading | None:
        """The page as it lies, set straight; a second way of cutting it into lines where the first reads badly."""
        straight, tilt = set_straight(grey)
        boxes, bare = tick_boxes(straight)
        bare = without_rules(bare)
        # A form wants its small print large and its rows kept whole; running text reads as well smaller, in blocks.
        bare, cut = (bare, _ROWS) if boxes else (plain_sized(bare), _BLOCKS)
        scale = max(grey.shape) / max(image.width_px, image.height_px)
        best: OcrReading | None = None
        for languages, way in (("fra", cut), ("eng+fra", _ALONE)):
            words = boxes + _read(bare, languages, way, until - time.monotonic())
            tried = _reading(straight, words, number, image, scale, ink, turn)
            tried = replace(tried, page=replace(tried.page, straightened_degrees=tilt))
            if best is None or _merit(tried) > _merit(best):
                best = tried
            if _is_good(best) or _is_hopeless(best):
                break
        return best


def _read(grey: Grey, languages: str, cut: int, seconds: float) -> tuple[Word, ...]:
    """Run the program once; no words when its time is up or it fails."""
    if seconds <= 0:
        return ()
    with tempfile.TemporaryDirectory(prefix="imwu-ocr-") as folder:
        file = Path(folder, "page.tif")
        Image.fromarray(grey).save(file, compression=None)
        try:
            table = pytesseract.image_to_data(
                str(file), lang=languages, config=f"--psm {cut} --dpi 200", timeout=max(0.5, seconds)
            )
        except (RuntimeError, pytesseract.TesseractError, OSError):
            return ()
    return tuple(_words(str(table), grey.shape[1], grey.shape[0]))


def _lowered(word: Word, top: float, share: float) -> Word:
    """A word of a part of the page in its place on the whole. Units: fractions of the page's height."""
    left, above, right, below = word.box
    return replace(word, box=(left, top + share * above, right, top + share * below))


def _words(table: str, wide: int, high: int) -> list[Word]:
    """The rows of tesseract's table that hold a word. Source: tesseract TSV, level 5."""
    words = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, width, height = (int(cell) for cell in cells[6:10])
        box = (left / wide, top / high, (left + width) / wide, (top + height) / high)
        words.append(Word(text=cells[11].strip(), box=box, confidence=max(0.0, float(cells[10])) / 100))
    return words


def _reading(
    grey: Grey, words: tuple[Word, ...], number: int, image: PageImage, scale: float, ink: float, turn: int
) -> OcrReading:
    letters = [word for word in words if len(folded(word.text)) > 1]
    words = words if letters else ()
    confidence = fmean(word.confidence for word in letters) if letters else 0.0
    lines: list[str] = []
    last: Word | None = None
    for word in (one for one in words if one.text not in (EMPTY_BOX, TICKED_BOX)):
        goes_on = last is not None and last.box[1] <= (word.box[1] + word.box[3]) / 2 <= last.box[3]
        if goes_on and word.box[0] >= (last.box[0] if last else 0):
            lines[-1] += " " + word.text
        else:
            lines.append(word.text)
        last = word
    page = Page(
        number=number,
        source=TextSource.OCR if words else TextSource.NONE,
        words=words,
        text="\n".join(lines),
        confidence=round(confidence, 3),
        turned_degrees=turn,
    )
    upright = PageImage(
        width_px=grey.shape[1], height_px=grey.shape[0], dpi=max(1, round(image.dpi * scale)), grey=grey.tobytes()
    )
    return OcrReading(page=page, image=upright, ink_share=ink)


def _good_words(reading: OcrReading) -> int:
    return sum(word.confidence > 0.6 and len(folded(word.text)) > 2 for word in reading.page.words)


def _merit(reading: OcrReading) -> float:
    return _good_words(reading) * reading.page.confidence


def _is_good(reading: OcrReading) -> bool:
    good, confidence = _good_words(reading), reading.page.confidence
    if good >= _FEW_GOOD_WORDS and confidence >= _HIGH_CONFIDENCE:
        return True
    return is_readable(reading.page.text) and good >= _GOOD_WORDS and confidence >= _GOOD_CONFIDENCE


def _is_hopeless(reading: OcrReading) -> bool:
    """Whether the page, as it lies, gave so little that another turn is worth more than another cut."""
    return reading.page.confidence < _FAIR_CONFIDENCE and _good_words(reading) < _GOOD_WORDS
