"""The pages of one open file looked at, each as closely as it needs; what has no words of its own is read in shares."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from imwu_inbox.documents import imm5686_form, passport_page
from imwu_inbox.domain.documents import Box, DocumentKind, Page, PageImage, TextSource, Word
from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.domain.form_identity import is_another, is_proved
from imwu_inbox.domain.form_marks import ink_in
from imwu_inbox.domain.form_sight import FormSight
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.language import is_readable
from imwu_inbox.domain.mrz import MrzFinding
from imwu_inbox.domain.page_kinds import PLAIN_KINDS
from imwu_inbox.domain.page_view import NOTHING_FOUND, PICTURE_SHARE, PageView, as_it_came, frame_of
from imwu_inbox.domain.pasted_pictures import Pasted, only_these, papers_pasted
from imwu_inbox.domain.printed_proofs import is_printed_there
from imwu_inbox.domain.reader_setup import ReadingLimits
from imwu_inbox.ports.hands import Hands
from imwu_inbox.ports.mrz_reader import MrzReader
from imwu_inbox.ports.ocr_engine import OcrEngine, OcrReading
from imwu_inbox.ports.page_source import OpenFile
from imwu_inbox.reader.judges import kind_seen
from imwu_inbox.reader.page_shares import Looked, SeenPage, Share
from imwu_inbox.reader.zone_task import ZoneTask, ZoneTools

DPI = 200
_ROUGH_DPI = 40
_ANY_PICTURE, _SPECKS = 0.02, 0.002
FEW_WORDS = 60
_SMALLEST_PASSPORT, _WHOLE_PAGE = 0.03, 0.8
"""A data page pasted into a letter covers at least so much of it; a scan covers it all. Units: shares of the page."""
_PLAINLY = 3.0
_GARBLED_SHARE = 0.5
"""Of as many words as this, read from the pixels, each says more than one that another program misread."""
_PRINTED_ZONE = re.compile(r"[A-Z0-9<]{10,}<<[A-Z0-9<]{5,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingTools:
    """What every file is read with."""

    mrz: MrzReader
    zones: ZoneTools
    ocr: OcrEngine
    codes: CodeRegister
    limits: ReadingLimits
    hands: Hands


@dataclass(frozen=True, slots=True, kw_only=True)
class _Glance:
    """A page before its pixels are read as words: `wants_words` when they are all it has, or surer than its own.

    `pasted` are pictures among its own words that may show a passport whose zone was not read.
    """

    page: Page
    share: float
    zone: MrzFinding
    wants_words: bool
    is_digital: bool
    image: PageImage | None
    pasted: Pasted | None = None


class PageLooks:
    """Looks at the pages of one open file."""

    def __init__(
        self, tools: ReadingTools, file: OpenFile, zones: ZoneTask, *, title: str, today: date, until: float
    ) -> None:
        """Take the tools, the file, its zones and its title. Units: `until` in seconds of the steady clock."""
        self._tools = tools
        self._file = file
        self._title = title
        self._today = today
        self._until = until
        self._zones = zones
        self._seen: tuple[int, PageImage | None] = (0, None)
        self._sight = FormSight()
        self._lacks: set[Hindrance] = set()

    def __call__(self, share: Share) -> Looked:
        """Each page of a share; without a view where time was up or too many pages had to be read from pixels."""
        self._lacks.clear()
        glances = {number: self._glance(number) for number in share.numbers if time.monotonic() <= self._until}
        wanted = {number: glance.image for number, glance in glances.items() if glance.image is not None}
        if share.looks_over:
            later = {number: self._likelihood(glances[number], image) for number, image in wanted.items()}
            readings: Mapping[int, OcrReading] = {}
        else:
            later, readings = {}, self._readings(dict(list(wanted.items())[: share.most_read]))
        seen = tuple(
            self._seen_page(number, glances.get(number), readings.get(number))
            for number in share.numbers
            if number not in later
        )
        read = 0 if share.looks_over else len(wanted)
        return Looked(seen=seen, read=read, lacks=frozenset(self._lacks), later=later)

    def _seen_page(self, number: int, glance: _Glance | None, reading: OcrReading | None) -> SeenPage:
        """The page judged, a passport's zones beside its print; only a form is looked at again and keeps its pixels."""
        view = self._view(glance, reading) if glance is not None else None
        if view is None:
            return SeenPage(number=number)
        kind, frame = kind_seen(view), frame_of(view, self._file.aspect(number))
        if kind.kind is DocumentKind.PASSPORT:
            zones = (self._zones.with_print(zone, number, small_print=True) for zone in view.mrz.readings)
            view = replace(view, mrz=replace(view.mrz, readings=tuple(zones)))
        kept = view if kind.kind is DocumentKind.IMM5686 else replace(view, image=None)
        return SeenPage(number=number, view=kept, kind=kind, frame=frame)

    def _likelihood(self, glance: _Glance, image: PageImage) -> int:
        """How likely it is a passport or a form, before it is read: a zone may be there, or tick boxes are."""
        if glance.zone.readings or glance.zone.suspected:
            return 2
        return int(self._tools.ocr.shows_boxes(image))

    def _readings(self, shown: Mapping[int, PageImage]) -> Mapping[int, OcrReading]:
        if not shown:
            return {}
        read = self._tools.ocr(shown, seconds=self._until - time.monotonic(), known=self._sight)
        doubted = {
            number: shown[number]
            for number, one in read.items()
            if one.within is not None and not self._is_proved(number, one.page, one.within)
        }
        kept = {number: one for number, one in read.items() if number not in doubted}
        return kept | dict(self._tools.ocr(doubted, seconds=self._until - time.monotonic()) if doubted else {})

    def _is_proved(self, number: int, page: Page, within: Mapping[Box, Sequence[Word]]) -> bool:
        """Whether a page that looks like the form's says that it is, in its own words or in those printed there."""
        view = PageView(page=page)
        return is_proved(view) or (not is_another(view) and is_printed_there(self._sight.known(number, within)))

    def _glance(self, number: int) -> _Glance:
        """What a page says of itself, the zones on it, and whether its pixels must be read."""
        page = self._file.page(number)
        share = self._file.picture_share(number)
        words = len(page.words)
        digital = is_readable(page.text) and (share < PICTURE_SHARE or words >= FEW_WORDS)
        digital = digital or self._is_all_words(page, share)
        zone, image = NOTHING_FOUND, None
        if share >= _SMALLEST_PASSPORT or not digital or _PRINTED_ZONE.search(page.text):
            image = self._image(number)
            zone = self._zones.found(number, image)
        wants = not digital and not any(one.checks_valid for one in zone.readings)
        if not wants and share >= _WHOLE_PAGE and not zone.readings:
            wants = not self._tells_plainly(PageView(page=page, mrz=zone, picture_share=share, title=self._title))
        pasted = self._pasted(page, share, image) if not wants and not zone.readings else None
        image = self._image(number) if wants else image
        if image is not None and image.lacks is not None:
            self._lacks.add(image.lacks)
        image = image if wants else None
        return _Glance(
            page=page, share=share, zone=zone, wants_words=wants, is_digital=digital, image=image, pasted=pasted
        )

    def _pasted(self, page: Page, share: float, image: PageImage | None) -> Pasted | None:
        """The pictures among the words of which one may be a passport's page whose zone was not read."""
        aspect = self._file.aspect(page.number) if page.pictures and share < _WHOLE_PAGE else None
        boxes = papers_pasted(page.pictures, page_aspect=aspect) if aspect else ()
        return only_these(image, boxes) if image is not None and boxes else None

    def _pasted_passport(self, glance: _Glance, pasted: Pasted) -> PageView:
        """What the pictures pasted on a page say, whatever its own words do."""
        number = glance.page.number
        read = self._tools.ocr.closely(pasted.image, number=number, rows=pasted.rows)
        return self._view_read(glance, Page(number=number, source=TextSource.NONE), read)

    def _tells_plainly(self, view: PageView) -> bool:
        """Whether words that another program laid under a scan plainly tell of a supporting paper."""
        told = kind_seen(view)
        return told.kind in PLAIN_KINDS and told.points >= _PLAINLY

    def _view(self, glance: _Glance, reading: OcrReading | None) -> PageView | None:
        """The page as the judges see it; None when its pixels ought to have been read and were not.

        Words laid under a scan may be wrong or lie elsewhere; they stay where our own look finds no form or passport.
        """
        as_told = PageView(page=glance.page, mrz=glance.zone, picture_share=glance.share, title=self._title)
        if glance.pasted is not None:
            own = self._pasted_passport(glance, glance.pasted) if time.monotonic() <= self._until else None
            return own if own is None or passport_page.judge(own).points else as_told
        if not glance.wants_words or glance.image is None:
            return as_told
        if reading is None:
            return as_told if glance.is_digital else None
        if not glance.is_digital:
            return self._view_read(glance, glance.page, reading)
        own = self._view_read(glance, Page(number=glance.page.number, source=TextSource.NONE), reading)
        return own if imm5686_form.judge(own).points or passport_page.judge(own).points else as_told

    def _view_read(self, glance: _Glance, page: Page, read: OcrReading) -> PageView:
        # Words of the file that say something stay where more of them were there than could be read; garbled ones go.
        least = len(page.words) * (1.0 if is_readable(page.text) else _GARBLED_SHARE)
        better = read.page if read.within is not None or len(read.page.words) >= least else page
        view = PageView(
            page=better,
            known=self._sight.known(page.number, read.within) if read.within is not None else None,
            mrz=glance.zone,
            image=read.image,
            picture_share=max(glance.share, 0.0 if page.source is TextSource.TEXT_LAYER else 1.0),
            ink_share=read.ink_share,
            title=self._title,
        )
        if not glance.zone.readings and passport_page.looks_printed_like_one(view).points:
            again = self._tools.mrz(read.image, today=self._today)
            frame = frame_of(view, self._file.aspect(page.number))
            view = replace(view, mrz=as_it_came(again, frame)) if again.readings else view
        return view

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
            self._seen = (number, self._file.image(number, dpi=DPI))
        return self._seen[1]
