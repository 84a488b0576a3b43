"""What the models take for other signs of much the same look, told by what stands around it on the page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from imwu_inbox.domain.documents import Word

_BULLET, _READ_FOR_BULLETS = "•", frozenset("+*»«°®©")
_DASH, _READ_FOR_DASHES = "–", "~"
_ITEM = re.compile(r"(\d{1,3})[.,]")
_MARK = re.compile(r"(?P<opens>(?<!\w)(?:[“‘\"](?=[^\W\d])|[“\"](?=\d)))|[”’\"'](?!\w)")
_STRAIGHT, _SLANTED = '"', frozenset("“”")
_LONGEST_QUOTE = 12
"""Words between two quotation marks that are looked at together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """A quotation mark: its word, its place in that word, and what it was read as."""

    word: int
    place: int
    opens: bool
    sign: str


def as_set(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with the points and numbers of a list, dashes and quotation marks as they were printed."""
    return _quoted(_numbered(_dashed(_bulleted(words))))


def goes_on(one: Word | None, other: Word | None) -> bool:
    """Whether a word stands after another on its line."""
    if one is None or other is None:
        return False
    return one.box[1] <= (other.box[1] + other.box[3]) / 2 <= one.box[3] and other.box[0] >= one.box[0]


def _bulleted(words: Sequence[Word]) -> tuple[Word, ...]:
    """The points before the items of a list as what they are; the models know no such letter."""
    around = zip((None, *words), words, (*words[1:], None), strict=False)
    return tuple(
        replace(word, text=_BULLET)
        if word.text in _READ_FOR_BULLETS and not goes_on(before, word) and goes_on(word, after)
        else word
        for before, word, after in around
    )


def _dashed(words: Sequence[Word]) -> tuple[Word, ...]:
    """A dash that stands alone, which the model of English takes for a tilde."""
    return tuple(replace(word, text=_DASH) if word.text == _READ_FOR_DASHES else word for word in words)


def _numbered(words: Sequence[Word]) -> tuple[Word, ...]:
    """The number of an item with its point, not a comma, where the item before or after bears the next number."""
    found = list(words)
    items = [at for at, word in enumerate(words) if _ITEM.fullmatch(word.text) and _begins(words, at)]
    for one, other in pairwise(items):
        if int(words[other].text[:-1]) - int(words[one].text[:-1]) == 1:
            for at in (one, other):
                found[at] = replace(words[at], text=f"{words[at].text[:-1]}.")
    return tuple(found)


def _begins(words: Sequence[Word], at: int) -> bool:
    """Whether a line begins with this word and goes on."""
    before, after = words[at - 1] if at else None, words[at + 1] if at + 1 < len(words) else None
    return not goes_on(before, words[at]) and goes_on(words[at], after)


def _quoted(words: Sequence[Word]) -> tuple[Word, ...]:
    """Quotation marks that are double on one side of a few words as double ones on the other.

    A page that is set with slanted marks has no straight ones. A single one that nothing ends is a speck.
    """
    marks = [
        _Mark(word=at, place=sign.start(), opens=sign["opens"] is not None, sign=sign.group())
        for at, word in enumerate(words)
        for sign in _MARK.finditer(word.text)
    ]
    is_slanted = any(mark.sign in _SLANTED for mark in marks)
    texts = [word.text for word in words]
    for number, opening in reversed([*enumerate(marks)]):
        if not opening.opens:
            continue
        closing = _closing(opening, marks[number + 1 :])
        if closing is None:
            _set(texts, opening, "" if opening.sign == "‘" else opening.sign)
        elif _is_double(opening.sign, closing.sign, is_slanted=is_slanted):
            _set(texts, closing, "”")
            _set(texts, opening, "“")
    return tuple(replace(word, text=text) for word, text in zip(words, texts, strict=True))


def _set(texts: list[str], mark: _Mark, sign: str) -> None:
    text = texts[mark.word]
    texts[mark.word] = text[: mark.place] + sign + text[mark.place + 1 :]


def _is_double(opening: str, closing: str, *, is_slanted: bool) -> bool:
    """Whether two marks around some words are double ones, slanted where any on the page is."""
    signs = {opening, closing}
    return bool(signs & _SLANTED) or signs == {"‘", _STRAIGHT} or (is_slanted and _STRAIGHT in signs)


def _closing(opening: _Mark, after: Sequence[_Mark]) -> _Mark | None:
    """The mark that ends what another opens: the first double one before the next opening, else the first of all."""
    ends = list(takewhile(lambda mark: not mark.opens and mark.word - opening.word <= _LONGEST_QUOTE, after))
    return next((mark for mark in ends if mark.sign in {"”", _STRAIGHT}), ends[0] if ends else None)
