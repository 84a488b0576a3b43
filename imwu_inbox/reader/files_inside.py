"""A file and those that lie inside it, opened one after another; their pages are numbered through.

Reading and showing both go this way, so that page 4 of a portfolio is the same page to both.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from imwu_inbox.adapters.file_types import media_type_of, why_unsupported
from imwu_inbox.adapters.outlook_msg import open_outlook_message
from imwu_inbox.adapters.pikepdf_repair import mended
from imwu_inbox.adapters.signed_mail import open_signed
from imwu_inbox.adapters.tnef_files import open_tnef
from imwu_inbox.adapters.zip_files import open_zip
from imwu_inbox.domain.containers import Allowance
from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.form_fields import FileStructure
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.reader_setup import ReadingLimits
from imwu_inbox.ports.container_opener import ContainerOpener
from imwu_inbox.ports.form_fields import FormFields
from imwu_inbox.ports.page_source import OpenFile, PageSource

OPENERS: tuple[ContainerOpener, ...] = (open_zip, open_tnef, open_outlook_message, open_signed)
_NO_STRUCTURE = FileStructure(opened=Opened.OK)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file, or one that lies in it, and how far it was opened; `file` is None where it was not.

    Units: `pages_before` counts the pages of the files before this one. Shape: `name` is empty for the outermost.
    """

    content: bytes = field(repr=False)
    media_type: str
    name: str
    depth: int
    pages_before: int
    opened: Opened
    why: Hindrance | None = None
    file: OpenFile | None = None
    structure: FileStructure = _NO_STRUCTURE

    @property
    def is_outermost(self) -> bool:
        """Whether it lies in no other."""
        return self.depth == 0

    @property
    def page_count(self) -> int:
        """How many pages it has itself."""
        return self.file.page_count if self.file else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesInside:
    """Opens a file and those that lie in it, as deep and as many as the limits allow."""

    sources: tuple[PageSource, ...]
    fields: FormFields
    limits: ReadingLimits

    def __call__(self, content: bytes) -> Generator[FoundFile, None, None]:
        """The file itself, then each that lies in it before those that lie in that one.

        A found file is valid until the next one is asked for.
        """
        waiting, before = [("", content, 0)], 0
        while waiting:
            name, inside, depth = waiting.pop()
            with self._opened(inside, is_outermost=depth == 0) as opened:
                found = replace(opened, name=name, depth=depth, pages_before=before)
                yield found
                before += found.page_count
            held = found.structure.attachments[: self._most(found)] if found.file else ()
            waiting += [(title, one, depth + 1) for title, one in reversed(held)]

    def leaves_out(self, found: FoundFile) -> bool:
        """Whether it holds more files than are opened."""
        return found.file is not None and len(found.structure.attachments) > self._most(found)

    def _most(self, found: FoundFile) -> int:
        return self.limits.nested_files if found.depth < self.limits.nested_depth else 0

    @contextmanager
    def _opened(self, content: bytes, *, is_outermost: bool) -> Iterator[FoundFile]:
        media_type = media_type_of(content)
        closed = FoundFile(
            content=content, media_type=media_type, name="", depth=0, pages_before=0, opened=Opened.EMPTY,
            why=Hindrance.EMPTY,
        )  # fmt: skip
        source = next((one for one in self.sources if one.accepts(media_type)), None)
        if not content:
            yield closed
            return
        if source is None:
            emptied = is_outermost and _was_emptied(content)
            opened, why = (Opened.OK, None) if emptied else why_unsupported(media_type, content)
            yield replace(closed, opened=opened, why=why)
            return
        structure = _NO_STRUCTURE
        if media_type == "application/pdf":
            content, structure = self._structure(content)
        with source.open(content) as file:
            shut = structure if structure.opened is Opened.ENCRYPTED else file
            if shut.opened is Opened.OK:
                yield replace(closed, opened=Opened.OK, why=None, file=file, structure=structure)
            else:
                yield replace(closed, opened=shut.opened, why=shut.why)

    def _structure(self, content: bytes) -> tuple[bytes, FileStructure]:
        """What the file holds beside its pages; a damaged one is mended first, where enough is left of it."""
        structure = self.fields(content)
        if structure.opened is Opened.DAMAGED and (whole := mended(content)) is not None:
            inside = self.fields(whole)
            return whole, replace(inside, why=inside.why or Hindrance.MENDED)
        return content, structure


def _was_emptied(content: bytes) -> bool:
    """Whether it is a container and the reading of its message took everything out of it."""
    unpacked = next((found for opener in OPENERS if (found := opener(content, most=Allowance()))), None)
    return unpacked is not None and not unpacked.left_inside
