"""One answer read twice, by models of two kinds of letters: what they say together, and how surely.

Each errs in its own way. A nought with a dot or stroke in it is read as 6, 8 or 9, hardly ever the other way round, and
where one model reads it as one of them and the other as another, it is a nought too. The model for all Latin letters
sometimes gives one letter twice, with two accents, or a figure before the nought that it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from imwu_inbox.domain.documents import Word
from imwu_inbox.domain.folding import folded, without_accents
from imwu_inbox.domain.form_agreement import LOOK_LIKE_NOUGHT

_DOUBTED, _MAYBE_NOUGHT = 0.5, 0.8
"""What readings that differ are worth at most, half of it where nothing settles which of them is right, and what two
are worth that agree on a figure for which both may have taken a nought."""
_NO_YEAR = re.compile(r"(?<!\d)190\d(?=\D)")
_ALSO_NOUGHT = "OoQD@Øø"
_NUMBER = re.compile(r"(?:[^\W\d_]+-)?[^\W\d_]{0,3}\d+")
_CODE = re.compile(r"(?:[A-Z]\d\d|R\d{3}\(?[a-z]|PP-)")
_HEAD = re.compile(r"(?:[^\W\d_]+-)?\w+")
_SURE_NAME, _SURE_FRENCH, _SURE_ACCENT, _UNSURE_ACCENT = 0.78, 0.85, 0.9, 0.5
_OF_FRENCH = frozenset("àâçèéêëîïôùûÀÂÇÈÉÊËÎÏÔÙÛ")


def figures_agreed(words: Sequence[Word], closer: Sequence[Word]) -> tuple[Word, ...]:
    """The words of an answer in figures, as two models read it; only the second knows noughts of all shapes.

    Figures are laid beside one another from their ends: what stands before may be the question's own label.
    """
    told, figures = _parted(words)
    others = _parted(closer)[1]
    if len(figures) != len(others):
        figures, others = _joined(figures), _joined(others)
    if not figures or not others:
        before = (word for word in told if not any(_overlaps(word, other) for other in others))
        return (*before, *(_doubted(word) for word in figures or others))
    return (*told, *(_agreed(word, other) for word, other in zip(figures, others, strict=True)))


def _parted(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]]:
    """What stands before the first figure, and all from there."""
    first = next((at for at, word in enumerate(words) if _is_in_figures(word.text)), len(words))
    return words[:first], words[first:]


def _has_figures(text: str) -> bool:
    return any(letter.isdecimal() for letter in text)


def _overlaps(word: Word, other: Word) -> bool:
    """Whether the middle of a word lies within another."""
    return other.box[0] < (word.box[0] + word.box[2]) / 2 < other.box[2]


def _is_in_figures(text: str) -> bool:
    """Whether at least every other letter is a figure: in `(AAAA-MM-33)` there are too few."""
    figures, letters = (sum(map(is_one, text)) for is_one in (str.isdecimal, str.isalpha))
    return 0 < figures >= letters


def _joined(words: Sequence[Word]) -> Sequence[Word]:
    if not words:
        return ()
    last = words[-1].box
    box = (words[0].box[0], min(word.box[1] for word in words), last[2], max(word.box[3] for word in words))
    text = "".join(word.text for word in words)
    return (Word(text=text, box=box, confidence=min(word.confidence for word in words)),)


def _doubted(word: Word) -> Word:
    return replace(word, confidence=min(word.confidence, _DOUBTED))


def _agreed(word: Word, other: Word) -> Word:
    if word.text == other.text:
        most = _MAYBE_NOUGHT if any(letter in LOOK_LIKE_NOUGHT for letter in word.text) else 1.0
        return replace(word, confidence=min(most, max(word.confidence, other.confidence)))
    text = _same_length(other.text, word.text) or _without_one_too_many(word.text, other.text)
    if text is not None:
        return _doubted(replace(word, text=other.text if _NO_YEAR.search(text) else text))
    surer = max((word, other), key=lambda one: one.confidence)
    return replace(word, text=surer.text, confidence=min(surer.confidence, _DOUBTED / 2))


def _same_length(text: str, other: str) -> str | None:
    """Figure by figure; None where two differ that are not alike."""
    if len(text) != len(other):
        return None
    told = [_one_figure(one, two) for one, two in zip(text, other, strict=True)]
    return "".join(told) if all(told) else None


def _one_figure(one: str, two: str) -> str:
    """The figure that two readings of one mean; nothing where they tell of two. A 1 with a foot is no 4."""
    if one == two or not (one.isdecimal() or two.isdecimal()):
        return one
    one, two = ("0" if letter in _ALSO_NOUGHT else letter for letter in (one, two))
    if one == two or (one, two) == ("1", "4"):
        return one
    if all(figure in "0" + LOOK_LIKE_NOUGHT for figure in (one, two)):
        return "0"
    if one.isdecimal() != two.isdecimal():
        return one if one.isdecimal() else two
    return ""


def _without_one_too_many(text: str, other: str) -> str | None:
    """The shorter of two readings, where the longer has a nought twice: once as it is, once as 6, 8 or 9."""
    longer, shorter = sorted((text, other), key=len, reverse=True)
    if len(longer) != len(shorter) + 1:
        return None
    ways = []
    for at, letter in enumerate(longer):
        beside = longer[max(0, at - 1) : at] + longer[at + 1 : at + 2]
        if letter in LOOK_LIKE_NOUGHT and any(one in "0" + LOOK_LIKE_NOUGHT for one in beside):
            ways.append(longer[:at] + longer[at + 1 :])
    nearest = sorted(ways, key=lambda way: sum(one != two for one, two in zip(way, shorter, strict=True)))
    return next((told for way in nearest if (told := _same_length(way, shorter)) is not None), None)


def number_agreed(word: Word, closer: Sequence[Word]) -> Word:
    """A word that begins with figures, as `603,` or `T50—Title`, with its noughts as the closer look knows them."""
    head, other = _NUMBER.match(word.text), _HEAD.match(closer[0].text if closer else "")
    if head is None or other is None or head[0] == other[0]:
        return word
    text = _same_length(head[0], other[0]) or _without_one_too_many(head[0], other[0])
    return _doubted(replace(word, text=(text or head[0]) + word.text[head.end() :]))


def english_agreed(words: Sequence[Word], english: Sequence[Word]) -> tuple[Word, ...]:
    """The words of an answer as the model of English read them; of those with figures it knows noughts alone."""
    if len(words) != len(english):
        return tuple(english) or tuple(words)
    return tuple(
        number_agreed(word, (own,)) if _has_figures(own.text + word.text) else own
        for word, own in zip(words, english, strict=True)
    )


def entry_agreed(words: Sequence[Word], english: Sequence[Word]) -> Sequence[Word]:
    """An entry of the list of codes: the code as the one model or the other read it, its title as the first did."""
    if not words or not english:
        return words
    if _CODE.match(words[0].text):
        return (number_agreed(words[0], english), *words[1:])
    return (_doubted(english[0]), *words[1:]) if _CODE.match(english[0].text) else words


def beginning_agreed(words: Sequence[Word], english: Sequence[Word]) -> Sequence[Word]:
    """A sentence that began small, with the large letter that the model of English saw: it knows M from h."""
    if not words or not english or not english[0].text[:1].isupper() or english[0].text[1:] != words[0].text[1:]:
        return words
    return (replace(words[0], text=english[0].text), *words[1:])


def name_agreed(words: Sequence[Word], french: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a name as the model of all Latin letters read them, with what the one of French knows better."""
    if len(words) != len(french):
        return tuple(words)
    return tuple(_name(word, other) for word, other in zip(words, french, strict=True))


def _name(word: Word, french: Word) -> Word:
    if word.text == french.text:
        return replace(word, confidence=max(word.confidence, french.confidence))
    once = next(_without_a_letter_twice(word.text, french.text), None)
    if word.confidence >= _SURE_NAME and french.confidence >= _SURE_ACCENT and _plain(word.text) == _plain(french.text):
        return replace(word, text=_french_accents_added(word.text, french.text))
    if word.confidence >= _SURE_NAME or french.confidence < _SURE_FRENCH or _has_figures(french.text):
        return replace(word, text=once or word.text)
    keeps = once is not None or word.confidence >= _UNSURE_ACCENT
    text = _accents_settled(once or word.text, french.text, keeps=keeps)
    return replace(word, text=text, confidence=max(word.confidence, _DOUBTED))


def _without_a_letter_twice(text: str, french: str) -> Iterator[str]:
    """The name without one of two letters beside one another that differ in accents only; a plain one goes first."""
    if len(text) != len(french) + 1:
        return
    places = [at for at in range(1, len(text)) if _plain(text[at]) == _plain(text[at - 1])]
    ways = [text[:at] + text[at + 1 :] for place in places for at in (place, place - 1)]
    fitting = [way for way in ways if _plain(way) == _plain(french)]
    yield from sorted(fitting, key=lambda way: (_differing(way, french), way.isascii()))


def _differing(one: str, other: str) -> int:
    """How many letters of French the two readings differ in."""
    return sum(a != b and (a in _OF_FRENCH or b in _OF_FRENCH) for a, b in zip(one, other, strict=True))


def _plain(text: str) -> str:
    return without_accents(text.lower())


def _french_accents_added(text: str, french: str) -> str:
    """The name with the accents of French that only its own model saw."""
    pairs = zip(text, french, strict=True)
    return "".join(two if one.isascii() and two in _OF_FRENCH else one for one, two in pairs)


def _accents_settled(text: str, french: str, *, keeps: bool) -> str:
    """Letter by letter: what French has is the French model's to say, and it has no other accents."""
    if len(text) != len(french) or _plain(text) != _plain(french):
        return french
    return "".join(_accent(one, two, keeps=keeps) for one, two in zip(text, french, strict=True))


def _accent(one: str, two: str, *, keeps: bool) -> str:
    if one.isascii() or one in _OF_FRENCH or folded(one) == "e":
        return two
    return two if two.isascii() and not keeps else one
