"""The second look at a page through the engine that read it first, while there is time."""

import time
from collections.abc import Mapping, Sequence

from imwu_inbox.domain.documents import Box, Word
from imwu_inbox.domain.page_view import PageView
from imwu_inbox.domain.second_look import BoxesWanted, SecondLook
from imwu_inbox.ports.ocr_engine import OcrEngine


def second_look(ocr: OcrEngine, until: float) -> SecondLook:
    """Ways to look again at a file's pages. Units: `until` in seconds of the steady clock."""

    def rows(view: PageView, part: tuple[float, float]) -> PageView | None:
        if view.image is None or time.monotonic() > until:
            return None
        closer = ocr.closely(view.image, number=view.number, rows=part)
        return PageView(page=closer.page, image=closer.image, picture_share=1.0, title=view.title)

    def boxes(wanted: Sequence[BoxesWanted]) -> Sequence[Mapping[Box, Sequence[Word]]] | None:
        return ocr.within(wanted) if time.monotonic() <= until else None

    return SecondLook(rows=rows, boxes=boxes)
