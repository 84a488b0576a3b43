"""Words that give a paper away, in both languages, found although OCR spelled them a little wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from imwu_inbox.domain.documents import DocumentKind
from imwu_inbox.domain.folding import folded
from imwu_inbox.domain.page_view import PageView

_SHORT = 8
_LEAST_RATIO = 86.0
_LEAST_RATIO_LONG = 84.0
_LONG = 20
_TITLE_FACTOR, _TITLE_IN_PASSING = 2.5, 0.2


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """A phrase and what finding it is worth; `title` phrases count much in a title and little in passing.

    A short phrase must stand as whole words, letter for letter; a longer one may be misspelled.
    """

    phrase: str
    weight: float = 1.0
    title: bool = False

    @cached_property
    def folded(self) -> str:
        """The phrase as it is compared."""
        return folded(self.phrase)

    def is_in(self, folded_text: str) -> bool:
        """Whether a folded text holds the phrase."""
        if f" {self.folded} " in f" {folded_text} ":
            return True
        if len(self.folded) <= _SHORT or len(folded_text) < len(self.folded):
            return False
        least = _LEAST_RATIO_LONG if len(self.folded) >= _LONG else _LEAST_RATIO
        return fuzz.partial_ratio(self.folded, folded_text, score_cutoff=least) > 0

    def fills(self, folded_line: str) -> bool:
        """Whether the phrase makes up a good part of a line, as in a title."""
        return len(folded_line) <= 2.5 * len(self.folded) + 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for a page being of one kind: the points, the phrases, and whether its title was seen.

    `sure` False: it may be this kind, and an officer must look.
    """

    kind: DocumentKind
    points: float
    why: tuple[str, ...] = ()
    has_title: bool = False
    sure: bool = True


def anchors(*phrases: str, weight: float = 1.0, title: bool = False) -> tuple[Anchor, ...]:
    """Several phrases of the same worth."""
    return tuple(Anchor(phrase=phrase, weight=weight, title=title) for phrase in phrases)


def signs_by_anchors(kind: DocumentKind, wanted: Sequence[Anchor], page: PageView) -> Signs:
    """The points that a page gets for one kind."""
    points, why, has_title = 0.0, [], False
    for anchor in wanted:
        if anchor.title and any(anchor.is_in(line) and anchor.fills(line) for line in page.title_lines):
            points += anchor.weight * _TITLE_FACTOR
            has_title = True
            why.append(f"title: {anchor.phrase}")
        elif anchor.is_in(page.folded_text):
            points += anchor.weight * (_TITLE_IN_PASSING if anchor.title else 1.0)
            why.append(anchor.phrase)
    return Signs(kind=kind, points=points, why=tuple(why), has_title=has_title)
