"""Which pages of a file are looked at next: as they lie, and the likely ones first once not all of them can be read."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.page_frame import PageFrame
from imwu_inbox.domain.page_kinds import PageKind
from imwu_inbox.domain.page_view import PageView

_TOGETHER = 2
"""Pages whose pixels are held at once, with all that is made of them for reading: 40 MB each."""
_ENOUGH_TIME = 0.5
"""Of a file's time: once it is gone, pages that are likely a form or a passport come before the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Pages to look at, of which so many may be read from pixels; with `looks_over` those are left for later."""

    numbers: tuple[int, ...]
    most_read: int
    looks_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage:
    """A page that was looked at; without a view where it could not be, or ought to have been read and was not."""

    number: int
    view: PageView | None = None
    kind: PageKind | None = None
    frame: PageFrame | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of a share. Shape: `later` tells of each page left for later how likely it is a form or a passport.

    `read`: how many pages were to be read from pixels. `lacks`: what pages show less than stands on them for.
    """

    seen: tuple[SeenPage, ...]
    read: int = 0
    lacks: frozenset[Hindrance] = frozenset()
    later: Mapping[int, int] = field(default_factory=dict)


class PageShares:
    """The pages of one file that wait to be looked at, handed out in shares."""

    def __init__(self, numbers: Iterable[int], *, most_read: int, until: float) -> None:
        """All wait, as they lie. Units: `until` in seconds of the steady clock."""
        self._waiting = list(numbers)
        self._unknown: list[int] = []
        self._again: list[int] = []
        self._likely: dict[int, int] = {}
        self._out: list[Share] = []
        self._left = most_read
        self._enough_until = until - _ENOUGH_TIME * (until - time.monotonic())
        self._were_looked_over = False

    def next(self) -> Share | None:
        """The next share; None when there is none, or not before another has come back."""
        if not self._were_looked_over and self._is_short:
            self._were_looked_over = True
            self._waiting, self._unknown = [], self._waiting
        if self._again:
            return self._handed_out(self._again, 1)
        if self._unknown:
            return self._handed_out(self._unknown, _TOGETHER, looks_over=True)
        if not self._waiting or any(share.looks_over for share in self._out):
            return None
        sure = self._left - sum(len(share.numbers) for share in self._out)
        if self._out and sure < _TOGETHER and self._left > 0:
            return None  # those at work may leave some of what may be read
        return self._handed_out(self._waiting, _TOGETHER)

    def came_back(self, share: Share, looked: Looked | Hindrance) -> tuple[SeenPage, ...]:
        """The pages of a share that are done with. Where a hand broke down at several, each is tried by itself."""
        self._out.remove(share)
        if isinstance(looked, Hindrance):
            if looked is not Hindrance.TIME and len(share.numbers) > 1:
                self._again += share.numbers
                return ()
            return tuple(SeenPage(number=number) for number in share.numbers)
        self._left -= looked.read
        self._likely |= looked.later
        self._waiting = sorted((*self._waiting, *looked.later), key=lambda one: (-self._likely.get(one, 0), one))
        return looked.seen

    @property
    def _is_short(self) -> bool:
        """Whether more pages wait than may be read, or much of the time is gone."""
        is_late = time.monotonic() > self._enough_until
        return len(self._waiting) > _TOGETHER and (is_late or len(self._waiting) > self._left)

    def _handed_out(self, of: list[int], most: int, *, looks_over: bool = False) -> Share:
        numbers = tuple(of[:most])
        del of[:most]
        share = Share(numbers=numbers, most_read=max(0, self._left), looks_over=looks_over)
        self._out.append(share)
        return share
