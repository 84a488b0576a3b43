"""One page as the judges of paper see it: words in lines, zones, pixels and how much of it is a picture."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from statistics import median

from imwu_inbox.domain.documents import Box, Page, PageImage, TextSource, Word
from imwu_inbox.domain.folding import folded
from imwu_inbox.domain.known_print import KnownPrint
from imwu_inbox.domain.mrz import MrzFinding
from imwu_inbox.domain.page_frame import PageFrame

_PAGE_NUMBER = re.compile(r"(?:^|[^\d\s/.,()-]\s*|[–—-]\s*)(\d{1,2})(?:\s*(?:/|of|de|sur)\s*\d{1,3})?\s*$")
_EDGE_SHARE = 0.07

NOTHING_FOUND = MrzFinding(readings=(), suspected=False)


def box_around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of these. Raises: ValueError when there are none."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words that stand side by side, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The box around all words."""
        return box_around(word.box for word in self.words)


def lines_of(words: Sequence[Word]) -> tuple[Line, ...]:
    """The words gathered into lines by their boxes, from the top down.

    A word joins the line whose middle lies within its own height; big and small print side by side stay together.
    """
    rows: list[list[Word]] = []
    middles: list[float] = []
    for word in sorted(words, key=lambda one: (one.box[1] + one.box[3]) / 2):
        middle, height = (word.box[1] + word.box[3]) / 2, word.box[3] - word.box[1]
        if rows and middle - middles[-1] < 0.45 * max(height, 0.004):
            rows[-1].append(word)
            middles[-1] = median((one.box[1] + one.box[3]) / 2 for one in rows[-1])
        else:
            rows.append([word])
            middles.append(middle)
    return tuple(Line(words=tuple(sorted(row, key=lambda one: one.box[0]))) for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """All that is known of a page before its kind is judged.

    `picture_share` is how much of the page pictures cover (1 for a scan). `ink_share` is how much of it is dark, None
    when its pixels were not looked at. `image` is upright and in the same frame as the words' boxes.
    `known` is set where it was seen to be a page of the form's known edition, of which only the boxes were read.
    `from_paper` is True when the page is an image of paper, so that it could show a passport.
    """

    page: Page
    mrz: MrzFinding = NOTHING_FOUND
    image: PageImage | None = field(default=None, repr=False)
    picture_share: float = 0.0
    ink_share: float | None = None
    title: str = ""
    known: KnownPrint | None = field(default=None, repr=False)
    lines: tuple[Line, ...] = field(init=False, repr=False)
    folded_text: str = field(init=False, repr=False)
    title_lines: tuple[str, ...] = field(init=False, repr=False)
    printed_number: int | None = field(init=False, repr=False)
    """The page number printed at the head or foot, alone or after a running title; None when there is none."""

    def __post_init__(self) -> None:
        """Gather the lines and fold the text, once for all views of one page."""
        for name, value in _gathered(self.page).items():
            object.__setattr__(self, name, value)

    @property
    def number(self) -> int:
        """The page's number in its file, from 1."""
        return self.page.number

    @property
    def from_paper(self) -> bool:
        """Whether the page is, or largely shows, a picture."""
        return self.page.source is not TextSource.TEXT_LAYER or self.picture_share >= PICTURE_SHARE

    @property
    def word_count(self) -> int:
        """How many words of two letters or more it holds."""
        return sum(len(word) > 1 for word in self.folded_text.split())


_LONGEST_TITLE = 90


@lru_cache(maxsize=4)
def _gathered(page: Page) -> Mapping[str, object]:
    """The lines of a page, its text folded, its titles folded and its number, by the names of a view's fields."""
    lines = lines_of(page.words)
    head = [line.text for line in lines if line.box[1] < HEAD_SHARE] if lines else page.text.splitlines()[:6]
    number = _number_among(lines)
    first = (number or 1) == 1
    titles = (folded(line) for line in head if first and len(line) < _LONGEST_TITLE and not line[:1].isdigit())
    return {
        "lines": lines,
        "folded_text": folded(page.text),
        "title_lines": tuple(titles),
        "printed_number": number,
    }


def _number_among(lines: Iterable[Line]) -> int | None:
    edges = [line for line in lines if line.box[1] < _EDGE_SHARE or line.box[3] > 1 - _EDGE_SHARE]
    for line in edges:
        found = _PAGE_NUMBER.search(line.text)
        if found and len(line.text) < _LONGEST_TITLE:
            return int(found[1])
    return None


HEAD_SHARE = 0.36
"""The part of a page, from its top, where a title stands."""

PICTURE_SHARE = 0.25
"""A page with pictures over more than this share may show a passport."""


def frame_of(view: PageView, aspect: float | None) -> PageFrame:
    """How a page reads: as its words were read, or where it has none as its zone was.

    Units: `aspect` is width over height of the page as it came, None for one without pixels.
    """
    page, zone = view.page, next(iter(view.mrz.readings), None)
    turn, tilt = page.turned_degrees, page.straightened_degrees
    if zone is not None and not page.words:
        turn, tilt = zone.turned_degrees, zone.tilt_degrees
    on_its_side = turn in (90, 270)
    return PageFrame(
        number=page.number,
        aspect=round(1 / aspect if on_its_side else aspect, 4) if aspect else None,
        turned_degrees=turn,
        straightened_degrees=tilt,
    )


def as_it_came(found: MrzFinding, frame: PageFrame) -> MrzFinding:
    """Zones found on a page as it reads, with their places on the page as it came, like all others."""
    readings = tuple(
        replace(
            one,
            box=frame.to_shown(one.box),
            turned_degrees=(one.turned_degrees + frame.turned_degrees) % 360,
            tilt_degrees=round(one.tilt_degrees + frame.straightened_degrees, 2),
        )
        for one in found.readings
    )
    return replace(found, readings=readings)
