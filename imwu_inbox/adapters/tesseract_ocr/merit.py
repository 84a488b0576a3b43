"""How well a page was read: whether that is enough, and whether another look is worth its time."""

from imwu_inbox.domain.folding import folded
from imwu_inbox.domain.language import is_readable
from imwu_inbox.ports.ocr_engine import OcrReading

_GOOD_CONFIDENCE = 0.72
FAIR_CONFIDENCE = 0.5
"""Under it a page lies otherwise than it was read, or is next to unreadable."""
_GOOD_WORDS, _FEW_GOOD_WORDS = 12, 4
_HIGH_CONFIDENCE = 0.85


def merit(reading: OcrReading) -> float:
    """A figure by which two readings of one page are compared."""
    return _good_words(reading) * reading.page.confidence


def is_good(reading: OcrReading) -> bool:
    """Whether the page is read well enough to be left alone."""
    good, confidence = _good_words(reading), reading.page.confidence
    if good >= _FEW_GOOD_WORDS and confidence >= _HIGH_CONFIDENCE:
        return True
    return is_readable(reading.page.text) and good >= _GOOD_WORDS and confidence >= _GOOD_CONFIDENCE


def is_hopeless(reading: OcrReading) -> bool:
    """Whether the page, as it lies, gave so little that another turn is worth more than another cut."""
    return reading.page.confidence < FAIR_CONFIDENCE and _good_words(reading) < _GOOD_WORDS


def _good_words(reading: OcrReading) -> int:
    return sum(word.confidence > 0.6 and len(folded(word.text)) > 2 for word in reading.page.words)
