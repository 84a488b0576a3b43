"""Is a form filled in? Blank, not drawn, or something written that could not be read. Source: rules 3 and 5."""

from collections.abc import Mapping, Sequence

from imwu_inbox.domain.documents import Answer, Fact, TextSource
from imwu_inbox.domain.form_marks import ink_in
from imwu_inbox.domain.form_page import asked_on
from imwu_inbox.domain.imm5686 import WORKER_KEYS, is_blank
from imwu_inbox.domain.label_boxes import LabelledPage
from imwu_inbox.domain.page_view import PageView
from imwu_inbox.domain.reading import NOT_FILLED_IN, ONLY_PLEASE_WAIT

_WRITING_INK = 0.015


def completeness(
    pages: Sequence[PageView], found: Mapping[int, LabelledPage], answers: Mapping[str, Fact], *, please_wait: bool
) -> tuple[Answer, tuple[str, ...]]:
    """Whether the form says who the worker is, and if not, why. Shape: `found` by page number.

    `please_wait` is True where a page only says that its viewer could not draw the form.
    """
    if not is_blank(answers):
        return Answer.YES, ()
    if please_wait:
        return Answer.NO, (ONLY_PLEASE_WAIT,)
    asked = frozenset().union(*(asked_on(labelled) for labelled in found.values()))
    if len(asked & set(WORKER_KEYS)) >= len(WORKER_KEYS) - 1:
        if _is_bare(pages, found):
            return Answer.NO, (NOT_FILLED_IN,)
        return Answer.CANNOT_TELL, ("something is written about the worker that could not be read",)
    if all(page.page.source is TextSource.TEXT_LAYER for page in pages) and not asked & set(WORKER_KEYS):
        return Answer.NO, ("the page with the worker's particulars is absent",)
    return Answer.CANNOT_TELL, ("the worker's particulars could not be read",)


def _is_bare(pages: Sequence[PageView], found: Mapping[int, LabelledPage]) -> bool:
    """Whether nothing is written where the worker's particulars belong, neither letters nor ink."""
    for page in pages:
        labelled = found[page.number]
        for label in (one for one in labelled.labels if one.key in WORKER_KEYS):
            if page.image is None:
                continue
            left, _, right, bottom = label.box
            wide, high = page.image.width_px, page.image.height_px
            under = bottom + 0.003
            ink = ink_in(
                page.image, int(left * wide), int(under * high), int((right + 0.05) * wide), int((under + 0.007) * high)
            )
            if ink > _WRITING_INK:
                return False
    return True
