"""A message attached as a file: what it says itself is its text; its files are papers of their own already."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from imwu_inbox.domain.containers import MESSAGE_TYPE
from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.typed_file import TypedFile, typed_file
from imwu_inbox.errors import MailUnparseable
from imwu_inbox.ports.mime_parser import MimeParser


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePages:
    """Opens messages; satisfies `ports.page_source.PageSource`."""

    mail: MimeParser

    def accepts(self, media_type: str) -> bool:
        """Messages only."""
        return media_type == MESSAGE_TYPE

    @contextmanager
    def open(self, content: bytes) -> Iterator[TypedFile]:
        """Its subject and body, without any of its coded parts; one that says nothing has no pages."""
        try:
            message = self.mail.parse_mail(content)
        except MailUnparseable:
            yield TypedFile(opened=Opened.DAMAGED, why=Hindrance.DAMAGED)
            return
        text = f"{message.subject}\n\n{message.body_text}"
        said = bool(text.strip()) or not message.is_wholly_read
        yield typed_file(text, is_all=message.is_wholly_read) if said else TypedFile()
