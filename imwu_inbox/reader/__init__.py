"""What a jailed child is made of: it reads messages and files; no database, no network, no secrets.

`python -m imwu_inbox.reader` answers tasks on its standard input until that closes.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from imwu_inbox.adapters.file_types import has_macros, media_type_of, why_unsupported
from imwu_inbox.adapters.heif_photos import open_heif_too
from imwu_inbox.adapters.image_pages import ImagePages
from imwu_inbox.adapters.mailparser_mime import MailParserMime
from imwu_inbox.adapters.mrz_reader import NetMrzReader
from imwu_inbox.adapters.office_pages import OfficePages
from imwu_inbox.adapters.outlook_msg import open_outlook_message
from imwu_inbox.adapters.pdfium_raster import PdfiumPages
from imwu_inbox.adapters.pikepdf_repair import mended
from imwu_inbox.adapters.pypdf_pages import PypdfFields
from imwu_inbox.adapters.signed_mail import open_signed
from imwu_inbox.adapters.tesseract_ocr import TesseractOcr
from imwu_inbox.adapters.tesseract_ocr.data_page import TesseractDataPage
from imwu_inbox.adapters.text_pages import TextPages
from imwu_inbox.adapters.tnef_files import open_tnef
from imwu_inbox.adapters.zip_files import open_zip
from imwu_inbox.domain.containers import Allowance
from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.exemption import CodeRegister
from imwu_inbox.domain.form_fields import FileStructure
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.page_pictures import PictureWanted, ShownPage
from imwu_inbox.domain.reader_setup import ReaderSetup
from imwu_inbox.domain.reading import FileReading
from imwu_inbox.ports.container_opener import ContainerOpener
from imwu_inbox.ports.form_fields import FormFields
from imwu_inbox.ports.mime_parser import MimeParser
from imwu_inbox.ports.page_source import OpenFile, PageSource
from imwu_inbox.reader.file_task import FileTask
from imwu_inbox.reader.page_looks import ReadingTools
from imwu_inbox.reader.photos_in_pdfs import PhotosLaidFlat
from imwu_inbox.reader.show_task import ShowTask
from imwu_inbox.reader.zone_task import ZoneTask, ZoneTools

OPENERS: tuple[ContainerOpener, ...] = (open_zip, open_tnef, open_outlook_message, open_signed)
Look = Callable[[OpenFile, FileStructure, str], FileReading]
"""What is read of an open file, given its structure and media type."""
_NO_STRUCTURE = FileStructure(opened=Opened.OK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads messages and files in this process, and shows their pages.

    Satisfies `ports.mime_parser`, `ports.paper_reader`, `ports.passport_reader` and `ports.page_renderer`.
    """

    mail: MimeParser
    sources: tuple[PageSource, ...]
    fields: FormFields
    tools: ReadingTools

    def parse_mail(self, content: bytes) -> ParsedMail:
        """Headers, bodies and every leaf, bounded. Raises: MailUnparseable."""
        return self.mail.parse_mail(content)

    def read_file(self, content: bytes, *, name: str, today: date) -> FileReading:
        """Every document of the file with its evidence; a file that cannot be opened is a reading too."""
        del name  # a name proves nothing; what a file is shows in its bytes
        until = time.monotonic() + self.tools.limits.seconds_per_file

        def look(file: OpenFile, structure: FileStructure, media_type: str) -> FileReading:
            return FileTask(self.tools, file, structure, today=today, until=until).reading(media_type)

        return self._read(content, look, depth=0)

    def read_passports(self, content: bytes, *, today: date, confirm: bool) -> FileReading:
        """The zones on each page, cards and visas too, and nothing else."""
        until = time.monotonic() + self.tools.limits.seconds_per_file

        def look(file: OpenFile, structure: FileStructure, media_type: str) -> FileReading:
            del structure
            task = ZoneTask(tools=self.tools.zones, file=file, today=today, until=until)
            return task.reading(media_type, pages=self.tools.limits.pages, confirm=confirm)

        return self._read(content, look, depth=0)

    def show_pages(self, content: bytes, *, wanted: Sequence[PictureWanted]) -> tuple[ShownPage, ...]:
        """Pictures of pages, one answer for each wish; what cannot be shown says why."""
        return ShowTask(sources=self.sources)(content, wanted)

    def _read(self, content: bytes, look: Look, *, depth: int) -> FileReading:
        """What one look at the open file sees, in it and in the files that lie inside it."""
        media_type = media_type_of(content)
        macros = has_macros(content)
        if not content:
            return FileReading(opened=Opened.EMPTY, media_type=media_type, why=Hindrance.EMPTY)
        source = next((one for one in self.sources if one.accepts(media_type)), None)
        if source is None:
            if depth == 0 and _was_emptied(content):
                return FileReading(opened=Opened.OK, media_type=media_type, has_macros=macros)
            opened, why = why_unsupported(media_type, content)
            return FileReading(opened=opened, media_type=media_type, why=why, has_macros=macros)
        structure = _NO_STRUCTURE
        if media_type == "application/pdf":
            content, structure = self._structure(content)
        with source.open(content) as file:
            if file.opened is not Opened.OK or structure.opened is Opened.ENCRYPTED:
                shut = structure if structure.opened is Opened.ENCRYPTED else file
                return FileReading(opened=shut.opened, media_type=media_type, why=shut.why, has_macros=macros)
            reading = look(file, structure, media_type)
        reading = replace(reading, has_macros=macros)
        if structure.why is not None:
            opened = Opened.OK if structure.why is Hindrance.MENDED else Opened.DAMAGED
            reading = replace(reading, opened=opened, why=reading.why or structure.why)
        return self._with_attachments(reading, structure, look, depth=depth)

    def _structure(self, content: bytes) -> tuple[bytes, FileStructure]:
        """What the file holds beside its pages; a damaged one is mended first, where enough is left of it."""
        structure = self.fields(content)
        if structure.opened is Opened.DAMAGED and (whole := mended(content)) is not None:
            inside = self.fields(whole)
            return whole, replace(inside, why=inside.why or Hindrance.MENDED)
        return content, structure

    def _with_attachments(
        self, reading: FileReading, structure: FileStructure, look: Look, *, depth: int
    ) -> FileReading:
        """The reading with the papers of the files that lie inside a PDF."""
        limits = self.tools.limits
        most = limits.nested_files if depth < limits.nested_depth else 0
        documents = list(reading.documents)
        closed = len(structure.attachments) > most
        for name, content in structure.attachments[:most]:
            inner = self._read(content, look, depth=depth + 1)
            closed = closed or not inner.is_whole
            documents += [replace(one, why=(*one.why, f"in the embedded file {name[:80]}")) for one in inner.documents]
        if closed:
            reading = replace(reading, opened=Opened.UNSUPPORTED, why=reading.why or Hindrance.FILE_INSIDE)
        return replace(reading, documents=tuple(documents))


def _was_emptied(content: bytes) -> bool:
    """Whether it is a container and the reading of its message took everything out of it."""
    unpacked = next((found for opener in OPENERS if (found := opener(content, most=Allowance()))), None)
    return unpacked is not None and not unpacked.left_inside


def reader_of(setup: ReaderSetup) -> Reader:
    """The reader with its real parts."""
    limits = setup.limits
    mrz = NetMrzReader(codes=setup.country_codes)
    return Reader(
        mail=MailParserMime(openers=OPENERS),
        sources=(
            PhotosLaidFlat(source=PdfiumPages()),
            ImagePages(pixels=limits.pixels, more_types=open_heif_too()),
            OfficePages(text_bytes=limits.text_bytes),
            TextPages(text_bytes=limits.text_bytes),
        ),
        fields=PypdfFields(),
        tools=ReadingTools(
            mrz=mrz,
            zones=ZoneTools(mrz=mrz, data_page=TesseractDataPage(), country_names=setup.country_names),
            ocr=TesseractOcr(seconds_per_page=limits.seconds_per_page),
            codes=CodeRegister(codes=setup.exemption_codes),
            limits=limits,
        ),
    )
