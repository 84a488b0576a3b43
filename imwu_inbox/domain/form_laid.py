"""Pages of the form that lie as the known edition prints it, and what was read in their rooms: of all pages at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from imwu_inbox.domain.coarse_print import CoarsePage, read_again
from imwu_inbox.domain.documents import Box, Fact, PageImage, TextSource, Word
from imwu_inbox.domain.form_identity import language_named
from imwu_inbox.domain.form_page import WHOLE_PAGE, asked_on, find_on
from imwu_inbox.domain.form_rooms import Room, rooms_on, ticks_on, written_in
from imwu_inbox.domain.imm5686_layout import PLACES
from imwu_inbox.domain.known_print import KnownPrint
from imwu_inbox.domain.label_boxes import LabelledPage
from imwu_inbox.domain.layout_fit import LayoutFit
from imwu_inbox.domain.layout_labels import fit_to_layout
from imwu_inbox.domain.layout_lines import drawn_tight
from imwu_inbox.domain.page_view import PageView
from imwu_inbox.domain.second_look import BoxesWanted, SecondLook

_LEAST_ASKED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidPage:
    """A page that lies as the known edition prints it, with the words that were read in each of its rooms."""

    fit: LayoutFit
    rooms: Sequence[Room]
    words: Mapping[Box, Sequence[Word]]

    def written(self, page: int) -> dict[str, Fact | None]:
        """What is written in each room, by key; None where it says nothing."""
        return {room.key: written_in(room, self.words[room.box], page) for room in self.rooms}

    def ticked(self, image: PageImage, page: int) -> Mapping[str, Fact | None]:
        """What is ticked, by key; None where a box is surely empty."""
        return ticks_on(self.fit, image, page)


def laid_out(pages: Sequence[PageView], found: Mapping[int, LabelledPage], look: SecondLook) -> dict[int, LaidPage]:
    """The pages read from pixels that lie as the known edition does, by number; none where no second look is left.

    Shape: `found` by page number.
    """
    seen = {page.number: _as_seen(page.known) for page in pages if page.known is not None}
    known: list[tuple[int, LayoutFit, tuple[Room, ...]]] = []
    wanted: list[BoxesWanted] = []
    for page in (one for one in pages if one.number not in seen):
        fit = _fit(page, found[page.number], look) if page.page.source is TextSource.OCR else None
        if fit is None or page.image is None:
            continue
        fit = drawn_tight(fit, page.image)
        rooms = rooms_on(fit, found[page.number])
        boxes, names = (tuple(room.box for room in rooms if room.wants_all_letters is named) for named in (False, True))
        known.append((page.number, fit, rooms))
        wanted.append(BoxesWanted(image=page.image, boxes=boxes, names=names))
    words = look.boxes(wanted) if wanted else None
    laid = seen | {
        number: LaidPage(fit=fit, rooms=rooms, words=own)
        for (number, fit, rooms), own in zip(known, words or (), strict=words is not None)
    }
    return _with_coarse_print(pages, laid, look)


def _with_coarse_print(
    pages: Sequence[PageView], laid: Mapping[int, LaidPage], look: SecondLook
) -> dict[int, LaidPage]:
    """The same with the answers of coarse pages as two readings tell them."""
    is_english = next((one == "en" for page in pages if (one := language_named(page)) is not None), False)
    images = {page.number: page.image for page in pages if page.image is not None}
    coarse = {
        number: CoarsePage(image=images[number], rooms=page.rooms, words=page.words, is_english=is_english)
        for number, page in laid.items()
        if number in images
    }
    told = zip(coarse, read_again(list(coarse.values()), look), strict=True)
    return dict(laid) | {number: replace(laid[number], words=words) for number, words in told}


def _as_seen(known: KnownPrint) -> LaidPage:
    """A page that was told by its look: its boxes were read then."""
    return LaidPage(fit=known.fit, rooms=rooms_on(known.fit), words=known.words)


def _fit(page: PageView, found: LabelledPage, look: SecondLook) -> LayoutFit | None:
    """How a page lies; a second page of which a column was overlooked is looked at once more for its labels."""
    fit = fit_to_layout(found.labels)
    asked = asked_on(found)
    if fit is not None or len(asked) < _LEAST_ASKED or any(PLACES[key].page == 1 for key in asked):
        return fit
    closer = look.rows(page, WHOLE_PAGE)
    return fit_to_layout((*found.labels, *find_on(closer).labels)) if closer is not None else None
