"""Every leaf of a message, named or not, with its part number and decoded octets; depth and number are bounded."""

import email
import re
from collections.abc import Sequence
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message

from imwu_inbox.adapters.mailparser_mime.bodies import BodyPart, chosen_of
from imwu_inbox.adapters.mailparser_mime.gathering import Leaves
from imwu_inbox.adapters.mailparser_mime.header_block import mended, mended_headers, text_of
from imwu_inbox.adapters.mailparser_mime.names import EXTENSIONS, charset_of, file_name, part_name
from imwu_inbox.adapters.mailparser_mime.structure import message_of
from imwu_inbox.adapters.mailparser_mime.transfer import decode_base64, octets_of, octets_of_message, payload_of
from imwu_inbox.adapters.mailparser_mime.written_in import pasted_pictures, split_uuencoded
from imwu_inbox.domain.containers import begins_like_a_message
from imwu_inbox.ports.container_opener import ContainerOpener

MAX_MESSAGE_DEPTH = 8
MAX_DEPTH = 40

_NESTED = frozenset({"message/rfc822", "message/global", "message/news"})
_ELSEWHERE = frozenset({"message/partial", "message/external-body"})
"""The rest of these lies in another message or on a server: it is not fetched."""

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
_SIGNED_DEPTH = 10
"""A message signed in itself again and again is followed four times."""

_BOUNDARY_LINE = re.compile(r"^--(\S(?:[^\r\n]{0,68}\S)?)[ \t]*\r?$", re.MULTILINE)


def gather(message: Message, openers: Sequence[ContainerOpener]) -> Leaves:
    """Walk the whole message. Source: RFC 2045-2049; part numbers as in RFC 9051 6.4.5.1."""
    found = Leaves(openers=openers)
    _walk_message(message, "", found, depth=0, nested=0)
    return found


def _walk_message(message: Message, prefix: str, found: Leaves, *, depth: int, nested: int) -> None:
    _mend_boundary(message, found)
    if _has_parts(message):
        _walk(message, prefix, found, depth=depth, nested=nested)
    else:
        _walk(message, _below(prefix, 1), found, depth=depth, nested=nested)


def _walk(part: Message, path: str, found: Leaves, *, depth: int, nested: int) -> None:
    if not found.bounds.is_part_left():
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
    if media_type in _ELSEWHERE:
        found.note("parts-not-found")
    if media_type in _NESTED:
        _walk_nested(part, headers, path, found, depth=depth, nested=nested)
    elif _has_parts(part):
        _walk_children(part, media_type, path, found, depth=depth, nested=nested)
    else:
        _take_leaf(part, headers, path, found, depth=depth, nested=nested)


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
    name = part_name(file_name(headers), path, ".eml")
    found.add(path, name, headers.get_content_type(), octets_of_message(inner))
    if nested >= MAX_MESSAGE_DEPTH:
        found.note("nested-too-deep")
    else:
        _walk_message(inner, path, found, depth=depth + 1, nested=nested + 1)


def _nested_message(part: Message, headers: Message) -> Message:
    """The message inside; one that was wrongly base64-coded is decoded first."""
    payload = payload_of(part)
    inner = payload[0] if isinstance(payload, list) and payload else payload
    coding = str(headers.get("Content-Transfer-Encoding", "")).strip().lower()
    if isinstance(inner, Message) and coding != "base64":
        return inner
    text = inner.as_string() if isinstance(inner, Message) else str(inner)
    octets = text.encode("utf-8", "surrogateescape")
    return email.message_from_bytes(decode_base64(octets) if coding == "base64" else octets)


def _take_leaf(part: Message, headers: Message, path: str, found: Leaves, *, depth: int, nested: int) -> None:
    """A leaf is an attachment when it has a name, says so, or is anything but text, a report or a signature."""
    media_type = headers.get_content_type()
    disposition, content = headers.get_content_disposition(), octets_of(part, headers)
    is_text = media_type.startswith(("text/", "multipart/"))
    if media_type.startswith("multipart/") and content.strip():
        found.note("parts-not-found")
    sent_name = file_name(headers)
    if sent_name or disposition == "attachment" or not (is_text or media_type in _REPORTS | _SIGNATURES):
        inline = media_type.startswith("image/") and disposition != "attachment" and "Content-ID" in headers
        name = part_name(sent_name, path, EXTENSIONS.get(media_type, ""))
        own_path = found.add(path, name, media_type, content, inline=inline)
        _open(found, own_path, name, content, depth=depth, nested=nested, containers=0)
    elif is_text:
        _take_text(text_of(content, charset_of(headers)), media_type, path, found, nested=nested)


def _take_text(text: str, media_type: str, path: str, found: Leaves, *, nested: int) -> None:
    """A text of the letter itself goes to its body; files written into any text are taken out of it."""
    own, files = split_uuencoded(text)
    pictures = pasted_pictures(text) if media_type == "text/html" else ()
    for file in (*files, *pictures):
        found.add_inner(path, file)
    if nested == 0:
        found.bodies.append(BodyPart(text=own, is_html=media_type == "text/html"))


def _open(found: Leaves, path: str, name: str, content: bytes, *, depth: int, nested: int, containers: int) -> None:
    """The files inside a file, those inside these, and the parts of a message that was attached as a file."""
    if _is_message(name, content):
        _walk_apart(content, path, found, depth=depth + 1, nested=nested + 1)
        return
    unpacked = found.opened(content, depth=containers)
    if unpacked is None:
        return
    if unpacked.message is not None:
        found.signed = True
        _walk_apart(unpacked.message, path, found, depth=depth + _SIGNED_DEPTH, nested=nested)
    for file in unpacked.files:
        inner_path = found.add_inner(path, file)
        _open(found, inner_path, file.name, file.content, depth=depth, nested=nested, containers=containers + 1)


def _is_message(name: str, content: bytes) -> bool:
    """Whether a plain file is a message: by its name, or as it begins and goes on like one."""
    return name.lower().endswith(".eml") or begins_like_a_message(content)


def _walk_apart(content: bytes, path: str, found: Leaves, *, depth: int, nested: int) -> None:
    """A message that lies inside a file: its files are listed under the file's place."""
    if nested > MAX_MESSAGE_DEPTH or depth > MAX_DEPTH:
        found.note("nested-too-deep")
        return
    inner = found.apart()
    _walk_message(message_of(content), "", inner, depth=depth, nested=nested)
    found.take_over(inner, path)


def _has_parts(part: Message) -> bool:
    return part.is_multipart() and part.get_content_maintype() == "multipart"


def _mend_boundary(part: Message, found: Leaves) -> None:
    """A multipart whose boundary is lost or wrong is read again with the boundary its body shows."""
    if part.is_multipart() or "multipart" not in mended(str(part.get("Content-Type", ""))).lower():
        return
    payload = payload_of(part)
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
    smime_type = str(headers.get_param("smime-type", "") or "").lower() if media_type in _SMIME else ""
    if media_type == "multipart/signed" or (media_type in _SMIME and smime_type == "signed-data"):
        found.signed = True
    if media_type == "multipart/encrypted" or (media_type in _SMIME and smime_type in _ENVELOPES):
        found.encrypted = True


def _below(path: str, number: int) -> str:
    return f"{path}.{number}" if path else str(number)
