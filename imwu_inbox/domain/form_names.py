"""Names of people as OCR misreads them on coarse scans, and what they can only be."""

import re

from imwu_inbox.domain.folding import folded

_READ_AS_ONE_TOO = re.compile(r"(?<=[^\W\d_])1(?=[li][^\W\d_])|(?<!\w)1(?=[li][^\W\d_]{2})")
_READ_TWICE = re.compile(r"\b([CKVWXZ])(?=[a-z])(?i:\1)|\b([ckvwxz])(?=[CKVWXZ][a-z])")
_HALF_JOINED = re.compile(r"(?<=\w) -(?=\w)|(?<=\w)- (?=\w)")
_RARE = re.compile(r"[\u1e00-\u1effħŧđışțğ]")
_BASE = str.maketrans("ħŧđı", "htdi")
_TURKISH = re.compile(r"[ğşİı](?=.*[ğşİ])|[ğşİ]")
_NOUGHT = re.compile(r"\b0O?(?=[’'])(?:([’'])[’'])?(?=[’']?[^\W\d_])")
_ARTICLE = re.compile(r"(?<=\b[AE])(?:1\b|I(?= [^\W\d_][a-zà-ÿ]))")
_STRAY = re.compile(r"^[‘“\-–](?=\w)")
_SMALL_LIKE_LARGE = re.compile(r"\b[csuvwxzçćčšśşžźżöôóőúùüűý](?=[^\W\d_]{2})")
_SHARP_S = re.compile(r"(?<=[^\W\dA-ZÀ-Þ])(?:RB|ßB|Rß)(?=[a-zà-ÿ]|$)")
_LARGE_WITHIN = re.compile(r"(?<=[a-zß-ÿ])[À-ÖØ-Þ](?=[a-zß-ÿ])")
_PARTICLES = frozenset((
    "san", "santa", "sri", "uit", "und", "van", "vander", "vom", "von", "ver", "voor", "wal", "zum", "zur",
))  # fmt: skip


def once(text: str) -> str:
    """A letter of one stroke is sometimes read twice, as a figure and as itself: `1ltée`, `Tro1is`."""
    return _READ_AS_ONE_TOO.sub("", text)


def name_mended(text: str) -> str:
    """A letter read twice, large and small or with a speck as its dot, stands once: `Wwhitlock`, `Fiọorenza`.

    A hyphen joins what stands on both sides of it; a name has no figures, and no small letter where its other parts
    begin with large ones. A sharp s is read as two large letters.
    """
    letters = _HALF_JOINED.sub(
        "-", _READ_TWICE.sub(r"\1", _ARTICLE.sub("l", _NOUGHT.sub(r"O\1", once(_STRAY.sub("", text)))))
    )
    letters = _LARGE_WITHIN.sub(lambda found: found[0].lower(), _SHARP_S.sub("ß", letters))
    kept = "".join(letter for at, letter in enumerate(letters) if not _is_read_twice(letters, at))
    kept = kept if _TURKISH.search(kept) else kept.replace("ı", "i")
    return " ".join(_begun_large(word, kept) for word in kept.split(" "))


def _is_read_twice(letters: str, at: int) -> bool:
    """Whether a rare letter stands beside the plain one that it looks like, or one after itself with other accents."""
    if at and not letters[at].isascii() and not letters[at - 1].isascii() and letters[at - 1].islower():
        return _plain(letters[at]) == _plain(letters[at - 1])
    beside = {_plain(one) for one in letters[max(0, at - 1) : at + 2 : 2]} if _RARE.match(letters[at]) else set()
    return _plain(letters[at]) in beside


def _plain(letter: str) -> str:
    return folded(letter.translate(_BASE))


def _begun_large(word: str, name: str) -> str:
    """A part of a name whose first letter looks alike large and small, as the other parts begin."""
    others = [one for one in name.split() if one != word]
    if word in _PARTICLES or not others or not all(one[:1].isupper() for one in others):
        return word
    return _SMALL_LIKE_LARGE.sub(lambda found: found[0].upper(), word, count=1) if word[:1].islower() else word


def begun_alike(name: str, other: str) -> str:
    """A name of one word whose first letter looks alike large and small, as the person's other name begins."""
    return _begun_large(name, f"{other} {name}") if " " not in name else name
