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
from imwu_inbox.domain.page_kinds import CODED_KINDS, PageKind
from imwu_inbox.domain.page_view import PageView
from imwu_inbox.domain.reading import Document, FileReading
from imwu_inbox.ports.page_source import OpenFile
from imwu_inbox.reader.page_looks import DPI, FEW_WORDS, PageLooks, ReadingTools
from imwu_inbox.reader.pages_seen import PagesSeen, Run
from imwu_inbox.reader.second_look import second_look
from imwu_inbox.reader.shared_looks import SharedLooks
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
        self._until = until
        self._look = second_look(tools.ocr, until)
        zones = ZoneTask(tools=tools.zones, file=file, today=today, until=until)
        self._forms: dict[Run, Document] = {}
        looks = PageLooks(tools, file, zones, title=structure.title, today=today, until=until)
        self._looks = SharedLooks(looks, tools, file, until=until)

    def reading(self, media_type: str) -> FileReading:
        """Every page looked at, judged, and gathered into papers."""
        most = min(self._file.page_count, self._tools.limits.pages)
        pages = PagesSeen(most, opens_form=imm5686_form.asks_page_one)
        for page in self._looks(range(1, most + 1)):
            pages.add(page)
            self._read_forms(pages)
        opened, hidden = _how_far(self._looks.lacks)
        unread = (*pages.unread, *range(most + 1, self._file.page_count + 1))
        return FileReading(
            opened=opened,
            media_type=media_type,
            why=self._why_unread() if unread else hidden,
            documents=self._xfa_documents(tuple(pages.views.values())) or tuple(self._documents(pages)),
            page_count=self._file.page_count,
            unread_pages=unread,
            frames=pages.frames,
        )

    def _why_unread(self) -> Hindrance:
        if self._looks.broken:
            return min(self._looks.broken)
        return Hindrance.TIME if time.monotonic() > self._until else Hindrance.PAGES

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

    def _documents(self, pages: PagesSeen) -> Iterator[Document]:
        views = pages.views
        for run in pages.papers():
            yield self._forms.get(run) or self._document(run, [views[kind.number] for kind in run])

    def _read_forms(self, pages: PagesSeen) -> None:
        """Read each form whose pages have all come, and let go of their pixels."""
        if self._structure.is_xfa:
            return
        for run in pages.whole_forms():
            if run not in self._forms:
                self._forms[run] = self._document(run, [pages.views[kind.number] for kind in run])
                pages.let_go(run)

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
            zones = tuple(zone for page in pages for zone in passport_page.passports_of(page))
            return replace(document, passports=zones)
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


def _how_far(hidden: Collection[Hindrance]) -> tuple[Opened, Hindrance | None]:
    """How far a file is opened whose pages show less than stands on them, and why."""
    if Hindrance.DAMAGED in hidden:
        return Opened.DAMAGED, Hindrance.DAMAGED
    return (Opened.TOO_LARGE, Hindrance.PIXELS) if hidden else (Opened.OK, None)
