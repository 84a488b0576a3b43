"""Is a form filled in? Blank, not drawn, or something written that could not be read. Source: rules 3 and 5."""

from collections.abc import Iterator, Mapping, Sequence

from imwu_inbox.domain.documents import Answer, Box, Fact, PageImage, TextSource
from imwu_inbox.domain.form_marks import ink_in
from imwu_inbox.domain.form_page import asked_on
from imwu_inbox.domain.imm5686 import WORKER_KEYS, is_blank
from imwu_inbox.domain.imm5686_layout import PLACES
from imwu_inbox.domain.label_boxes import LabelledPage
from imwu_inbox.domain.page_view import PageView
from imwu_inbox.domain.reading import NOT_FILLED_IN, ONLY_PLEASE_WAIT

_WRITING_INK = 0.015
_LABEL_PT, _FIRST_WORDS_PT = 9.5, 60.0


def completeness(
    pages: Sequence[PageView],
    found: Mapping[int, LabelledPage],
    answers: Mapping[str, Fact],
    *,
    please_wait: bool,
) -> tuple[Answer, tuple[str, ...]]:
    """Whether the form says who the worker is, and if not, why. Shape: `found` by page number.

    `please_wait` is True where a page only says that its viewer could not draw the form.
    """
    if not is_blank(answers):
        return Answer.YES, ()
    if please_wait:
        return Answer.NO, (ONLY_PLEASE_WAIT,)
    asked = frozenset().union(*(_asked(page, found[page.number]) for page in pages))
    if len(asked & set(WORKER_KEYS)) >= len(WORKER_KEYS) - 1:
        if _is_bare(pages, found):
            return Answer.NO, (NOT_FILLED_IN,)
        return Answer.CANNOT_TELL, ("something is written about the worker that could not be read",)
    if all(page.page.source is TextSource.TEXT_LAYER for page in pages) and not asked & set(WORKER_KEYS):
        return Answer.NO, ("the page with the worker's particulars is absent",)
    return Answer.CANNOT_TELL, ("the worker's particulars could not be read",)


def _asked(page: PageView, found: LabelledPage) -> frozenset[str]:
    if page.known is None:
        return asked_on(found)
    return frozenset(key for key, place in PLACES.items() if place.page == page.known.fit.page)


def _is_bare(pages: Sequence[PageView], found: Mapping[int, LabelledPage]) -> bool:
    """Whether nothing is written where the worker's particulars belong, neither letters nor ink."""
    return not any(
        _is_written_on(page.image, box)
        for page in pages
        if page.image is not None
        for box in _where_written(page, found[page.number])
    )


def _is_written_on(image: PageImage, box: Box) -> bool:
    left, top, right, bottom = box
    wide, high = image.width_px, image.height_px
    return ink_in(image, int(left * wide), int(top * high), int(right * wide), int(bottom * high)) > _WRITING_INK


def _where_written(page: PageView, found: LabelledPage) -> Iterator[Box]:
    """Where the first words of the worker's particulars would stand."""
    if page.known is not None:
        for place in (PLACES[key] for key in WORKER_KEYS if PLACES[key].page == page.known.fit.page):
            left, _, _, bottom = place.box
            yield page.known.fit.box((left + 3, place.label[1] + _LABEL_PT, left + _FIRST_WORDS_PT, bottom - 1.5))
        return
    for label in (one for one in found.labels if one.key in WORKER_KEYS):
        left, _, right, bottom = label.box
        yield left, bottom + 0.003, right + 0.05, bottom + 0.01
