"""The pages of one file looked at by as many hands as there are."""

from collections.abc import Iterator, Sequence
from itertools import islice

from imwu_inbox.adapters.jail.hands import OneHand
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.page_view import PICTURE_SHARE
from imwu_inbox.ports.hands import Hands
from imwu_inbox.ports.page_source import OpenFile
from imwu_inbox.reader.page_looks import PageLooks, ReadingTools
from imwu_inbox.reader.page_shares import PageShares, SeenPage

_WORTH_SHARING = 4
"""So many pages of pixels take two seconds; a fork takes a hundredth of one."""


class SharedLooks:
    """Looks at the pages of one open file."""

    def __init__(self, looks: PageLooks, tools: ReadingTools, file: OpenFile, *, until: float) -> None:
        """Take how one share is looked at. Units: `until` in seconds of the steady clock."""
        self._looks = looks
        self._tools = tools
        self._file = file
        self._until = until
        self.lacks: set[Hindrance] = set()
        """Why pages that were looked at show less than stands on them."""
        self.broken: set[Hindrance] = set()
        """Why pages were not looked at: a hand broke down at them."""

    def __call__(self, numbers: Sequence[int]) -> Iterator[SeenPage]:
        """Each page, as it is seen. Units: from 1."""
        shares = PageShares(numbers, most_read=self._tools.limits.ocr_pages, until=self._until)
        for share, looked in self._hands(numbers)(shares.next, self._looks, until=self._until):
            done = shares.came_back(share, looked)
            if not isinstance(looked, Hindrance):
                self.lacks |= looked.lacks
            elif done:
                self.broken.add(looked)
            yield from done

    def _hands(self, numbers: Sequence[int]) -> Hands:
        """One hand for what is soon done."""
        pictures = (one for one in numbers if self._file.picture_share(one) >= PICTURE_SHARE)
        many = self._tools.hands.count > 1 and len(list(islice(pictures, _WORTH_SHARING))) == _WORTH_SHARING
        return self._tools.hands if many else OneHand()
