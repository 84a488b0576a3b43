"""A code on the form, held against the title that the form's list prints beside it. Source: rules 53 and 54.

The list ties each code to its title, so a misread code is mended by a title that was read well, and a code whose title
says something else is doubted.
"""

from collections.abc import Iterable
from dataclasses import replace

from rapidfuzz import fuzz

from imwu_inbox.domain.documents import Source
from imwu_inbox.domain.exemption import CodeRegister, ExemptionCode
from imwu_inbox.domain.folding import folded, squeezed
from imwu_inbox.domain.reading import CodeMention

_LEAST_TITLE = 8
_TITLE_FITS, _TITLE_OF_ANOTHER, _MAY_BE_CUT = 70.0, 90.0, 98.0
_TITLE_SURE, _CODE_ALIKE, _CLEARLY = 85.0, 55.0, 4.0
_REPAIRED, _TITLE_AGAINST, _TITLE_UNREAD = 0.9, 0.4, 0.55
_MOST = 0.6
_DASHES = "—–-"
_LONGEST_HEAD = 12
_ALIKE = str.maketrans("oqdilszbtg", "0001152876")


def believed(mention: CodeMention, text: str, register: CodeRegister) -> CodeMention:
    """A code of the form's list, checked against the title printed beside it.

    Where the title is another code's that differs by one character, the code was misread and that one is meant; where
    it is some other code's, or no title that the list knows, the mention is doubted. Titles of one family differ in a
    word, as those of two trade agreements do: a code's own must fit as well as the best of all. One that was cut off
    may be either's.
    """
    row = register.get(mention.code)
    beside = folded(text.replace(mention.raw, " "))
    if row is None or len(beside) < _LEAST_TITLE:
        return mention
    own = _titled(row, beside)
    best = max((one for one in register.codes if one.kind is row.kind), key=lambda one: _fit(one, beside))
    if own >= _TITLE_FITS and _fit(row, beside) >= _fit(best, beside) - _CLEARLY:
        return mention
    if own >= _MAY_BE_CUT or _titled(best, beside) < _TITLE_OF_ANOTHER or not _is_most_of(best, beside):
        return replace(mention, confidence=round(mention.confidence * _TITLE_UNREAD, 3))
    if len(best.code) == len(row.code) and sum(a != b for a, b in zip(best.code, row.code, strict=True)) == 1:
        return replace(mention, code=best.code, confidence=round(mention.confidence * _REPAIRED, 3))
    return replace(mention, confidence=round(mention.confidence * _TITLE_AGAINST, 3))


def by_title(text: str, register: CodeRegister, *, trust: float) -> CodeMention | None:
    """The code of a list's entry whose code was read badly and whose title well; None where two may be meant."""
    head, title = _parted(text)
    if not head or len(title) < _LEAST_TITLE:
        return None
    scored = sorted(((_entry_score(row, head, title), row.code) for row in register.codes), reverse=True)
    (best, code), (second, _) = scored[:2]
    best_title = max(_titled(row, title) for row in register.codes)
    told = register.get(code)
    if best <= 0 or best - second < _CLEARLY or told is None or best_title - _titled(told, title) > _CLEARLY:
        return None
    return CodeMention(code=code, raw=head, source=Source.FORM, confidence=round(trust * _REPAIRED, 3))


def _parted(text: str) -> tuple[str, str]:
    """What stands before the first dash and what stands after it."""
    at = next((at for at, letter in enumerate(text) if at and letter in _DASHES), 0)
    return (text[:at].strip(), folded(text[at + 1 :])) if 0 < at <= _LONGEST_HEAD else ("", "")


def _entry_score(row: ExemptionCode, head: str, title: str) -> float:
    titled = _titled(row, title)
    coded = fuzz.ratio(squeezed(head).translate(_ALIKE), squeezed(row.code).translate(_ALIKE))
    return titled + coded if titled >= _TITLE_SURE and coded >= _CODE_ALIKE else 0.0


def without_those_in_titles(mentions: Iterable[CodeMention], register: CodeRegister) -> tuple[CodeMention, ...]:
    """The codes without those that only the title of one before them names, as in `F64—Spouses (F61, F62 or F63)`."""
    kept: list[CodeMention] = []
    for mention in mentions:
        rows = [row for one in kept if (row := register.get(one.code)) is not None]
        if not any(mention.code in " ".join(row.titles) for row in rows):
            kept.append(mention)
    return tuple(kept)


def _is_most_of(row: ExemptionCode, beside: str) -> bool:
    """Whether a title is most of what stands beside a code, not the opening words of a longer one."""
    return max(len(folded(title)) for title in row.titles) >= _MOST * len(beside)


def _fit(row: ExemptionCode, beside: str) -> float:
    """How well the words beside a code are this row's title and no more. Units: 0 to 200."""
    return _titled(row, beside) + max(fuzz.ratio(folded(title), beside) for title in row.titles)


def _titled(row: ExemptionCode, beside: str) -> float:
    """How well the words beside a code are the beginning of this row's title, or hold it."""
    titles = (folded(title) for title in row.titles)
    return max(fuzz.partial_ratio(title, beside) if len(title) >= _LEAST_TITLE else 0.0 for title in titles)
