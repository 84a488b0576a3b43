"""Page pixels to words."""

from typing import Protocol

from imwu_inbox.domain.documents import Page, PageImage


class OcrEngine(Protocol):
    """Reads the words of a page."""

    def __call__(self, image: PageImage, *, number: int) -> Page:
        """Words with boxes and confidence; an empty page when nothing could be read in time."""
        ...
