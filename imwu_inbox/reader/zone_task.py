"""The zones of one open file: each page looked at for zones, what is printed above one compared with it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from imwu_inbox.documents.printed_zone import compared
from imwu_inbox.domain.documents import DocumentKind, Opened, PageImage
from imwu_inbox.domain.mrz import MrzFinding, MrzFormat, MrzReading
from imwu_inbox.domain.mrz_places import on_page
from imwu_inbox.domain.page_view import NOTHING_FOUND
from imwu_inbox.domain.reading import Document, FileReading
from imwu_inbox.ports.data_page import DataPageReader
from imwu_inbox.ports.mrz_reader import MrzReader
from imwu_inbox.ports.page_source import OpenFile

_DPI, _FINE_DPI = 200, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneTools:
    """What zones are read with. Shape: `country_names` to codes, by folded name."""

    mrz: MrzReader
    data_page: DataPageReader
    country_names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneTask:
    """The zones of one open file. Units: `until` in seconds of the steady clock."""

    tools: ZoneTools
    file: OpenFile
    today: date
    until: float

    def found(self, number: int, image: PageImage | None) -> MrzFinding:
        """The zones of a page, looked for again in finer pixels where one was suspected."""
        if image is None:
            return NOTHING_FOUND
        found = self.tools.mrz(image, today=self.today)
        if found.readings or not found.suspected:
            return found
        finer = self.file.image(number, dpi=_FINE_DPI)
        if finer is None or finer.width_px <= image.width_px:
            return found
        again = self.tools.mrz(finer, today=self.today)
        return again if again.readings else found

    def with_print(self, zone: MrzReading, number: int, *, small_print: bool) -> MrzReading:
        """A passport's zone beside what the page prints above it; labels and all with `small_print`."""
        image = self.file.image(number, dpi=_DPI) if time.monotonic() < self.until else None
        if image is None or zone.format is not MrzFormat.TD3:
            return zone
        words = self.tools.data_page(image, zone, small_print=small_print)
        read = compared(zone, words, page=number, country_names=self.tools.country_names)
        return on_page(read, self.file.aspect(number))

    def reading(self, media_type: str, *, pages: int, confirm: bool) -> FileReading:
        """One document for each page with zones."""
        documents, unread = [], []
        for number in range(1, self.file.page_count + 1):
            if number > pages or time.monotonic() > self.until:
                unread.append(number)
                continue
            zones = self.found(number, self.file.image(number, dpi=_DPI)).readings
            if confirm:
                zones = tuple(self.with_print(zone, number, small_print=False) for zone in zones)
            if zones:
                documents.append(_document(zones, number))
        return FileReading(
            opened=Opened.OK,
            media_type=media_type,
            documents=tuple(documents),
            page_count=self.file.page_count,
            unread_pages=tuple(unread),
        )


def _document(zones: tuple[MrzReading, ...], number: int) -> Document:
    passport = any(zone.format is MrzFormat.TD3 for zone in zones)
    return Document(
        pages=(number,),
        kind=DocumentKind.PASSPORT if passport else DocumentKind.OTHER,
        confidence=max(zone.confidence for zone in zones),
        kind_is_sure=any(zone.checks_valid for zone in zones),
        passports=zones,
    )
