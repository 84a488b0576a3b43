"""The pages of one file as they come, in whatever order, and the papers that they make."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from imwu_inbox.domain.documents import DocumentKind
from imwu_inbox.domain.page_frame import PageFrame
from imwu_inbox.domain.page_kinds import PageKind, runs_of
from imwu_inbox.domain.page_view import PageView
from imwu_inbox.reader.page_shares import SeenPage

_PAGES_OF_A_FORM = 2

Run = tuple[PageKind, ...]
"""The pages of one paper."""


class PagesSeen:
    """The pages that have come so far."""

    def __init__(self, count: int, *, opens_form: Callable[[PageView], bool]) -> None:
        """None has come. Units: `count` of the pages that will."""
        self._count = count
        self._asks_first = opens_form
        self._came: dict[int, SeenPage] = {}
        self._opens: dict[int, bool] = {}

    def add(self, page: SeenPage) -> None:
        """One more has come."""
        self._came[page.number] = page

    @property
    def unread(self) -> tuple[int, ...]:
        """Those that came without a view."""
        return tuple(number for number in sorted(self._came) if self._came[number].view is None)

    @property
    def views(self) -> dict[int, PageView]:
        """The others, in the file's order."""
        return {number: view for number in sorted(self._came) if (view := self._came[number].view) is not None}

    @property
    def frames(self) -> tuple[PageFrame, ...]:
        """How they read."""
        frames = (self._came[number].frame for number in sorted(self._came))
        return tuple(frame for frame in frames if frame is not None)

    def let_go(self, run: Run) -> None:
        """Keep no pixels of a paper's pages: a file may hold thirty forms."""
        for number in (kind.number for kind in run):
            page = self._came[number]
            self._came[number] = replace(page, view=page.view and replace(page.view, image=None))

    def papers(self) -> tuple[Run, ...]:
        """The pages gathered into papers."""
        return self._runs(sorted(self._came))

    def whole_forms(self) -> Iterator[Run]:
        """The forms whose pages have all come, whatever the pages still to come are."""
        for stretch in self._stretches():
            runs = self._runs(stretch)
            for at, run in enumerate(runs):
                if run[0].kind is not DocumentKind.IMM5686:
                    continue
                starts = stretch[0] == 1 or self._opens_form(run[0].number)
                starts = starts or (at > 0 and runs[at - 1][0].kind is not DocumentKind.IMM5686)
                ends = len(run) == _PAGES_OF_A_FORM or at + 1 < len(runs) or stretch[-1] == self._count
                if starts and ends:
                    yield run

    def _stretches(self) -> list[list[int]]:
        """The numbers that have come, those that follow one another together."""
        stretches: list[list[int]] = []
        for number in sorted(self._came):
            if stretches and stretches[-1][-1] == number - 1:
                stretches[-1].append(number)
            else:
                stretches.append([number])
        return stretches

    def _runs(self, numbers: list[int]) -> tuple[Run, ...]:
        kinds = (self._came[number].kind for number in numbers)
        return runs_of([kind for kind in kinds if kind is not None], self._opens_form)

    def _opens_form(self, number: int) -> bool:
        if number not in self._opens:
            view = self._came[number].view
            self._opens[number] = view is not None and self._asks_first(view)
        return self._opens[number]
