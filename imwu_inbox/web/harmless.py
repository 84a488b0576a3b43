"""What others wrote, made harmless to look at: it stays text, in its own direction, and hides nothing."""

import unicodedata

_LONGEST = 4000
_SHOWN_FOR_HIDDEN = "\N{REPLACEMENT CHARACTER}"
_KEPT = frozenset("\n\t")
_HIDING = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
"""Categories of characters that are not seen themselves and may turn others around or hide them."""
_JOINERS = frozenset("\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{SOFT HYPHEN}")
"""Some languages and line breaks need these, and they turn nothing around."""


def shown(text: object, longest: int = _LONGEST) -> str:
    """The text as it may stand on a page: overrides and controls as a visible mark, cut where it is very long.

    Units: `longest` in characters. Source: Unicode UAX 9 (bidirectional controls).
    """
    whole = str(text)
    cut = whole if len(whole) <= longest else whole[: longest - 1] + "\N{HORIZONTAL ELLIPSIS}"
    if cut.isprintable():  # nearly every text, at a hundredth of the cost
        return cut
    return "".join(_seen(one) for one in cut.replace("\r\n", "\n").replace("\r", "\n"))


def _seen(character: str) -> str:
    if character in _KEPT or character in _JOINERS or unicodedata.category(character) not in _HIDING:
        return character
    return _SHOWN_FOR_HIDDEN
