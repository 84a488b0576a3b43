"""Text as a comparer wants it: no case, no accents, no punctuation, so that anchors meet OCR's spelling."""

import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ﬁ": "fi", "ﬂ": "fl", "’": "'", "‘": "'", "ʼ": "'"})


def without_accents(text: str) -> str:
    """The text with plain letters, its case and its length in words kept."""
    split = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(letter for letter in split if not unicodedata.combining(letter))


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Lower-case words of letters and digits, one space between them."""
    plain = without_accents(text.lower())
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def squeezed(text: str) -> str:
    """The folded text without its spaces, for words that OCR ran together or broke apart."""
    return folded(text).replace(" ", "")
