"""Every leaf of a message, named or not, with its part number and decoded octets; depth and number are bounded."""

import base64
import email
import re
from dataclasses import dataclass, field
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message
from hashlib import sha256

from imwu_inbox.adapters.mailparser_mime.bodies import BodyPart, chosen_of
from imwu_inbox.adapters.mailparser_mime.header_block import decoded, mended_headers, text_of
from imwu_inbox.domain.mail import Attachment

MAX_MESSAGE_DEPTH = 8
MAX_DEPTH = 40
MAX_PARTS = 500

_NESTED = frozenset({"message/rfc822", "message/global", "message/news"})
_REPORTS = frozenset(
    {
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "message/global-delivery-status",
        "message/global-disposition-notification",
        "message/global-headers",
    }
)
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_ENVELOPES = frozenset({"", "enveloped-data", "authenveloped-data"})
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/heic": ".heic",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "application/octet-stream": ".bin",
    "application/ms-tnef": ".dat",
    "application/zip": ".zip",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "text/plain": ".txt",
    "text/html": ".html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_BOUNDARY_LINE = re.compile(r"^--(\S(?:[^\r\n]{0,68}\S)?)[ \t]*\r?$", re.MULTILINE)


@dataclass(slots=True)
class Leaves:
    """What a walk gathers; it lives only while one message is read."""

    attachments: list[Attachment] = field(default_factory=list)
    bodies: list[BodyPart] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    signed: bool = False
    encrypted: bool = False
    parts_seen: int = 0

    def note(self, problem: str) -> None:
        """Keep a problem once."""
        if problem not in self.problems:
            self.problems.append(problem)


def gather(message: Message) -> Leaves:
    """Walk the whole message. Source: RFC 2045-2049; part numbers as in RFC 9051 6.4.5.1."""
    found = Leaves()
    _walk_message(message, "", found, depth=0, nested=0)
    return found


def _walk_message(message: Message, prefix: str, found: Leaves, *, depth: int, nested: int) -> None:
    _mend_boundary(message, found)
    if _has_parts(message):
        _walk(message, prefix, found, depth=depth, nested=nested)
    else:
        _walk(message, _below(prefix, 1), found, depth=depth, nested=nested)


def _walk(part: Message, path: str, found: Leaves, *, depth: int, nested: int) -> None:
    found.parts_seen += 1
    if found.parts_seen > MAX_PARTS:
        found.note("more-than-500-parts")
        return
    if depth > MAX_DEPTH:
        found.note("nested-too-deep")
        return
    headers = mended_headers(part)
    media_type = headers.get_content_type()
    _note_protection(headers, media_type, found)
    if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in part.defects):
        found.note("cut-off")
    if media_type in _NESTED:
        _walk_nested(part, headers, path, found, depth=depth, nested=nested)
    elif _has_parts(part):
        _walk_children(part, media_type, path, found, depth=depth, nested=nested)
    else:
        _take_leaf(part, headers, path, found, is_outer=nested == 0)


def _walk_children(part: Message, media_type: str, path: str, found: Leaves, *, depth: int, nested: int) -> None:
    bodies_before = len(found.bodies)
    for number, child in enumerate(part.get_payload(), start=1):
        if isinstance(child, Message):
            _mend_boundary(child, found)
            _walk(child, _below(path, number), found, depth=depth + 1, nested=nested)
    if media_type == "multipart/alternative":
        found.bodies[bodies_before:] = chosen_of(found.bodies[bodies_before:])


def _walk_nested(part: Message, headers: Message, path: str, found: Leaves, *, depth: int, nested: int) -> None:
    """A message within the message is listed once, then its own leaves."""
    inner = _nested_message(part, headers)
    _list(found, path, _name(headers, path, ".eml"), headers.get_content_type(), _octets_of_message(inner))
    if nested >= MAX_MESSAGE_DEPTH:
        found.note("nested-too-deep")
    else:
        _walk_message(inner, path, found, depth=depth + 1, nested=nested + 1)


def _nested_message(part: Message, headers: Message) -> Message:
    """The message inside; one that was wrongly base64-coded is decoded first."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else payload
    coding = str(headers.get("Content-Transfer-Encoding", "")).strip().lower()
    if isinstance(inner, Message) and coding != "base64":
        return inner
    text = inner.as_string() if isinstance(inner, Message) else str(inner)
    octets = text.encode("utf-8", "surrogateescape")
    return email.message_from_bytes(decode_base64(octets) if coding == "base64" else octets)


def _octets_of_message(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except (LookupError, UnicodeError, ValueError, TypeError):
        return message.as_string().encode("utf-8", "surrogateescape")


def _take_leaf(part: Message, headers: Message, path: str, found: Leaves, *, is_outer: bool) -> None:
    """A leaf is an attachment when it has a name, says so, or is anything but text, a report or a signature."""
    media_type = headers.get_content_type()
    disposition = headers.get_content_disposition()
    content = _content(part, headers)
    is_text = headers.get_content_maintype() == "text" or media_type.startswith("multipart/")
    if media_type.startswith("multipart/") and content.strip():
        found.note("parts-not-found")
    if headers.get_filename() or disposition == "attachment" or not (is_text or media_type in _REPORTS | _SIGNATURES):
        inline = media_type.startswith("image/") and disposition != "attachment" and "Content-ID" in headers
        _list(found, path, _name(headers, path), media_type, content, inline=inline)
    elif is_text and is_outer:
        text = text_of(content, headers.get_content_charset("utf-8"))
        found.bodies.append(BodyPart(text=text, is_html=media_type == "text/html"))


def _list(found: Leaves, path: str, name: str, media_type: str, content: bytes, *, inline: bool = False) -> None:
    found.attachments.append(
        Attachment(
            path=path,
            name=name,
            media_type=media_type,
            content=content,
            size_bytes=len(content),
            sha256=sha256(content).hexdigest(),
            inline=inline,
        )
    )


def _name(headers: Message, path: str, extension: str | None = None) -> str:
    """The name as sent, decoded; a nameless part gets the same name on every run."""
    sent = decoded(headers.get_filename() or "").replace("\r", " ").replace("\n", " ").strip()
    return sent or f"part-{path}{extension or _EXTENSIONS.get(headers.get_content_type(), '')}"


def _content(part: Message, headers: Message) -> bytes:
    """The decoded octets of a leaf; base64 is read leniently, as real senders break it."""
    coding = str(headers.get("Content-Transfer-Encoding", "")).split(";")[0].strip().strip("\"'").lower()
    payload = part.get_payload()
    if not isinstance(payload, str):
        return b"".join(_octets_of_message(piece) for piece in payload or () if isinstance(piece, Message))
    if coding == "base64":
        return decode_base64(payload.encode("utf-8", "surrogateescape"))
    decoded_payload = part.get_payload(decode=True)
    return decoded_payload if isinstance(decoded_payload, bytes) else b""


def decode_base64(octets: bytes) -> bytes:
    """Base64 with stray characters dropped, missing padding added, and joined runs read one after the other."""
    runs = [run for run in _NOT_BASE64.sub(b"", octets).split(b"=") if run]
    return b"".join(base64.b64decode(run[: len(run) - (len(run) % 4 == 1)] + b"=" * (-len(run) % 4)) for run in runs)


def _has_parts(part: Message) -> bool:
    return part.is_multipart() and part.get_content_maintype() == "multipart"


def _mend_boundary(part: Message, found: Leaves) -> None:
    """A multipart whose boundary is lost or wrong is read again with the boundary its body shows."""
    payload = part.get_payload()
    if mended_headers(part).get_content_maintype() != "multipart" or not isinstance(payload, str):
        return
    line = _BOUNDARY_LINE.search(payload)
    if line is None:
        return
    head = f'Content-Type: multipart/mixed; boundary="{line[1]}"\n\n'.encode("utf-8", "surrogateescape")
    again = email.message_from_bytes(head + payload.encode("utf-8", "surrogateescape"))
    if again.is_multipart():
        part.set_payload(again.get_payload())
        found.note("boundary-mended")


def _note_protection(headers: Message, media_type: str, found: Leaves) -> None:
    """Signed and encrypted mail, by PGP or S/MIME. Source: RFC 1847, RFC 8551."""
    smime_type = str(headers.get_param("smime-type", "") or "").lower()
    if media_type == "multipart/signed" or (media_type in _SMIME and smime_type == "signed-data"):
        found.signed = True
    if media_type == "multipart/encrypted" or (media_type in _SMIME and smime_type in _ENVELOPES):
        found.encrypted = True


def _below(path: str, number: int) -> str:
    return f"{path}.{number}" if path else str(number)
