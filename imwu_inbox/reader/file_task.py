"""The reading of one open file: each page looked at as closely as it needs, judged, and gathered into papers."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from imwu_inbox.documents import (
    company_letter,
    contract,
    cv,
    diploma,
    imm5686_form,
    job_offer,
    other,
    passport_page,
)
from imwu_inbox.domain.codes import find_codes
from imwu_inbox.domain.documents import Answer, DocumentKind, Opened, Page, PageImage, Source, TextSource
from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.domain.form_fields import FileStructure
from imwu_inbox.domain.form_marks import ink_in
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.language import is_readable
from imwu_inbox.domain.mrz import MrzFinding
from imwu_inbox.domain.page_kinds import CODED_KINDS, PLAIN_KINDS, PageKind, kind_of, runs_of
from imwu_inbox.domain.page_view import NOTHING_FOUND, PICTURE_SHARE, PageView, as_it_came, frame_of
from imwu_inbox.domain.reader_setup import ReadingLimits
from imwu_inbox.domain.reading import Document, FileReading
from imwu_inbox.ports.document_kind import DocumentKindJudge
from imwu_inbox.ports.mrz_reader import MrzReader
from imwu_inbox.ports.ocr_engine import OcrEngine
from imwu_inbox.ports.page_source import OpenFile
from imwu_inbox.reader.second_look import second_look
from imwu_inbox.reader.zone_task import ZoneTask, ZoneTools

JUDGES: tuple[DocumentKindJudge, ...] = (
    passport_page.judge,
    imm5686_form.judge,
    company_letter.judge,
    job_offer.judge,
    contract.judge,
    cv.judge,
    diploma.judge,
    other.judge,
)
_ROUGH_DPI, _DPI = 40, 200
_ANY_PICTURE, _SPECKS = 0.02, 0.002
_FEW_WORDS = 60
_SMALLEST_PASSPORT, _WHOLE_PAGE = 0.03, 0.8
"""A data page pasted into a letter covers at least so much of it; a scan covers it all. Units: shares of the page."""
_PLAINLY = 3.0
_PRINTED_ZONE = re.compile(r"[A-Z0-9<]{10,}<<[A-Z0-9<]{5,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingTools:
    """What every file is read with."""

    mrz: MrzReader
    zones: ZoneTools
    ocr: OcrEngine
    codes: CodeRegister
    limits: ReadingLimits


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
        self._ocr_left = tools.limits.ocr_pages
        self._zone_task = ZoneTask(tools=tools.zones, file=file, today=today, until=until)
        self._seen: tuple[int, PageImage | None] = (0, None)

    def reading(self, media_type: str) -> FileReading:
        """Every page looked at, judged, and gathered into papers."""
        views, kinds, unread = [], [], []
        for number in range(1, self._file.page_count + 1):
            view = self._view(number) if number <= self._tools.limits.pages else None
            if view is None:
                unread.append(number)
                continue
            kind = kind_of(view, [judge(view) for judge in JUDGES])
            kinds.append(kind)
            views.append(view if kind.kind is DocumentKind.IMM5686 or view.image is None else replace(view, image=None))
        why = Hindrance.TIME if time.monotonic() > self._until else Hindrance.PAGES
        return FileReading(
            opened=Opened.OK,
            media_type=media_type,
            why=why if unread else None,
            documents=self._xfa_documents(views) or tuple(self._documents(views, kinds)),
            page_count=self._file.page_count,
            unread_pages=tuple(unread),
            frames=tuple(frame_of(view, self._file.aspect(view.number)) for view in views),
        )

    def _view(self, number: int) -> PageView | None:
        """One page looked at as closely as it needs; None when time is up or too many pages were read from pixels."""
        if time.monotonic() > self._until:
            return None
        page = self._file.page(number)
        share = self._file.picture_share(number)
        words = len(page.words)
        digital = is_readable(page.text) and (share < PICTURE_SHARE or words >= _FEW_WORDS)
        digital = digital or self._is_all_words(page, share)
        zone = NOTHING_FOUND
        if share >= _SMALLEST_PASSPORT or not digital or _PRINTED_ZONE.search(page.text):
            zone = self._zone_task.found(number, self._image(number))
        if not digital and not any(one.checks_valid for one in zone.readings):
            return self._view_by_ocr(number, page, zone, share)
        view = PageView(page=page, mrz=zone, picture_share=share, title=self._structure.title)
        return self._seen_anew(view) if share >= _WHOLE_PAGE and not zone.readings else view

    def _seen_anew(self, view: PageView) -> PageView:
        """A scan under which another program laid words: they may be wrong or lie elsewhere, so its picture is read.

        Not where they plainly tell of a supporting paper; and what they say stays where our own look finds no form.
        """
        told = kind_of(view, [judge(view) for judge in JUDGES])
        if told.kind in PLAIN_KINDS and told.points >= _PLAINLY:
            return view
        bare = Page(number=view.number, source=TextSource.NONE)
        own = self._view_by_ocr(view.number, bare, view.mrz, view.picture_share)
        shows = own is not None and (imm5686_form.judge(own).points or passport_page.judge(own).points)
        return own if own is not None and shows else view

    def _is_all_words(self, page: Page, share: float) -> bool:
        """Whether a page of few words shows nothing beside them: then there is nothing more to read."""
        if not page.words or share > _ANY_PICTURE:
            return False
        image = self._file.image(page.number, dpi=_ROUGH_DPI)
        if image is None:
            return True
        of_words = sum((word.box[2] - word.box[0]) * (word.box[3] - word.box[1]) for word in page.words)
        return ink_in(image, 0, 0, image.width_px, image.height_px) <= of_words + _SPECKS

    def _image(self, number: int) -> PageImage | None:
        """The page's pixels, made once for every look at them."""
        if self._seen[0] != number:
            self._seen = (number, self._file.image(number, dpi=_DPI))
        return self._seen[1]

    def _view_by_ocr(self, number: int, page: Page, zone: MrzFinding, share: float) -> PageView | None:
        image = self._image(number)
        if image is None:
            return PageView(page=page, mrz=zone, picture_share=share, title=self._structure.title)
        if self._ocr_left <= 0:
            return None
        self._ocr_left -= 1
        read = self._tools.ocr(image, number=number)
        better = read.page if len(read.page.words) >= len(page.words) or not page.words else page
        view = PageView(
            page=better,
            mrz=zone,
            image=read.image,
            picture_share=max(share, 0.0 if page.source is TextSource.TEXT_LAYER else 1.0),
            ink_share=read.ink_share,
            title=self._structure.title,
        )
        if not zone.readings and passport_page.looks_printed_like_one(view).points:
            again = self._tools.mrz(read.image, today=self._today)
            frame = frame_of(view, self._file.aspect(number))
            view = replace(view, mrz=as_it_came(again, frame)) if again.readings else view
        return view

    def _shown(self, pages: Sequence[PageView]) -> tuple[PageView, ...]:
        """The pages with their pixels."""
        images = (self._file.image(page.number, dpi=_DPI) for page in pages)
        return tuple(replace(page, image=page.image or image) for page, image in zip(pages, images, strict=True))

    def _xfa_documents(self, views: Sequence[PageView]) -> tuple[Document, ...]:
        """The one document of a form drawn by its viewer; none when the pages themselves must be read."""
        if not self._structure.is_xfa or not imm5686_form.is_xfa_form(self._structure):
            return ()
        form = imm5686_form.read_xfa(self._structure, self._tools.codes)
        drawn = [view for view in views if not imm5686_form.is_please_wait(view) and view.word_count > _FEW_WORDS]
        if form.why and drawn:
            return ()
        pages = tuple(view.number for view in views) or (1,)
        why = ("XFA data of the form", *form.why)
        return (
            Document(pages=pages, kind=DocumentKind.IMM5686, confidence=0.99, why=why, form=form, codes=form.codes),
        )

    def _documents(self, views: Sequence[PageView], kinds: Sequence[PageKind]) -> Iterator[Document]:
        by_number = {view.number: view for view in views}
        for run in runs_of(kinds, lambda number: imm5686_form.asks_page_one(by_number[number])):
            yield self._document(run, [by_number[kind.number] for kind in run])

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
            compared = (self._zone_task.with_print(zone, number, small_print=True) for zone, number in zones)
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
