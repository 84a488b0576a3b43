"""A message read with mail-parser for its people and the standard library for its parts."""

from collections.abc import Sequence
from email.errors import MessageError
from email.message import Message

from imwu_inbox.adapters.mailparser_mime.bodies import body_text
from imwu_inbox.adapters.mailparser_mime.header_block import message_ids, moment_of, read_headers
from imwu_inbox.adapters.mailparser_mime.leaves import gather
from imwu_inbox.adapters.mailparser_mime.mending import mended_message
from imwu_inbox.adapters.mailparser_mime.structure import message_of
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.quoted_history import without_history
from imwu_inbox.errors import MailUnparseable
from imwu_inbox.ports.container_opener import ContainerOpener

__all__ = ["MailParserMime"]


class MailParserMime:
    """Reads a message's bytes; it holds nothing between two messages."""

    def __init__(self, *, openers: Sequence[ContainerOpener] = ()) -> None:
        """Take what opens files that hold files; the first that knows one opens it."""
        self._openers = tuple(openers)

    def parse_mail(self, content: bytes) -> ParsedMail:
        """Headers, bodies and every leaf, bounded in depth and number.

        Raises: MailUnparseable when the parts are nested beyond what any reader follows.
        """
        try:
            whole, problems = mended_message(content)
            return _read(message_of(whole), problems, self._openers)
        except (RecursionError, MessageError, ValueError, TypeError, LookupError, AttributeError) as broken:
            raise MailUnparseable(
                "This message is built so that no parser can read it (parts nested too deeply or a broken structure). "
                "Open the original in a mail program, and ask the sender for the papers as plain attachments."
            ) from broken


def _read(message: Message, problems: tuple[str, ...], openers: Sequence[ContainerOpener]) -> ParsedMail:
    headers = read_headers(message)
    found = gather(message, openers)
    body = body_text(found.bodies)
    own_ids = message_ids(headers.first("message-id"))
    return ParsedMail(
        message_id=own_ids[0] if own_ids else headers.first("message-id") or None,
        in_reply_to=next(iter(message_ids(headers.first("in-reply-to"))), None),
        references=message_ids(headers.first("references")),
        from_=headers.people["from"],
        reply_to=headers.people["reply-to"],
        sender=next(iter(headers.people["sender"]), None),
        to=headers.people["to"],
        cc=headers.people["cc"],
        subject=headers.first("subject") or "",
        date=moment_of(headers.first("date")),
        content_type=message.get_content_type(),
        headers=headers.values,
        body_text=body,
        own_text=without_history(body),
        attachments=tuple(found.attachments),
        signed=found.signed,
        encrypted=found.encrypted,
        problems=problems + headers.problems + tuple(found.problems),
    )
