"""The drawings of a case: a page with its marked places, the crops of one field, the lines of a zone.

Geometry goes into attributes of SVG, since the page's policy lets nothing be styled in place. Units: pixels.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from imwu_inbox.domain.case_view import CaseView, Evidence, Field, FileView, PaperView, Place, WorkerView, Zone
from imwu_inbox.domain.case_view.pictures import crop, large_picture, page_picture, thumbnail
from imwu_inbox.domain.documents import Box
from imwu_inbox.domain.page_pictures import CROP_HEIGHT_PX, CROP_WIDTH_PX, ShownPage, crop_window
from imwu_inbox.steps.show import Show
from imwu_inbox.web.case_choice import Choice

_SHEET_PX = 1250
"""How wide a page is in the drawing's own measure, whatever its picture's."""
_ROOM_PX = 5
_THUMBNAIL_PX, _TALLEST_THUMBNAIL_PX = 56, 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A rectangle. Units: pixels."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def of(cls, box: Box, width: float, height: float, room: float = _ROOM_PX) -> "Rect":
        """A box of a page this large, with a little room around it."""
        left, top, right, bottom = box
        return cls(
            x=round(left * width - room, 1),
            y=round(top * height - room, 1),
            width=round((right - left) * width + 2 * room, 1),
            height=round((bottom - top) * height + 2 * room, 1),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPlace:
    """A place on the page that a field was read from."""

    field: Field
    evidence: Evidence
    rect: Rect
    is_current: bool
    is_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page as it is drawn. Shape: `viewed` is the size once turned; `move` turns the drawing."""

    href: str
    width: int
    height: int
    viewed: tuple[int, int]
    move: str
    marks: tuple[MarkedPlace, ...]
    zone: Rect | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """The place of one fact with what is around it."""

    href: str
    width: int
    height: int
    rect: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """One paper on the rail. Units: pixels as shown; none where its pages have no pixels."""

    paper: PaperView
    file: FileView
    href: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Draws one case."""

    show: Show
    case: CaseView

    def sheet(self, choice: Choice, seen: ShownPage | None) -> Sheet | None:
        """The chosen page; None where it has no pixels. `seen` tells the shape of one that was not described before."""
        file, aspect = choice.file, choice.frame.aspect
        if aspect is None and seen is not None and seen.webp:
            aspect = seen.width_px / seen.height_px
        if file is None or aspect is None:
            return None
        picture = (large_picture if choice.zoom > 1 else page_picture)(file, choice.page)
        width, height = _SHEET_PX, max(1, round(_SHEET_PX / aspect))
        moves = {
            90: f"translate({height} 0) rotate(90)",
            180: f"translate({width} {height}) rotate(180)",
            270: f"translate(0 {width}) rotate(270)",
        }
        zone = choice.worker.zone if choice.worker else None
        on_page = zone is not None and (zone.place.file, zone.place.page) == (file.number, choice.page)
        return Sheet(
            href=self._href(self.show.name(self.case, picture)),
            width=width,
            height=height,
            viewed=(height, width) if choice.turn in (90, 270) else (width, height),
            move=moves.get(choice.turn, ""),
            marks=tuple(self._marks(choice, width, height)),
            zone=Rect.of(zone.place.box, width, height, 14) if on_page and zone and zone.place.box else None,
        )

    def _marks(self, choice: Choice, width: int, height: int) -> Iterator[MarkedPlace]:
        """Every fact of the worker that was read here, the chosen one last so that it lies on top."""
        here = (choice.file.number if choice.file else 0, choice.page)
        current = choice.field.key if choice.field else ""
        found: list[MarkedPlace] = []
        for field in choice.worker.fields if choice.worker else ():
            for one in field.evidence:
                place = one.place
                if place is not None and place.box is not None and (place.file, place.page) == here:
                    rect = Rect.of(place.box, width, height)
                    found.append(MarkedPlace(field=field, evidence=one, rect=rect, is_current=field.key == current))
        chosen = [mark for mark in found if mark.is_current]
        yield from (mark for mark in found if not mark.is_current)
        yield from (replace(mark, is_first=mark is chosen[0]) for mark in chosen)

    def crop(self, evidence: Evidence) -> Crop | None:
        """The crop of one source; None where it has no place on a page."""
        place = evidence.place
        if place is None or place.box is None:
            return None
        file = self.case.files[place.file - 1]
        window = crop_window(place.box, file.frame(place.page).aspect or 1.0)
        wide, high = window[2] - window[0], window[3] - window[1]
        left, top, right, bottom = place.box
        inside = ((left - window[0]) / wide, (top - window[1]) / high, (right - window[0]) / wide,
                  (bottom - window[1]) / high)  # fmt: skip
        return Crop(
            href=self._href(self.show.name(self.case, crop(file, place.page, place.box))),
            width=CROP_WIDTH_PX,
            height=CROP_HEIGHT_PX,
            rect=Rect.of(inside, CROP_WIDTH_PX, CROP_HEIGHT_PX),
        )

    def rail(self, worker: WorkerView | None) -> tuple[Thumbnail, ...]:
        """The papers: the worker's own, then those of all, then those of others."""
        number = worker.number if worker else 0
        ordered = sorted(self.case.papers, key=lambda paper: (bool(paper.workers) and number not in paper.workers,
                                                              not paper.workers, paper.number))  # fmt: skip
        return tuple(map(self._thumbnail, ordered))

    def _thumbnail(self, paper: PaperView) -> Thumbnail:
        file = self.case.files[paper.file - 1]
        aspect = file.frame(paper.pages[0]).aspect
        if aspect is None:
            return Thumbnail(paper=paper, file=file, href="", width=0, height=0)
        height = min(_TALLEST_THUMBNAIL_PX, round(_THUMBNAIL_PX / aspect))
        name = self.show.name(self.case, thumbnail(file, paper.pages[0]))
        return Thumbnail(paper=paper, file=file, href=self._href(name), width=round(height * aspect), height=height)

    def _href(self, name: str) -> str:
        return f"/case/{self.case.record.reference}/picture/{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A run of a zone's characters that look alike. `digit` is True or False for a check digit that holds or not."""

    text: str
    is_current: bool
    digit: bool | None


def zone_lines(zone: Zone, field: Field | None) -> tuple[tuple[Cells, ...], ...]:
    """The lines of a zone, its check digits and the cells of the chosen field told apart."""
    line, start, stop = zone.cells.get(field.key if field else "", (-1, 0, 0))

    def looks(row: int, text: str) -> Iterator[tuple[tuple[bool, bool | None], str]]:
        for place, character in enumerate(text):
            yield (row == line and start <= place < stop, zone.digits.get((row, place))), character

    return tuple(
        tuple(
            Cells(text="".join(character for _, character in run), is_current=current, digit=digit)
            for (current, digit), run in groupby(looks(row, text), key=itemgetter(0))
        )
        for row, text in enumerate(zone.lines)
    )


def place_of(place: Place | None) -> str:
    """A place as the address has it. Shape: `file.page`."""
    return f"{place.file}.{place.page}" if place else ""
