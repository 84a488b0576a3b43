"""Which pictures a case has: of each page, small and large, and of each place where a fact was read."""

from collections.abc import Iterator
from dataclasses import dataclass

from imwu_inbox.domain.case_view.values import CaseView, FileView
from imwu_inbox.domain.page_pictures import PictureWanted, crop_wanted, large_wanted, page_wanted, thumbnail_wanted

_MOST_PAGES = 200
"""Of a file whose pages were not described when it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture of a case. `batch` says which are drawn together, since they cost little more than one."""

    file: int
    wanted: PictureWanted
    batch: tuple[int, int]

    @property
    def name(self) -> str:
        """What tells it from every other picture of its file."""
        frame, window = self.wanted.frame, self.wanted.window
        turn = f"{frame.turned_degrees}/{frame.straightened_degrees}"
        part = ",".join(f"{edge:.5f}" for edge in window) if window else "whole"
        return f"{frame.number}/{turn}/{self.wanted.width_px}/{part}"


def page_picture(file: FileView, page: int) -> Picture:
    """A page to be read."""
    return Picture(file=file.number, wanted=page_wanted(file.frame(page)), batch=(file.number, page))


def large_picture(file: FileView, page: int) -> Picture:
    """A page to be read closely; drawn by itself, since few are asked for."""
    return Picture(file=file.number, wanted=large_wanted(file.frame(page)), batch=(file.number, -page))


def thumbnail(file: FileView, page: int) -> Picture:
    """A page to be recognised; those of a file are drawn together."""
    return Picture(file=file.number, wanted=thumbnail_wanted(file.frame(page)), batch=(file.number, 0))


def crop(file: FileView, page: int, box: tuple[float, float, float, float]) -> Picture:
    """The place of a fact; drawn together with its page."""
    return Picture(file=file.number, wanted=crop_wanted(file.frame(page), box), batch=(file.number, page))


def pictures_of(case: CaseView) -> Iterator[Picture]:
    """Every picture that a page of this case may show."""
    for file in case.files:
        for page in file.frames or range(1, min(file.page_count, _MOST_PAGES) + 1):
            yield page_picture(file, page)
            yield large_picture(file, page)
        for paper in file.papers:
            yield thumbnail(file, paper.pages[0])
    for worker in case.workers:
        places = (one.place for field in worker.fields for one in field.evidence)
        for place in places:
            if place is not None and place.box is not None:
                yield crop(case.files[place.file - 1], place.page, place.box)
