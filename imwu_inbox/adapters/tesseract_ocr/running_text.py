"""Bands of running text read by the model of the language they are in, which lies ready.

The model of French reads English too, but "a" as "à" and "rn" as "m": 0.6 % errors on contracts where that of English
has 0.3 %; that of English has ten times as many on French. Most requests are in English, so that is tried first.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from imwu_inbox.adapters.tesseract_ocr.bands import Band
from imwu_inbox.adapters.tesseract_ocr.library import ReadyModel
from imwu_inbox.adapters.tesseract_ocr.merit import FAIR_CONFIDENCE
from imwu_inbox.adapters.tesseract_ocr.program import ENGLISH, FRENCH, ROWS, SQUEEZE
from imwu_inbox.domain.documents import Word
from imwu_inbox.domain.language import language_of
from imwu_inbox.domain.mail import Language

_ENOUGH_WORDS, _TELLING_LINES, _FEWEST_LINES = 12, 3, 2

Words = tuple[Word, ...]
ModelOf = Callable[[str], ReadyModel | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tongue:
    """What reads a language, and how narrow it bears its letters. Units: share of their width."""

    model: str
    squeeze: float


_TONGUES = {
    Language.FRENCH: _Tongue(model=FRENCH, squeeze=SQUEEZE),
    Language.ENGLISH: _Tongue(model=ENGLISH, squeeze=0.9),
}


def running_text(model_of: ModelOf, pages: Sequence[Sequence[Band]], until: float) -> list[Words]:
    """The words of each band of these pages of one file; a language goes on until a band says another.

    Units: `until` in seconds of the steady clock.
    """
    reader = _Reader(model_of, until)
    return [words for bands in pages for words in reader.page(bands)]


class _Reader:
    """Reads pages that follow one another."""

    def __init__(self, model_of: ModelOf, until: float) -> None:
        self._model_of = model_of
        self._until = until
        self._language = Language.ENGLISH if model_of(ENGLISH) is not None else Language.FRENCH

    def page(self, bands: Sequence[Band]) -> list[Words]:
        """The words of each band; the rest are left where the first say that the page lies otherwise."""
        found: list[Words] = [()] * len(bands)
        seen: list[float] = []
        for at in sorted(range(len(found)), key=lambda one: _telling(bands[one])):
            if time.monotonic() > self._until or (len(seen) >= _ENOUGH_WORDS and fmean(seen) < FAIR_CONFIDENCE):
                break
            found[at] = self._to_its_edges(bands[at], self._in_its_language(bands[at]))
            seen += [word.confidence for word in found[at]]
        return found

    def _in_its_language(self, band: Band) -> Words:
        words = self._read(band, self._language) or ()
        told = language_of(" ".join(word.text for word in words))
        if told not in _TONGUES or told is self._language:
            return words
        again = self._read(band, told)
        if again is None:
            return words
        self._language = told
        return again

    def _to_its_edges(self, band: Band, words: Words) -> Words:
        """The words with those of a first or last line that was passed over, as a title among smaller print may be."""
        if not words or band.lines < _FEWEST_LINES:
            return words
        first, last = min(word.box[1] for word in words), max(word.box[3] for word in words)
        above = self._part(band, 0.0, first) if first > 1 / band.lines else ()
        below = self._part(band, last, 1.0) if last < 1 - 1 / band.lines else ()
        return above + words + below

    def _part(self, band: Band, first: float, last: float) -> Words:
        """The words between two rows of a band. Units: fractions of its height, for their boxes too."""
        part = band.between(first, last)
        return tuple(part.on_page(self._read(part, self._language) or ()))

    def _read(self, band: Band, language: Language) -> Words | None:
        """The words; None where the model of the language does not lie ready, or no time is left."""
        tongue = _TONGUES[language]
        ready, left = self._model_of(tongue.model), self._until - time.monotonic()
        return (
            ready(band.picture(tongue.squeeze), ROWS, left, light_print=True)
            if ready is not None and left > 0
            else None
        )


def _telling(band: Band) -> tuple[bool, int]:
    """Sorts what tells soonest first: a few lines tell language and pose, and cost least if they are read once more."""
    is_telling = band.lines >= _TELLING_LINES
    return not is_telling, band.part.size if is_telling else -band.part.size
