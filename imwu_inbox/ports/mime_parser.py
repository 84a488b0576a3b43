"""Bytes of a message to what they say."""

from typing import Protocol

from imwu_inbox.domain.mail import ParsedMail


class MimeParser(Protocol):
    """Reads a message."""

    def parse_mail(self, content: bytes) -> ParsedMail:
        """Headers, bodies and every leaf, bounded. Raises: MailUnparseable, ChildKilled."""
        ...
