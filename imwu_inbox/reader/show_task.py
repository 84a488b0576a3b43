"""The showing of one file: pictures of the pages that an officer looks at, each page drawn once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from imwu_inbox.adapters.file_types import media_type_of, why_unsupported
from imwu_inbox.adapters.pikepdf_repair import mended
from imwu_inbox.adapters.webp_pictures import WebpPictures
from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.hindrances import WORDINGS, Hindrance
from imwu_inbox.domain.page_pictures import PictureWanted, ShownPage
from imwu_inbox.ports.page_source import OpenFile, PageSource

_LONGEST_SIDE_PX = 2600
_NO_SUCH_PAGE = "the file has no such page"
_CANNOT_BE_DRAWN = "the page cannot be drawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTask:
    """Shows pages of files of the types its sources open."""

    sources: tuple[PageSource, ...]

    def __call__(self, content: bytes, wanted: Sequence[PictureWanted]) -> tuple[ShownPage, ...]:
        """One answer for each wish, in their order."""
        media_type = media_type_of(content)
        source = next((one for one in self.sources if one.accepts(media_type)), None)
        if source is None:
            _, why = why_unsupported(media_type, content)
            return _not_shown(wanted, why if content else Hindrance.EMPTY)
        with source.open(content) as file:
            if file.opened is Opened.OK:
                return _shown(file, wanted)
            hindered = file.why or Hindrance.DAMAGED
        whole = mended(content) if media_type == "application/pdf" else None
        if whole is None:
            return _not_shown(wanted, hindered)
        with source.open(whole) as file:
            return _shown(file, wanted) if file.opened is Opened.OK else _not_shown(wanted, hindered)


def _not_shown(wanted: Sequence[PictureWanted], why: Hindrance) -> tuple[ShownPage, ...]:
    return tuple(ShownPage(note=f"the file {WORDINGS[why].en}") for _ in wanted)


def _shown(file: OpenFile, wanted: Sequence[PictureWanted]) -> tuple[ShownPage, ...]:
    by_page: dict[int, list[int]] = defaultdict(list)
    for at, wish in enumerate(wanted):
        by_page[wish.frame.number].append(at)
    answers: dict[int, ShownPage] = {}
    for number, places in by_page.items():
        answers.update(zip(places, _pictures(file, number, [wanted[at] for at in places]), strict=True))
    return tuple(answers[at] for at in range(len(wanted)))


def _pictures(file: OpenFile, number: int, wishes: Sequence[PictureWanted]) -> Iterator[ShownPage]:
    """The wishes for one page, from one drawing that is fine enough for all of them."""
    if not 1 <= number <= file.page_count:
        yield from (ShownPage(note=_NO_SUCH_PAGE) for _ in wishes)
        return
    frame, aspect = wishes[0].frame, file.aspect(number)
    if aspect is None:
        text = file.page(number).text
        yield from (ShownPage(text=text, note="" if text else _CANNOT_BE_DRAWN) for _ in wishes)
        return
    width = max(_width_px(wish) for wish in wishes)
    on_its_side = frame.turned_degrees in (90, 270)
    longest = width * max(1.0, aspect if on_its_side else 1 / aspect)
    picture = file.picture(number, longest_px=min(_LONGEST_SIDE_PX, round(longest)))
    if picture is None:
        yield from (ShownPage(note=_CANNOT_BE_DRAWN) for _ in wishes)
        return
    make = WebpPictures(picture, turned_degrees=frame.turned_degrees, straightened_degrees=frame.straightened_degrees)
    yield from map(make, wishes)


def _width_px(wish: PictureWanted) -> float:
    """How wide the whole page must be drawn for this wish."""
    return wish.width_px if wish.window is None else wish.width_px / max(0.05, wish.window[2] - wish.window[0])
