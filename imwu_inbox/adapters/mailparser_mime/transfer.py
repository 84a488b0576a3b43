"""The octets of a part, whatever coding they travelled in; base64 is read leniently, as real senders break it."""

import base64
import binascii
import string
from contextlib import suppress
from email.message import Message
from typing import Any

_BASE64 = f"{string.ascii_letters}{string.digits}+/=".encode()
_NOT_BASE64 = bytes(octet for octet in range(256) if octet not in _BASE64)


def octets_of(part: Message, headers: Message) -> bytes:
    """The decoded octets of a leaf."""
    coding = str(headers.get("Content-Transfer-Encoding", "")).split(";")[0].strip().strip("\"'").lower()
    payload = payload_of(part)
    if not isinstance(payload, str):
        return b"".join(octets_of_message(piece) for piece in payload if isinstance(piece, Message))
    if coding == "base64":
        return decode_base64(payload.encode("utf-8", "surrogateescape"))
    decoded_payload = part.get_payload(decode=True)
    return decoded_payload if isinstance(decoded_payload, bytes) else b""


def payload_of(part: Message) -> str | list[Any]:
    """The text or the parts of a part; Python reads the text by its charset, and breaks on one that is for no text."""
    try:
        payload = part.get_payload()
    except (ValueError, TypeError):  # also a charset with a NUL in its name, or in pieces that contradict each other
        payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload.decode("ascii", "surrogateescape")
    return payload if isinstance(payload, str | list) else ""


def octets_of_message(message: Message) -> bytes:
    """A message as octets again, also where the standard library balks at its own text."""
    try:
        return message.as_bytes()
    except (LookupError, UnicodeError, ValueError, TypeError):
        return message.as_string().encode("utf-8", "surrogateescape")


def decode_base64(octets: bytes) -> bytes:
    """Base64 with stray characters dropped, missing padding added, and joined runs read one after the other."""
    end = octets.find(b"=")
    if end < 0 or not octets[end:].strip(b"=\r\n \t"):
        # One run: the library drops stray characters by itself, and minds nothing but a padding that is missing.
        with suppress(binascii.Error):
            return binascii.a2b_base64(octets)
    runs = [run for run in octets.translate(None, _NOT_BASE64).split(b"=") if run]
    return b"".join(base64.b64decode(run[: len(run) - (len(run) % 4 == 1)] + b"=" * (-len(run) % 4)) for run in runs)
