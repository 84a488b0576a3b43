"""Sizes as English and Canadian French write them. Source: the Translation Bureau's writing tools."""

from math import ceil, floor

from imwu_inbox.domain.mail import Language

NO_BREAK = "\u00a0"


def size_words(size_bytes: float, language: Language, *, up: bool = False) -> str:
    """A size with at most one decimal: `4 MB`, `4,3 Mo`. Units: size_bytes in octets, 1 MB = 1,048,576 of them.

    `up` rounds up, so that a size past the limit never reads like the limit; otherwise down.
    """
    tenths = (ceil if up else floor)(size_bytes / 1_048_576 * 10 - (1e-9 if up else -1e-9))
    if size_bytes < 104_858:
        return f"{ceil(size_bytes / 1024)} {'Ko' if language is Language.FRENCH else 'KB'}"
    number = f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
    return f"{number.replace('.', ',')} Mo" if language is Language.FRENCH else f"{number} MB"
