"""The showing of one file: pictures of the pages that an officer looks at, each page drawn once.

The pages of the files that lie in it follow its own, as they were numbered when they were read.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from imwu_inbox.adapters.pikepdf_repair import mended
from imwu_inbox.adapters.webp_pictures import WebpPictures
from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.page_pictures import NotShown, PictureWanted, ShownPage
from imwu_inbox.ports.page_source import OpenFile
from imwu_inbox.reader.files_inside import FilesInside

_LONGEST_SIDE_PX = 2600


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTask:
    """Shows pages of a file and of those that lie in it."""

    files: FilesInside

    def __call__(self, content: bytes, wanted: Sequence[PictureWanted]) -> tuple[ShownPage, ...]:
        """One answer for each wish, in their order."""
        opened, answers = self._answers(content, wanted)
        if opened is Opened.DAMAGED and (whole := mended(content)) is not None:
            # What could not be read may still be looked at.
            opened, answers = self._answers(whole, wanted)
        otherwise = ShownPage(why=NotShown.NO_SUCH_PAGE if opened is Opened.OK else NotShown.NOT_OPENED)
        return tuple(answers.get(at, otherwise) for at in range(len(wanted)))

    def _answers(self, content: bytes, wanted: Sequence[PictureWanted]) -> tuple[Opened, dict[int, ShownPage]]:
        """How far the file was opened, and the answers by the places of their wishes."""
        by_page: dict[int, list[int]] = defaultdict(list)
        for at, wish in enumerate(wanted):
            by_page[wish.frame.number].append(at)
        answers: dict[int, ShownPage] = {}
        opened = Opened.OK
        with closing(self.files(content)) as files:
            for found in files:
                opened = found.opened if found.is_outermost else opened
                if found.file is None:
                    continue
                before = found.pages_before
                for number in [page for page in by_page if before < page <= before + found.page_count]:
                    places = by_page.pop(number)
                    wishes = [wanted[at] for at in places]
                    answers.update(zip(places, _pictures(found.file, number - before, wishes), strict=True))
                if not by_page:
                    break
        return opened, answers


def _pictures(file: OpenFile, number: int, wishes: Sequence[PictureWanted]) -> Iterator[ShownPage]:
    """The wishes for one page, from one drawing that is fine enough for all of them."""
    frame, aspect = wishes[0].frame, file.aspect(number)
    if aspect is None:
        text = file.page(number).text
        yield from (ShownPage(text=text, why=None if text else NotShown.NOT_DRAWN) for _ in wishes)
        return
    width = max(_width_px(wish) for wish in wishes)
    on_its_side = frame.turned_degrees in (90, 270)
    longest = width * max(1.0, aspect if on_its_side else 1 / aspect)
    picture = file.picture(number, longest_px=min(_LONGEST_SIDE_PX, round(longest)))
    if picture is None:
        yield from (ShownPage(why=NotShown.NOT_DRAWN) for _ in wishes)
        return
    make = WebpPictures(picture, turned_degrees=frame.turned_degrees, straightened_degrees=frame.straightened_degrees)
    yield from map(make, wishes)


def _width_px(wish: PictureWanted) -> float:
    """How wide the whole page must be drawn for this wish."""
    return wish.width_px if wish.window is None else wish.width_px / max(0.05, wish.window[2] - wish.window[0])
