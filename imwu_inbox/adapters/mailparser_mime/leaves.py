"""Every leaf of a message, named or not, with its part number and decoded octets; depth and number are bounded."""

import base64
import email
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message
from hashlib import sha256

from imwu_inbox.adapters.mailparser_mime.bodies import BodyPart, chosen_of
from imwu_inbox.adapters.mailparser_mime.containers import Inner, pasted_pictures, split_uuencoded, unpack
from imwu_inbox.adapters.mailparser_mime.header_block import mended_headers, text_of
from imwu_inbox.adapters.mailparser_mime.names import part_name, type_of_name
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
        _take_leaf(part, headers, path, found, nested=nested)


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
    _list(found, path, part_name(headers, path, ".eml"), headers.get_content_type(), _octets_of_message(inner))
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


def _take_leaf(part: Message, headers: Message, path: str, found: Leaves, *, nested: int) -> None:
    """A leaf is an attachment when it has a name, says so, or is anything but text, a report or a signature."""
    media_type = headers.get_content_type()
    disposition, content = headers.get_content_disposition(), _content(part, headers)
    is_text = headers.get_content_maintype() == "text" or media_type.startswith("multipart/")
    if media_type.startswith("multipart/") and content.strip():
        found.note("parts-not-found")
    if headers.get_filename() or disposition == "attachment" or not (is_text or media_type in _REPORTS | _SIGNATURES):
        inline = media_type.startswith("image/") and disposition != "attachment" and "Content-ID" in headers
        name = part_name(headers, path)
        _list(found, path, name, media_type, content, inline=inline)
        _list_inner(found, path, name, content, nested=nested)
    elif is_text:
        _take_text(text_of(content, headers.get_content_charset("utf-8")), media_type, path, found, nested=nested)


def _take_text(text: str, media_type: str, path: str, found: Leaves, *, nested: int) -> None:
    """A text of the letter itself goes to its body; files written into any text are taken out of it."""
    own, files = split_uuencoded(text)
    _list_files(found, path, files)
    if media_type == "text/html":
        for number, (picture_type, octets) in enumerate(pasted_pictures(text), start=1):
            name = f"picture-{number}.{picture_type.partition('/')[2]}"
            _list(
                found,
                f"{path}!{name}",
                name,
                picture_type,
                decode_base64(octets.encode("ascii", "ignore")),
                inline=True,
            )
    if nested == 0:
        found.bodies.append(BodyPart(text=own, is_html=media_type == "text/html"))


def _list_inner(found: Leaves, path: str, name: str, content: bytes, *, nested: int) -> None:
    """The files inside a file; one container within another is opened too, a third is left shut."""
    unpacked = unpack(content)
    if not unpacked.is_whole:
        found.note("container-not-wholly-read")
    _list_files(found, path, unpacked.files)
    for inner in unpacked.files:
        _list_files(found, f"{path}!{inner.name}", unpack(inner.content).files)
    if name.lower().endswith(".eml") and nested < MAX_MESSAGE_DEPTH:
        _walk_message(email.message_from_bytes(content), path, found, depth=MAX_DEPTH // 2, nested=nested + 1)


def _list_files(found: Leaves, path: str, files: Sequence[Inner]) -> None:
    for number, file in enumerate(files, start=1):
        name = file.name or f"file-{number}"
        _list(found, f"{path}!{name}", name, file.media_type or type_of_name(name), file.content)


def _list(found: Leaves, path: str, name: str, media_type: str, content: bytes, *, inline: bool = False) -> None:
    if len(found.attachments) >= MAX_PARTS:
        found.note("more-than-500-parts")
        return
    same = sum(file.path == path or file.path.startswith(f"{path}#") for file in found.attachments)
    found.attachments.append(
        Attachment(
            path=f"{path}#{same + 1}" if same else path,
            name=name,
            media_type=media_type,
            content=content,
            size_bytes=len(content),
            sha256=sha256(content).hexdigest(),
            inline=inline,
        )
    )


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
