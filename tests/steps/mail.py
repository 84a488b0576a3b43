"""Messages as the steps hand them on."""

from datetime import UTC, datetime
from hashlib import sha256

from imwu_inbox.domain.mail import Address, Attachment, MailRef, ParsedMail, RawMail

RECEIVED = datetime(2026, 11, 2, 19, 3, tzinfo=UTC)
SENDER = Address(name="RH", address="rh@atelier.example.org")


def a_raw_mail(
    content: bytes = b"message", *, size_bytes: int | None = None, whole: bool = True, answerable: bool = True
) -> RawMail:
    """A message from the vault."""
    return RawMail(
        ref=MailRef(account="unit", folder="INBOX", uidvalidity=1, uid=7),
        sha256=sha256(content).hexdigest(),
        content=content,
        size_bytes=len(content) if size_bytes is None else size_bytes,
        received_at=RECEIVED,
        whole=whole,
        answerable=answerable,
    )


def a_mail(*attachments: Attachment, sender: Address = SENDER, headers: tuple[tuple[str, str], ...] = ()) -> ParsedMail:
    """What a message says."""
    body = "Please find attached our request for an opinion."
    return ParsedMail(
        message_id="<7@atelier.example.org>",
        from_=(sender,),
        subject="Request for an opinion",
        headers=headers,
        body_text=body,
        own_text=body,
        attachments=attachments,
    )


def an_attachment(
    path: str, content: bytes, *, media_type: str = "application/pdf", inline: bool = False
) -> Attachment:
    """A leaf of a message."""
    return Attachment(
        path=path,
        name=f"{path}.pdf",
        media_type=media_type,
        content=content,
        size_bytes=len(content),
        sha256=sha256(content).hexdigest(),
        inline=inline,
    )
