"""What may be asked of a page once more when its first reading left something open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from imwu_inbox.domain.documents import Box, PageImage, Word
from imwu_inbox.domain.form_page import Rows
from imwu_inbox.domain.page_view import PageView


def _no_rows(_page: PageView, _rows: Rows) -> PageView | None:
    return None


def _no_boxes(_wanted: Sequence["BoxesWanted"]) -> Sequence[Mapping[Box, Sequence[Word]]] | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxesWanted:
    """Boxes of an upright page whose words are wanted: in French or English, which the model of French reads too.

    `names`: boxes that hold figures or names of people of whatever country, which want the model of all Latin letters.
    `english`: boxes of small print in English, and of addresses on the net. Units: fractions of the page.
    """

    image: PageImage
    boxes: tuple[Box, ...]
    names: tuple[Box, ...] = ()
    english: tuple[Box, ...] = ()

    @property
    def all(self) -> tuple[Box, ...]:
        """Every box that is wanted."""
        return (*self.boxes, *self.names, *self.english)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """The ways to look again, each giving None where there are no pixels or no time is left.

    `rows`: a part of the page read another way. `boxes`: the words in each box of some pages, read by themselves.
    """

    rows: Callable[[PageView, Rows], PageView | None] = _no_rows
    boxes: Callable[[Sequence[BoxesWanted]], Sequence[Mapping[Box, Sequence[Word]]] | None] = _no_boxes


NO_SECOND_LOOK = SecondLook()
"""For pages whose text needs none."""
