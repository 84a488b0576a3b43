"""A letter of ours that comes back: which one, and whether it failed for good.

Source: RFC 3464 (delivery reports), RFC 8098 (read receipts), RFC 3461 (envelope ids), rule 45.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from imwu_inbox.domain.mail import ParsedMail, RawMail
from imwu_inbox.domain.seal import Seal

_SEARCHED_BYTES = 524_288
"""A report names the letter near its beginning. Units: octets."""
_REPORTS = frozenset({"multipart/report", "message/delivery-status", "message/disposition-notification"})
_POSTMASTERS = frozenset({"mailer-daemon", "postmaster", "mail-daemon"})
_ACTION = re.compile(r"^action:\s*(failed|delayed|delivered|relayed|expanded)", re.IGNORECASE | re.MULTILINE)
_READ = re.compile(r"disposition-notification", re.IGNORECASE)
_FAILED_FOR_GOOD = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b|\b55\d\b")


class Return(StrEnum):
    """What a report says of the letter."""

    FAILED = "failed"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """A report about one of our letters: its record, its Message-ID, and what is said of it."""

    reference: str
    message_id: str
    said: Return


def came_back(raw: RawMail, mail: ParsedMail, seal: Seal) -> CameBack | None:
    """The letter of ours that a machine reports about; None when it is no report or about no letter of ours.

    Only our seal counts: nobody can make an address undeliverable without having held the letter sent there.
    """
    if not _is_report(mail):
        return None
    text = _text_of(raw, mail)
    for reference, message_id in seal.letters_named_in(text):
        return CameBack(reference=reference, message_id=message_id, said=_said(mail, text))
    return None


def _is_report(mail: ParsedMail) -> bool:
    if mail.content_type.lower() in _REPORTS or any(mail.header_values("X-Failed-Recipients")):
        return True
    return any(sender.local_part in _POSTMASTERS for sender in mail.from_)


def _text_of(raw: RawMail, mail: ParsedMail) -> str:
    pieces = [raw.content[:_SEARCHED_BYTES], *(leaf.content[:_SEARCHED_BYTES] for leaf in mail.attachments)]
    return "\n".join([mail.body_text, *(piece.decode("latin-1") for piece in pieces)])


def _said(mail: ParsedMail, text: str) -> Return:
    actions = {found[1].lower() for found in _ACTION.finditer(text)}
    if actions:
        return Return.FAILED if "failed" in actions else Return.OTHER
    if any(_READ.search(value) for value in mail.header_values("Content-Type")):
        return Return.OTHER
    has_failed = any(mail.header_values("X-Failed-Recipients")) or _FAILED_FOR_GOOD.search(text)
    return Return.FAILED if has_failed else Return.OTHER
