"""Is this message a request? What its files and its wording say. Source: rules 63 and 64."""

import re

from imwu_inbox.domain.documents import Answer, DocumentKind, Opened
from imwu_inbox.domain.mail import Attachment, ParsedMail
from imwu_inbox.domain.request import ReadFile

_SMALL_PICTURE_BYTES = 100_000
"""An inline picture under this is a signature's logo, not a paper. Units: octets."""

_TINY_PICTURE_BYTES = 4_000
"""No page can be read from a whole picture under this; the rest of a cut-off one was a paper once. Units: octets."""

_NOTES = ("text/calendar", "text/vcard", "text/x-vcard", "application/ics")
_NOTE_BYTES = 20_000
"""A calendar entry or a card that is larger holds something else, such as a picture. Units: octets."""

_NEVER_A_PAPER = (
    "application/pgp-encrypted",
    "application/pgp-keys",
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
)
"""What mail programs add by themselves. An S/MIME envelope is not among them: every paper may lie in it."""
_ASKS = re.compile(
    r"request(ing|s)? (for )?an? opinion|opinion on (the|a|an|whether)"
    r"|demand(e|ons) (d['’]|une )opinion|une opinion (sur|quant)"
    r"|\bIMM[\s.-]*5686\b"
    r"|(request|seek|apply|appl(ying|ication))\b[^.?!]{0,60}\bexemption|demand\w*\b[^.?!]{0,60}\bdispense"
    r"|\bWP exemption\b|work permit exemption for|LMIA exemption for|dispense (de permis|d['’]EIMT|de l['’]EIMT) pour",
    re.IGNORECASE,
)
_ENCLOSES = re.compile(
    r"\b(attached|enclosed|attachments?|enclosures?|please find)\b"
    r"|\bci-joint|\bci-inclus|en pi[èe]ces? jointes?|\bjoints? au présent",
    re.IGNORECASE,
)
_NAMES_A_CODE = re.compile(
    r"\b(R\s?18[678]\s?\(?[a-x]|[CTFRSAHJ]-?\d{2}\b.{0,30}(exempt|dispens)|(exempt|dispens).{0,30}\b[CTFRSAHJ]-?\d{2}\b)",
    re.IGNORECASE,
)

_REQUEST_PAPERS = frozenset(
    {
        DocumentKind.PASSPORT,
        DocumentKind.IMM5686,
        DocumentKind.LETTER,
        DocumentKind.OFFER,
        DocumentKind.CONTRACT,
        DocumentKind.CV,
        DocumentKind.DIPLOMA,
    }
)


def is_worth_reading(attachment: Attachment) -> bool:
    """Whether a file is opened at all: not a calendar entry, a card, or a bullet shown within the text.

    A tiny picture that somebody attached is opened: it may be the rest of a passport that was cut off on its way.
    """
    if attachment.media_type.startswith(_NEVER_A_PAPER):
        return False
    if attachment.media_type.startswith(_NOTES) and attachment.size_bytes <= _NOTE_BYTES:
        return False
    return not (attachment.inline and _is_tiny_picture(attachment))


def _is_tiny_picture(attachment: Attachment) -> bool:
    return attachment.media_type.startswith("image/") and 0 < attachment.size_bytes < _TINY_PICTURE_BYTES


def could_be_a_paper(file: ReadFile) -> bool:
    """Whether a file counts among the papers: a small picture in a signature counts only when it shows a paper.

    Somebody may paste a passport into the body; most pasted pictures are logos, and so is a tiny one that is whole.
    """
    shows_one = any(document.kind in _REQUEST_PAPERS for document in file.reading.documents)
    is_bullet = _is_tiny_picture(file.attachment) and file.reading.opened is Opened.OK
    return shows_one or not (is_bullet or is_small_pasted_picture(file.attachment))


def is_small_pasted_picture(attachment: Attachment) -> bool:
    """Whether it is a picture shown within the text and small enough for a logo."""
    is_pasted_picture = attachment.inline and attachment.media_type.startswith("image/")
    return is_pasted_picture and attachment.size_bytes < _SMALL_PICTURE_BYTES


def is_worded_as_a_request(mail: ParsedMail) -> Answer:
    """What subject and body say: YES when they ask and enclose, NO when no wording of a request is there."""
    text = f"{mail.subject}\n{mail.own_text or mail.body_text}"
    asks = bool(_ASKS.search(text))
    names_a_code = bool(_NAMES_A_CODE.search(text))
    if (asks or names_a_code) and _ENCLOSES.search(text):
        return Answer.YES
    return Answer.CANNOT_TELL if asks or names_a_code else Answer.NO


def is_a_request(mail: ParsedMail, files: tuple[ReadFile, ...]) -> Answer:
    """Rules 63 and 64 over the files that were read and the wording."""
    papers = [file for file in files if could_be_a_paper(file)]
    worded = is_worded_as_a_request(mail)
    kinds = {document.kind for file in papers for document in file.reading.documents}
    if kinds & _REQUEST_PAPERS or (papers and worded is not Answer.NO):
        return Answer.YES
    if papers or (worded is Answer.NO and not mail.is_wholly_read):
        return Answer.CANNOT_TELL
    return worded
