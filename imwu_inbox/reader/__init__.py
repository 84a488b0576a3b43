"""What a jailed child is made of: it reads messages and files; no database, no network, no secrets.

`python -m imwu_inbox.reader` answers tasks on its standard input until that closes.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from imwu_inbox.adapters.file_types import has_macros, media_type_of
from imwu_inbox.adapters.heif_photos import open_heif_too
from imwu_inbox.adapters.image_pages import ImagePages
from imwu_inbox.adapters.jail.hands import OneHand
from imwu_inbox.adapters.mailparser_mime import MailParserMime
from imwu_inbox.adapters.mrz_reader import NetMrzReader
from imwu_inbox.adapters.office_pages import OfficePages
from imwu_inbox.adapters.pdfium_raster import PdfiumPages
from imwu_inbox.adapters.pypdf_pages import PypdfFields
from imwu_inbox.adapters.tesseract_ocr import TesseractOcr
from imwu_inbox.adapters.tesseract_ocr.data_page import TesseractDataPage
from imwu_inbox.adapters.text_pages import TextPages
from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.domain.form_fields import FileStructure
from imwu_inbox.domain.hindrances import READ_IN_PART, Hindrance
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.page_pictures import PictureWanted, ShownPage
from imwu_inbox.domain.reader_setup import ReaderSetup
from imwu_inbox.domain.reading import FileReading
from imwu_inbox.ports.hands import Hands
from imwu_inbox.ports.mime_parser import MimeParser
from imwu_inbox.ports.page_source import OpenFile
from imwu_inbox.reader.file_task import FileTask
from imwu_inbox.reader.files_inside import OPENERS, FilesInside, FoundFile
from imwu_inbox.reader.message_pages import MessagePages
from imwu_inbox.reader.page_looks import ReadingTools
from imwu_inbox.reader.photos_in_pdfs import PhotosLaidFlat
from imwu_inbox.reader.show_task import ShowTask
from imwu_inbox.reader.zone_task import ZoneTask, ZoneTools

Look = Callable[[OpenFile, FileStructure, str], FileReading]
"""What is read of an open file, given its structure and media type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads messages and files in this process, and shows their pages.

    Satisfies `ports.mime_parser`, `ports.paper_reader`, `ports.passport_reader` and `ports.page_renderer`.
    """

    mail: MimeParser
    files: FilesInside
    tools: ReadingTools

    def parse_mail(self, content: bytes) -> ParsedMail:
        """Headers, bodies and every leaf, bounded. Raises: MailUnparseable."""
        return self.mail.parse_mail(content)

    def media_type_of(self, content: bytes) -> str:
        """What a file is by its content, with nothing of it read."""
        return media_type_of(content)

    def read_file(self, content: bytes, *, name: str, today: date) -> FileReading:
        """Every document of the file with its evidence; a file that cannot be opened is a reading too."""
        del name  # a name proves nothing; what a file is shows in its bytes
        until = time.monotonic() + self.tools.limits.seconds_per_file

        def look(file: OpenFile, structure: FileStructure, media_type: str) -> FileReading:
            return FileTask(self.tools, file, structure, today=today, until=until).reading(media_type)

        return self._read(content, look)

    def read_passports(self, content: bytes, *, today: date, confirm: bool) -> FileReading:
        """The zones on each page, cards and visas too, and nothing else."""
        until = time.monotonic() + self.tools.limits.seconds_per_file

        def look(file: OpenFile, structure: FileStructure, media_type: str) -> FileReading:
            del structure
            task = ZoneTask(tools=self.tools.zones, file=file, today=today, until=until)
            return task.reading(media_type, pages=self.tools.limits.pages, confirm=confirm)

        return self._read(content, look)

    def show_pages(self, content: bytes, *, wanted: Sequence[PictureWanted]) -> tuple[ShownPage, ...]:
        """Pictures of pages, one answer for each wish; what cannot be shown says why."""
        return ShowTask(files=self.files)(content, wanted)

    def _read(self, content: bytes, look: Look) -> FileReading:
        """What one look at each open file sees: at the file itself, and at those that lie in it."""
        seen = [(found, _seen(found, look)) for found in self.files(content)]
        (_, whole), *inner = seen
        closed = any(self.files.leaves_out(found) for found, _ in seen) or any(not one.is_whole for _, one in inner)
        if closed:
            whole = replace(whole, opened=Opened.UNSUPPORTED, why=whole.why or Hindrance.FILE_INSIDE)
        return whole.holding(_told_inside(found, one) for found, one in inner)


def _seen(found: FoundFile, look: Look) -> FileReading:
    """One file read by itself, its pages from 1."""
    macros = has_macros(found.content)
    if found.file is None:
        return FileReading(opened=found.opened, media_type=found.media_type, why=found.why, has_macros=macros)
    reading = replace(look(found.file, found.structure, found.media_type), has_macros=macros)
    if found.structure.why is None:
        return reading
    opened = Opened.OK if found.structure.why in READ_IN_PART else Opened.DAMAGED
    return replace(reading, opened=opened, why=reading.why or found.structure.why)


def _told_inside(found: FoundFile, reading: FileReading) -> FileReading:
    """A file that lies in another, its pages numbered on; each of its papers says where it lay."""
    moved = reading.after(found.pages_before)
    lay = f"in the embedded file {found.name[:80]}"
    return replace(moved, documents=tuple(replace(one, why=(*one.why, lay)) for one in moved.documents))


def reader_of(setup: ReaderSetup, hands: Hands | None = None) -> Reader:
    """The reader with its real parts, and with these hands, else one."""
    limits = setup.limits
    mrz, mail = NetMrzReader(codes=setup.country_codes), MailParserMime(openers=OPENERS)
    return Reader(
        mail=mail,
        files=FilesInside(
            sources=(
                PhotosLaidFlat(source=PdfiumPages()),
                ImagePages(pixels=limits.pixels, more_types=open_heif_too()),
                OfficePages(text_bytes=limits.text_bytes),
                MessagePages(mail=mail),
                TextPages(text_bytes=limits.text_bytes),
            ),
            fields=PypdfFields(),
            limits=limits,
        ),
        tools=ReadingTools(
            mrz=mrz,
            zones=ZoneTools(mrz=mrz, data_page=TesseractDataPage(), country_names=setup.country_names),
            ocr=TesseractOcr(seconds_per_page=limits.seconds_per_page),
            codes=CodeRegister(codes=setup.exemption_codes),
            limits=limits,
            hands=hands or OneHand(),
        ),
    )
