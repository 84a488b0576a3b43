"""What of a case is looked at: worker, field, page. It stands in the address, so that a link is all it takes."""

from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from imwu_inbox.domain.case_view import CaseView, Field, FileView, PaperView, WorkerView
from imwu_inbox.domain.page_frame import PageFrame

_TURNS = (0, 90, 180, 270)
_ZOOMS = (1, 2, 3)


class Pane(StrEnum):
    """What fills the left column."""

    PAGE = "page"
    EMAIL = "email"
    WORDS = "words"
    """What was read on the paper, as text: for whoever does not see the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The part of the address after `?`, as it came: any of it may be missing or make no sense."""

    worker: int = 1
    field: str = ""
    at: str = ""
    show: str = ""
    turn: int = 0
    zoom: int = 1
    marks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is shown. Units: page from 1, turn in degrees clockwise, zoom in times the column's width."""

    reference: str
    worker: WorkerView | None
    field: Field | None
    pane: Pane
    file: FileView | None
    page: int
    turn: int
    zoom: int
    has_marks: bool

    @property
    def frame(self) -> PageFrame:
        """How the page reads."""
        return self.file.frame(self.page) if self.file else PageFrame(number=self.page)

    @property
    def paper(self) -> PaperView | None:
        """The paper that the page belongs to."""
        papers = self.file.papers if self.file else ()
        return next((paper for paper in papers if self.page in paper.pages), None)

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages one can go through: those of the paper, else of the file."""
        if self.paper:
            return self.paper.pages
        return tuple(range(1, self.file.page_count + 1)) if self.file else ()

    def neighbour(self, step: int) -> int | None:
        """The page before or after, if there is one."""
        at = self.pages.index(self.page) + step if self.page in self.pages else -1
        return self.pages[at] if 0 <= at < len(self.pages) else None

    def url(self, **changes: object) -> str:
        """The address of the same case with something else looked at; a new page drops turn and zoom."""
        now: dict[str, object] = {
            "worker": self.worker.number if self.worker else 1,
            "field": self.field.key if self.field else "",
            "at": f"{self.file.number}.{self.page}" if self.file else "",
            "show": "" if self.pane is Pane.PAGE else self.pane.value,
            "turn": self.turn,
            "zoom": self.zoom,
            "marks": "" if self.has_marks else "off",
        }
        if {"at", "field", "worker", "show"} & changes.keys():
            now |= {"turn": 0, "zoom": 1, "show": ""}
        asked = {key: value for key, value in (now | changes).items() if value not in ("", _STANDARD.get(key))}
        return f"/case/{self.reference}?{urlencode(asked)}"

    def of_field(self, key: str, place: str = "") -> str:
        """The address of a field, at its first place or at this one. Shape: `place` as file.page."""
        return self.url(field=key, at=place)


_STANDARD: dict[str, object] = {"turn": 0, "zoom": 1}


def choice_of(case: CaseView, asked: Question) -> Choice:
    """The answerable part of a question; what makes no sense falls back to what an officer looks at first."""
    worker = case.worker(asked.worker)
    field = _field(case, worker, asked.field)
    file, page = _place(case, worker, field, asked.at)
    pane = Pane(asked.show) if asked.show in list(Pane) else Pane.PAGE
    pane = Pane.EMAIL if file is None else pane
    chosen = Choice(
        reference=case.record.reference,
        worker=worker,
        field=field,
        pane=pane,
        file=file,
        page=page,
        turn=asked.turn if asked.turn in _TURNS else 0,
        zoom=asked.zoom if asked.zoom in _ZOOMS else 1,
        has_marks=asked.marks != "off",
    )
    return chosen if page in (chosen.pages or (page,)) else replace(chosen, page=chosen.pages[0])


def _field(case: CaseView, worker: WorkerView | None, key: str) -> Field | None:
    """The field asked for, else one that must be settled, else the first that was read."""
    if worker is None:
        return None
    to_settle = (one.field for one in case.concerns_of(worker.number) if one.field)
    read = (one.key for one in worker.fields if one.evidence)
    for wanted in (key, *to_settle, *read):
        found = worker.field(wanted) if wanted else None
        if found is not None:
            return found
    return None


def _place(case: CaseView, worker: WorkerView | None, field: Field | None, at: str) -> tuple[FileView | None, int]:
    """The page asked for, else where the field stands, else the worker's first paper, else the first file."""
    number, _, page = at.partition(".")
    if number.isdecimal() and page.isdecimal() and 1 <= int(number) <= len(case.files):
        file = case.files[int(number) - 1]
        return file, min(max(1, int(page)), max(1, file.page_count))
    place = next((one.place for one in field.evidence if one.place), None) if field else None
    if place is not None:
        return case.files[place.file - 1], place.page
    own = [paper for paper in case.papers if worker is not None and worker.number in paper.workers]
    for paper in (*own, *case.papers):
        return case.files[paper.file - 1], paper.pages[0]
    return (case.files[0], 1) if case.files else (None, 1)
