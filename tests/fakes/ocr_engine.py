"""An engine that knows its pages by heart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from imwu_inbox.domain.documents import Box, Page, PageImage, TextSource, Word
from imwu_inbox.domain.second_look import BoxesWanted
from imwu_inbox.ports.ocr_engine import OcrReading, PrintSight


@dataclass(frozen=True, slots=True)
class FakeOcr:
    """Shape: `known` maps the pixels of a page to its text, one line a line."""

    known: Mapping[bytes, str] = field(default_factory=dict)

    def __call__(
        self, images: Mapping[int, PageImage], *, seconds: float, known: PrintSight | None = None
    ) -> dict[int, OcrReading]:
        """The words it knows of these pixels; none of others."""
        del seconds, known
        return {number: self._known(image, number) for number, image in images.items()}

    def _known(self, image: PageImage, number: int) -> OcrReading:
        text = self.known.get(image.grey, "")
        lines = text.splitlines()
        words = tuple(
            Word(
                text=word, box=(0.1 + 0.08 * at, 0.1 + 0.03 * row, 0.17 + 0.08 * at, 0.12 + 0.03 * row), confidence=0.9
            )
            for row, line in enumerate(lines)
            for at, word in enumerate(line.split())
        )
        source = TextSource.OCR if words else TextSource.NONE
        page = Page(number=number, source=source, words=words, text=text, confidence=0.9 if words else 0.0)
        return OcrReading(page=page, image=image, ink_share=0.02 if words else 0.0)

    def shows_boxes(self, image: PageImage) -> bool:
        """Its pages are of running text."""
        del image
        return False

    def closely(self, image: PageImage, *, number: int, rows: tuple[float, float] = (0.0, 1.0)) -> OcrReading:
        """It sees no more the second time."""
        seen = self._known(image, number)
        words = tuple(word for word in seen.page.words if rows[0] <= word.box[1] and word.box[3] <= rows[1])
        return replace(seen, page=replace(seen.page, words=words))

    def within(self, wanted: Sequence[BoxesWanted]) -> tuple[dict[Box, tuple[Word, ...]], ...]:
        """The words it knows whose middle lies in each box."""
        return tuple(
            {
                box: tuple(word for word in self._known(one.image, 1).page.words if _middle_in(word.box, box))
                for box in one.all
            }
            for one in wanted
        )


def _middle_in(one: Box, other: Box) -> bool:
    x, y = (one[0] + one[2]) / 2, (one[1] + one[3]) / 2
    return other[0] <= x <= other[2] and other[1] <= y <= other[3]
