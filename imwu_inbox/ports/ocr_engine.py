"""Page pixels to words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from imwu_inbox.domain.documents import Box, Page, PageImage, Word
from imwu_inbox.domain.second_look import BoxesWanted


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrReading:
    """The words read, the upright image their boxes refer to, and how much of it is ink. Units: ink_share 0..1.

    `within`: of a page whose print is known, the words in each box that was wanted, and nothing else was read.
    """

    page: Page
    image: PageImage
    ink_share: float
    within: Mapping[Box, Sequence[Word]] | None = None


class PrintSight(Protocol):
    """Tells pages whose print is known by their look."""

    def __call__(self, upright: Page, image: PageImage) -> BoxesWanted | None:
        """What is to be read of a page whose print is known; None of any other. Its only words are its tick boxes."""
        ...


class OcrEngine(Protocol):
    """Reads the words of pages."""

    def __call__(
        self, images: Mapping[int, PageImage], *, seconds: float, known: PrintSight | None = None
    ) -> Mapping[int, OcrReading]:
        """Words with boxes and confidence, by number of the page; several pages at once cost less than one by one.

        A page that shows nothing gives an empty page, and so does one that takes too long by itself; those that were
        not come to within all the time given are left out. Units: numbers from 1, seconds of wall time.
        """
        ...

    def shows_boxes(self, image: PageImage) -> bool:
        """Whether a page shows tick boxes as a form does, told by its look in a fraction of the time of reading it."""
        ...

    def closely(self, image: PageImage, *, number: int, rows: tuple[float, float] = (0.0, 1.0)) -> OcrReading:
        """A second, slower look at an upright page whose small print was not all read: scattered words, enlarged.

        Units: `rows` from and to, as fractions of the page's height; words come in fractions of the whole page.
        """
        ...

    def within(self, wanted: Sequence[BoxesWanted]) -> Sequence[Mapping[Box, Sequence[Word]]]:
        """The words in each of these boxes, read by themselves, by page; none where a box is empty.

        Several pages at once cost less than one by one. Units: boxes in fractions of the page, as those of the words.
        """
        ...
