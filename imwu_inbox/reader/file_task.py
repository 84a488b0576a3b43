"""The reading of one open file: each page looked at as closely as it needs, judged, and gathered into papers."""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from imwu_inbox.documents import imm5686_form, passport_page
from imwu_inbox.domain.codes import find_codes
from imwu_inbox.domain.documents import Answer, DocumentKind, Opened, Source
from imwu_inbox.domain.form_fields import FileStructure
from imwu_inbox.domain.form_identity import is_please_wait
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.page_kinds import CODED_KINDS, PageKind, runs_of
from imwu_inbox.domain.page_view import PageView, frame_of
from imwu_inbox.domain.reading import Document, FileReading
from imwu_inbox.ports.page_source import OpenFile
from imwu_inbox.reader.judges import kind_seen
from imwu_inbox.reader.page_looks import DPI, FEW_WORDS, PageLooks, ReadingTools
from imwu_inbox.reader.second_look import second_look
from imwu_inbox.reader.zone_task import ZoneTask


class FileTask:
    """The reading of one open file."""

    def __init__(
        self, tools: ReadingTools, file: OpenFile, structure: FileStructure, *, today: date, until: float
    ) -> None:
        """Take the tools and the file. Units: `until` in seconds of the steady clock."""
        self._tools = tools
        self._file = file
        self._structure = structure
        self._today = today
        self._until = until
        self._look = second_look(tools.ocr, until)
        self._zones = ZoneTask(tools=tools.zones, file=file, today=today, until=until)
        self._forms: dict[tuple[int, ...], Document] = {}
        self._opens: dict[int, bool] = {}
        self._looks = PageLooks(tools, file, self._zones, title=structure.title, today=today, until=until)

    def reading(self, media_type: str) -> FileReading:
        """Every page looked at, judged, and gathered into papers."""
        views, kinds, unread = [], [], []
        most = min(self._file.page_count, self._tools.limits.pages)
        for number, view in self._looks(range(1, most + 1)):
            if view is None:
                unread.append(number)
                continue
            kind = kind_seen(view)
            kinds.append(kind)
            views.append(view if kind.kind is DocumentKind.IMM5686 else _without_pixels(view))
            self._read_forms(views, kinds)
        late = Hindrance.TIME if time.monotonic() > self._until else Hindrance.PAGES
        opened, hidden = _how_far(self._looks.hidden)
        unread += range(most + 1, self._file.page_count + 1)
        return FileReading(
            opened=opened,
            media_type=media_type,
            why=late if unread else hidden,
            documents=self._xfa_documents(views) or tuple(self._documents(views, kinds)),
            page_count=self._file.page_count,
            unread_pages=tuple(unread),
            frames=tuple(frame_of(view, self._file.aspect(view.number)) for view in views),
        )

    def _shown(self, pages: Sequence[PageView]) -> tuple[PageView, ...]:
        """The pages with their pixels."""
        images = (self._file.image(page.number, dpi=DPI) for page in pages)
        return tuple(replace(page, image=page.image or image) for page, image in zip(pages, images, strict=True))

    def _xfa_documents(self, views: Sequence[PageView]) -> tuple[Document, ...]:
        """The one document of a form drawn by its viewer; none when the pages themselves must be read."""
        if not self._structure.is_xfa or not imm5686_form.is_xfa_form(self._structure):
            return ()
        form = imm5686_form.read_xfa(self._structure, self._tools.codes)
        drawn = [view for view in views if not is_please_wait(view) and view.word_count > FEW_WORDS]
        if form.why and drawn:
            return ()
        pages = tuple(view.number for view in views) or (1,)
        why = ("XFA data of the form", *form.why)
        return (
            Document(pages=pages, kind=DocumentKind.IMM5686, confidence=0.99, why=why, form=form, codes=form.codes),
        )

    def _documents(self, views: Sequence[PageView], kinds: Sequence[PageKind]) -> Iterator[Document]:
        by_number = {view.number: view for view in views}
        for run in self._runs(views, kinds):
            numbers = tuple(kind.number for kind in run)
            yield self._forms.get(numbers) or self._document(run, [by_number[number] for number in numbers])

    def _runs(self, views: Sequence[PageView], kinds: Sequence[PageKind]) -> tuple[tuple[PageKind, ...], ...]:
        """The pages so far, gathered into papers."""
        by_number = {view.number: view for view in views}

        def opens_form(number: int) -> bool:
            if number not in self._opens:
                self._opens[number] = imm5686_form.asks_page_one(by_number[number])
            return self._opens[number]

        return runs_of(kinds, opens_form)

    def _read_forms(self, views: list[PageView], kinds: Sequence[PageKind]) -> None:
        """Read each form whose pages have all come, and let go of their pixels: a file may hold thirty of them."""
        if self._structure.is_xfa:
            return
        at = {view.number: place for place, view in enumerate(views)}
        for run in self._runs(views, kinds)[:-1]:
            numbers = tuple(kind.number for kind in run)
            if run[0].kind is DocumentKind.IMM5686 and numbers not in self._forms:
                self._forms[numbers] = self._document(run, [views[at[number]] for number in numbers])
                for number in numbers:
                    views[at[number]] = _without_pixels(views[at[number]])

    def _document(self, run: Sequence[PageKind], pages: Sequence[PageView]) -> Document:
        kind = run[0].kind
        document = Document(
            pages=tuple(one.number for one in run),
            kind=kind,
            confidence=max(one.confidence for one in run),
            why=tuple(dict.fromkeys(why for one in run for why in one.why)),
            kind_is_sure=all(one.sure for one in run),
        )
        if kind is DocumentKind.PASSPORT:
            zones = [(zone, page.number) for page in pages for zone in passport_page.passports_of(page)]
            compared = (self._zones.with_print(zone, number, small_print=True) for zone, number in zones)
            return replace(document, passports=tuple(compared))
        if kind is DocumentKind.IMM5686:
            fields = self._structure.acroform_fields
            form = imm5686_form.read_form(pages, fields, self._tools.codes, self._look)
            if form.complete is Answer.NO and any(page.image is None for page in pages):
                # Answers that are drawn, stamped or written by hand stand in no text layer.
                form = imm5686_form.read_form(self._shown(pages), fields, self._tools.codes, self._look)
            return replace(document, form=form, codes=form.codes, why=(*document.why, *form.why))
        text = "\n\n".join(page.page.text for page in pages)
        codes = find_codes(text, self._tools.codes, source=Source.LETTER) if kind in CODED_KINDS else ()
        return replace(document, text=text, codes=codes)


def _without_pixels(view: PageView) -> PageView:
    return view if view.image is None else replace(view, image=None)


def _how_far(hidden: Collection[Hindrance]) -> tuple[Opened, Hindrance | None]:
    """How far a file is opened whose pages show less than stands on them, and why."""
    if Hindrance.DAMAGED in hidden:
        return Opened.DAMAGED, Hindrance.DAMAGED
    return (Opened.TOO_LARGE, Hindrance.PIXELS) if hidden else (Opened.OK, None)
