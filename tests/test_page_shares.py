"""Which pages of a file are looked at first, when not all of them may be read."""

import time
from collections.abc import Mapping

from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.reader.page_shares import Looked, PageShares, SeenPage, Share

LONG = 600.0


def shares(pages: int, *, most_read: int, seconds: float = LONG) -> PageShares:
    """A file of so many pages."""
    return PageShares(range(1, pages + 1), most_read=most_read, until=time.monotonic() + seconds)


def looked(share: Share, likely: Mapping[int, int]) -> Looked:
    """A share of which every page must be read from pixels."""
    if share.looks_over:
        return Looked(seen=(), later={number: likely.get(number, 0) for number in share.numbers})
    return Looked(seen=tuple(SeenPage(number=number) for number in share.numbers), read=len(share.numbers))


def order(waiting: PageShares, likely: Mapping[int, int]) -> list[tuple[int, int]]:
    """The pages in the order in which they are read by one hand, and how many more might be."""
    read = []
    while (share := waiting.next()) is not None:
        read += [(number, share.most_read) for number in share.numbers if not share.looks_over]
        waiting.came_back(share, looked(share, likely))
    return read


def test_while_all_can_be_read_pages_come_as_they_lie() -> None:
    """Nothing is looked at twice."""
    read = order(shares(7, most_read=60), {6: 2})
    assert [number for number, _ in read] == [1, 2, 3, 4, 5, 6, 7]
    assert [left for _, left in read] == [60, 60, 58, 58, 56, 56, 54]


def test_of_too_many_pages_a_passport_comes_first_then_the_forms() -> None:
    """All are looked over before any is read."""
    read = order(shares(9, most_read=4), {8: 2, 3: 1, 4: 1})
    assert [number for number, _ in read] == [8, 3, 4, 1, 2, 5, 6, 7, 9]
    assert [left for _, left in read] == [4, 4, 2, 2, 0, 0, 0, 0, 0]


def test_once_half_of_the_time_is_gone_likely_pages_come_first() -> None:
    """Those that were read stay read."""
    waiting = shares(6, most_read=60, seconds=0.0)
    assert [number for number, _ in order(waiting, {5: 1})] == [5, 1, 2, 3, 4, 6]


def test_several_hands_read_no_more_than_one_would() -> None:
    """Where the pages at work may use up what may be read, the next wait for them."""
    waiting = shares(4, most_read=3)
    over = [waiting.next(), waiting.next()]
    assert [share and share.looks_over for share in over] == [True, True]
    assert waiting.next() is None
    for share in over:
        assert share is not None
        waiting.came_back(share, looked(share, {}))
    first = waiting.next()
    assert first == Share(numbers=(1, 2), most_read=3)
    assert waiting.next() is None
    waiting.came_back(first, looked(first, {}))
    assert waiting.next() == Share(numbers=(3, 4), most_read=1)


def test_pages_at_which_a_hand_broke_down_are_each_tried_once_more_by_themselves() -> None:
    """So that only the page that did it is lost; time that is over is over for all."""
    waiting = shares(4, most_read=60)
    first, second = waiting.next(), waiting.next()
    assert first is not None
    assert second is not None
    assert waiting.came_back(first, Hindrance.CRASH) == ()
    assert [one.number for one in waiting.came_back(second, Hindrance.TIME)] == [3, 4]
    again, last = waiting.next(), waiting.next()
    assert again == Share(numbers=(1,), most_read=60)
    assert last == Share(numbers=(2,), most_read=60)
    assert waiting.came_back(again, Hindrance.CRASH) == (SeenPage(number=1),)
