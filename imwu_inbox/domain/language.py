"""Whether a text is English or French, and whether it is language at all."""

import re

from imwu_inbox.domain.folding import folded
from imwu_inbox.domain.mail import Language

_ENGLISH = frozenset(
    [
        "the", "of", "and", "to", "in", "is", "for", "with", "on", "be", "that", "this", "will", "we", "our", "you",
        "your", "have", "has", "by", "are", "at", "from", "as", "it", "an", "or", "not", "can", "would", "please",
        "which", "their", "she", "he", "his", "her", "they", "been", "was", "were", "i", "my", "if", "any", "all",
        "may", "shall",
    ]
)  # fmt: skip
_FRENCH = frozenset(
    [
        "le", "la", "les", "de", "des", "du", "et", "en", "est", "pour", "avec", "sur", "nous", "vous", "notre",
        "votre", "que", "qui", "dans", "une", "un", "au", "aux", "par", "sont", "ne", "pas", "cette", "ce", "ses",
        "son", "sa", "il", "elle", "leur", "je", "ou", "se", "plus", "sera", "ont", "ete", "mon", "mes", "si", "tout",
        "tous", "peut", "doit", "chez",
    ]
)  # fmt: skip
_WORD = re.compile(r"[a-z]+")
_VOWEL = re.compile(r"[aeiouy]")
_BAD_CATEGORIES = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f]")

_FEW_WORDS = 2
_LEAST_LETTERS = 40
_MOST_BAD = 0.05
_LEAST_VOWELS = 0.6
_LEAST_STOP_WORDS = 0.03


def language_of(text: str) -> Language:
    """The official language most of the text's small words belong to; UNDETERMINED when too few tell."""
    words = _WORD.findall(folded(text))
    english = sum(word in _ENGLISH for word in words)
    french = sum(word in _FRENCH for word in words)
    if max(english, french) < _FEW_WORDS or english == french:
        return Language.UNDETERMINED
    if min(english, french) * 1.25 > max(english, french):
        return Language.UNDETERMINED
    return Language.ENGLISH if english > french else Language.FRENCH


def is_readable(text: str) -> bool:
    """Whether a text layer can be trusted, or the page should be read from its pixels.

    Too few letters, letters from nowhere, words without vowels or long runs without a single small word all say no.
    """
    if sum(letter.isalnum() for letter in text) < _LEAST_LETTERS:
        return False
    if len(_BAD_CATEGORIES.findall(text)) > _MOST_BAD * len(text):
        return False
    words = [word for word in _WORD.findall(folded(text)) if len(word) > 1]
    if len(words) > 30 and sum(bool(_VOWEL.search(word)) for word in words) < _LEAST_VOWELS * len(words):
        return False
    small = sum(word in _ENGLISH or word in _FRENCH for word in words)
    return len(words) <= 60 or small >= _LEAST_STOP_WORDS * len(words)
