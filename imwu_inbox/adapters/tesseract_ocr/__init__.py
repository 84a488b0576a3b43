"""The words of pages' pixels, by tesseract through pytesseract.

A page is shrunk and set straight first, and goes to the program as a plain TIFF file, which it takes up fastest.
All pages of a kind go by one start of the program; only what is read badly is looked at in other ways.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice

import numpy as np

from imwu_inbox.adapters.tesseract_ocr.cuttings import Print, cut_out
from imwu_inbox.adapters.tesseract_ocr.grain import without_grain
from imwu_inbox.adapters.tesseract_ocr.letters import misses_letters
from imwu_inbox.adapters.tesseract_ocr.library import ReadyModel, ready_model
from imwu_inbox.adapters.tesseract_ocr.light import Grey, ink_share
from imwu_inbox.adapters.tesseract_ocr.merit import is_good, is_hopeless, merit
from imwu_inbox.adapters.tesseract_ocr.pixels import tick_boxes, without_rules
from imwu_inbox.adapters.tesseract_ocr.program import ALONE, BLOCKS, BOTH, ENGLISH, FRENCH, NAMES, ROWS, SCATTERED, read
from imwu_inbox.adapters.tesseract_ocr.running_text import running_text
from imwu_inbox.adapters.tesseract_ocr.sheet import Pose, Sheet, boxes_and_print, page_of
from imwu_inbox.adapters.tesseract_ocr.sizes import enlarged
from imwu_inbox.adapters.tesseract_ocr.slips import SlipReader
from imwu_inbox.domain.documents import Box, PageImage, Word
from imwu_inbox.domain.second_look import BoxesWanted
from imwu_inbox.ports.ocr_engine import OcrReading, PrintSight

_ENOUGH_SILENCE = 3
"""Upside down, print may say nothing, and so may print on its side; what is silent in three turns says nothing."""
_BOXES_OF_A_FORM = 6
_SMALLER = 0.7
_FORM_PAGES = 2
"""Kept without their lines for a second look, which comes as soon as the file's pages are read: 4 MB each."""
_ORDER = ((ROWS, False), (ROWS, True), (BLOCKS, False))
"""Forms first, then running text in bands, then all else: how pages are cut, and whether into bands."""
_SHARE_TOGETHER = 0.6
"""Of the time left, so that pages of which one holds up the others can still be read one by one."""


class TesseractOcr:
    """Reads pages in French and English; satisfies `ports.ocr_engine.OcrEngine`."""

    def __init__(self, *, seconds_per_page: float, model: Callable[[str], ReadyModel | None] = ready_model) -> None:
        """Set how long one page may take in all its tries, and where models lie ready. Units: seconds."""
        self._seconds = seconds_per_page
        self._model = model
        self._slips = SlipReader(model=model)
        self._bare: deque[tuple[bytes, Grey]] = deque(maxlen=_FORM_PAGES)

    def __call__(
        self, images: Mapping[int, PageImage], *, seconds: float, known: PrintSight | None = None
    ) -> dict[int, OcrReading]:
        """The words of each page, upright and straight; forms are read first, and each page at its best."""
        until = time.monotonic() + seconds
        sheets = [Sheet(image, number) for number, image in images.items()]
        readings = {sheet.number: sheet.blank() for sheet in sheets if sheet.is_blank}
        poses = [(sheet, sheet.posed(sheet.turns[0])) for sheet in sheets if not sheet.is_blank]
        if known is not None:
            readings |= self._by_boxes(poses, known)
            poses = [(sheet, pose) for sheet, pose in poses if sheet.number not in readings]
        first: dict[int, tuple[Word, ...]] = {}
        for cut, banded in sorted({(pose.cut, bool(pose.bands)) for _, pose in poses}, key=_ORDER.index):
            alike = [(sheet.number, pose) for sheet, pose in poses if (pose.cut, bool(pose.bands)) == (cut, banded)]
            first |= self._together(alike, until)
        for sheet, pose in poses:
            if sheet.number in first or time.monotonic() < until:
                best = self._at_its_best(sheet, pose, first.get(sheet.number), until)
                readings[sheet.number] = best
                if pose.boxes and best.page.turned_degrees == pose.turn:
                    self._bare.append((best.image.grey, pose.bare))
        return readings

    def shows_boxes(self, image: PageImage) -> bool:
        """Whether a page shows as many tick boxes as the form's pages do at least."""
        sheet = Sheet(image, 1)
        return not sheet.is_blank and len(sheet.posed(sheet.turns[0]).boxes) >= _BOXES_OF_A_FORM

    def closely(self, image: PageImage, *, number: int, rows: tuple[float, float] = (0.0, 1.0)) -> OcrReading:
        """The scattered words of a part of an upright page, enlarged, its tick boxes seen before."""
        grey = np.frombuffer(image.grey, np.uint8).reshape(image.height_px, image.width_px)
        top, bottom = (min(image.height_px, max(0, round(row * image.height_px))) for row in rows)
        boxes, bare = tick_boxes(grey)
        part = enlarged(without_rules(bare)[top:bottom]) if bottom > top else grey[:0]
        (found,) = (read([part], FRENCH, SCATTERED, self._seconds) if part.size else None) or ((),)
        seen = boxes + tuple(_lowered(word, top / image.height_px, (bottom - top) / image.height_px) for word in found)
        return OcrReading(page=page_of(seen, number), image=image, ink_share=ink_share(grey))

    def within(self, wanted: Sequence[BoxesWanted]) -> tuple[dict[Box, tuple[Word, ...]], ...]:
        """The words in each of these boxes of upright pages, each cut out, enlarged and read by itself."""
        return self._within([self._without_rules(one.image) for one in wanted], wanted)

    def _by_boxes(self, poses: Sequence[tuple[Sheet, Pose]], known: PrintSight) -> dict[int, OcrReading]:
        """The pages whose print is known, of which only the boxes wanted are read; one may stand upside down."""
        seen: list[tuple[Sheet, Pose, BoxesWanted]] = []
        for sheet, first in poses:
            for turn in sheet.turns[:2] if len(first.boxes) >= _BOXES_OF_A_FORM else ():
                pose = first if turn == first.turn else sheet.posed(turn)
                bare = sheet.read_as(pose, ())
                wanted = known(replace(bare.page, words=pose.boxes), bare.image)
                if wanted is not None:
                    seen.append((sheet, pose, wanted))
                    break
        found = self._within([pose.bare for _, pose, _ in seen], [wanted for *_, wanted in seen])
        return {
            sheet.number: replace(sheet.read_as(pose, tuple(chain(*words.values()))), within=words)
            for (sheet, pose, _), words in zip(seen, found, strict=True)
        }

    def _within(self, bare: Sequence[Grey], wanted: Sequence[BoxesWanted]) -> tuple[dict[Box, tuple[Word, ...]], ...]:
        """The words in boxes of pages without lines."""
        prints = [Print(one) for one in bare]
        found: list[dict[Box, tuple[Word, ...]]] = [dict.fromkeys(one.all, ()) for one in wanted]
        for languages, boxes in (
            (FRENCH, [one.boxes for one in wanted]),
            (NAMES, [one.names for one in wanted]),
            (ENGLISH, [one.english for one in wanted]),
        ):
            allowed = len(wanted) * self._seconds
            told = self._cut_and_read(prints, boxes, languages, allowed)
            # A line is now and then passed over, whatever stands beside it: a little smaller it is read.
            lost = [[box for box, words in own.items() if not words] for own in told]
            again = self._cut_and_read(prints, lost, languages, allowed, enlarged=_SMALLER) if any(lost) else told
            for own, first, second in zip(found, told, again, strict=True):
                own.update(first | {box: words for box, words in second.items() if words})
        return tuple(found)

    def _cut_and_read(
        self,
        prints: Sequence[Print],
        boxes: Sequence[Sequence[Box]],
        languages: str,
        seconds: float,
        *,
        enlarged: float = 1.0,
    ) -> list[dict[Box, tuple[Word, ...]]]:
        """The words in those boxes of each page that show any ink. Units: seconds in all."""
        cuts = [cut_out(print_, own, enlarged=enlarged) for print_, own in zip(prints, boxes, strict=True)]
        words = iter(self._slips([cut.sheet for cut in cuts if cut], languages, seconds))
        return [cut.by_box(next(words, ())) if cut is not None else {} for cut in cuts]

    def _without_rules(self, image: PageImage) -> Grey:
        """A page without the lines of a form, as it was first read or made anew."""
        kept = next((bare for known, bare in self._bare if known is image.grey), None)
        if kept is not None:
            return kept
        grey = np.frombuffer(image.grey, np.uint8).reshape(image.height_px, image.width_px)
        return boxes_and_print(grey)[1]

    def _together(self, pages: Sequence[tuple[int, Pose]], until: float) -> dict[int, tuple[Word, ...]]:
        """The words of pages that are cut alike, read in one go; none where that took too long."""
        left = until - time.monotonic()
        allowed = min(left * (_SHARE_TOGETHER if len(pages) > 1 else 1), self._seconds * (1 + len(pages)) / 2)
        found = self._read([pose for _, pose in pages], allowed)
        if found is None:
            return {}
        own = iter(found)
        return {number: pose.words_in(tuple(islice(own, pose.parts))) for number, pose in pages}

    def _at_its_best(self, sheet: Sheet, pose: Pose, words: tuple[Word, ...] | None, until: float) -> OcrReading:
        """The page in the turn in which it says most; a page that was slow in company is read once more by itself."""
        until = min(until, time.monotonic() + self._seconds)
        best = sheet.blank()
        speechless = 0
        for turn in sheet.turns:
            tried = self._upright(sheet, pose if turn == pose.turn else sheet.posed(turn), words, until)
            words = None
            if merit(tried) > merit(best):
                best = tried
            speechless += not tried.page.words
            if is_good(best) or speechless >= _ENOUGH_SILENCE or time.monotonic() > until:
                break
        best = self._whole(sheet, best, until) if is_hopeless(best) and best.page.words else best
        return best if is_good(best) or not sheet.is_grainy else max(best, self._cleared(sheet, until), key=merit)

    def _cleared(self, sheet: Sheet, until: float) -> OcrReading:
        """A page whose grain is evened out, read as a whole; the other way up where it says next to nothing."""
        best = sheet.blank()
        for turn in sheet.turns[:2]:
            if time.monotonic() < until and is_hopeless(best):
                pose = sheet.posed(turn)
                (words,) = read([without_grain(pose.whole)], FRENCH, BLOCKS, until - time.monotonic()) or ((),)
                best = max(best, sheet.read_as(pose, words), key=merit)
        return best

    def _whole(self, sheet: Sheet, best: OcrReading, until: float) -> OcrReading:
        """A page of which only some bands were read, as they were hopeless, read as a whole."""
        pose = sheet.posed(best.page.turned_degrees)
        (words,) = (read([pose.print], FRENCH, BLOCKS, until - time.monotonic()) if pose.bands else None) or ((),)
        return max(best, sheet.read_as(pose, words), key=merit)

    def _upright(self, sheet: Sheet, pose: Pose, words: tuple[Word, ...] | None, until: float) -> OcrReading:
        """The page as it lies; a second way of cutting it into lines where the first reads badly."""
        if words is None:
            found = self._read([pose], until - time.monotonic())
            words = pose.words_in(found) if found is not None else ()
        best = sheet.read_as(pose, words)
        overlooked = not pose.boxes and misses_letters(pose.print, words)
        if is_hopeless(best) or (is_good(best) and not overlooked):
            return best
        another = BLOCKS if pose.cut == ROWS else ROWS
        languages, cut = (FRENCH, another) if is_good(best) else (BOTH, ALONE)
        (words,) = read([pose.print], languages, cut, until - time.monotonic()) or ((),)
        return max(best, sheet.read_as(pose, words), key=merit)

    def _read(self, poses: Sequence[Pose], seconds: float) -> tuple[tuple[Word, ...], ...] | None:
        """The words of each picture of pages that are cut alike; None when time was up. Units: seconds in all.

        Bands are small, and of print that reads well: they go to the model that lies ready, all else to the program,
        which can be ended.
        """
        if not poses[0].bands or self._model(FRENCH) is None:
            return read([picture for pose in poses for picture in pose.pictures], FRENCH, poses[0].cut, seconds)
        until = time.monotonic() + seconds
        found = running_text(self._model, [pose.bands for pose in poses], until)
        return tuple(found) if time.monotonic() <= until else None


def _lowered(word: Word, top: float, share: float) -> Word:
    """A word of a part of the page in its place on the whole. Units: fractions of the page's height."""
    left, above, right, below = word.box
    return replace(word, box=(left, top + share * above, right, top + share * below))
