"""French words whose circumflex over an i is lost on coarse scans, where it looks like the dot that an i has.

Only words that mean nothing else without it. Since 1990 they may be spelled either way, so no meaning changes.
"""

import re

_STEMS = (
    "entraîne", "entraîné", "entraîna", "traînée", "maître", "maîtri", "contremaître", "chaîne", "fraîche", "fraîchi",
    "connaître", "connaîtra", "reconnaître", "paraître", "apparaître", "comparaître", "disparaître", "naître",
    "renaître", "cloître", "boîte", "boîtier", "enchaîne", "surcroît", "abîme", "dîner", "gîte", "huître", "île",
)  # fmt: skip
_LOST = re.compile(rf"\b(?:{'|'.join(stem.replace('î', '(?:[iï][iîï]?)') for stem in _STEMS)})", re.IGNORECASE)
_DOTTED = re.compile(r"[iï][iîï]?", re.IGNORECASE)
_OR = re.compile(r"\boù(?= (?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)\b)")
_PLAIN = {stem.replace("î", "i"): stem for stem in _STEMS}


def with_circumflex(text: str) -> str:
    """The text with these words as the dictionary has them, and `ou` before a number without an accent."""
    return _LOST.sub(lambda found: _spelled(found[0]), _OR.sub("ou", text))


def _spelled(start: str) -> str:
    """The start of a word in the dictionary's letters, and its own case."""
    start = _DOTTED.sub(lambda found: found[0][0], start)
    stem = _PLAIN[start.lower().replace("ï", "i")]
    return "".join(own.upper() if letter.isupper() else own for own, letter in zip(stem, start, strict=True))
