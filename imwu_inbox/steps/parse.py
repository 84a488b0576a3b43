"""Parse: bytes to headers, bodies and leaves, bounded."""

from dataclasses import dataclass

from imwu_inbox.domain.mail import RawMail
from imwu_inbox.domain.request import Parsed
from imwu_inbox.ports.mime_parser import MimeParser


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """Reads what a message says."""

    parser: MimeParser

    def __call__(self, raw: RawMail) -> Parsed:
        """The message with what it says. Raises: MailUnparseable, ChildKilled."""
        return Parsed(raw=raw, mail=self.parser.parse_mail(raw.content))
