"""What lies in an opaque signature (smime.p7m): taken out, and not trusted for it. Source: RFC 5652, RFC 8551 3.5."""

import base64
import binascii
import re

from asn1crypto import cms

from imwu_inbox.domain.containers import Allowance, Inner, LeftInside, Unpacked

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_OUTER_BYTES = 32
_ARMOUR = re.compile(rb"-----BEGIN (?:PKCS7|CMS)-----(.+?)-----END", re.DOTALL)
_HEADER = re.compile(rb"\s*[A-Za-z][A-Za-z0-9-]*:[ \t]")


def open_signed(content: bytes, *, most: Allowance) -> Unpacked | None:
    """The message or the file that was signed; None for anything else, and for a signature that lies beside it."""
    octets = _without_armour(content)
    if _SIGNED_DATA not in octets[:_OUTER_BYTES]:
        return None
    try:
        within = cms.ContentInfo.load(octets)["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Unpacked(left_inside=(LeftInside.DAMAGED,))
    if within is None:
        return None
    if not isinstance(within, bytes):
        return Unpacked(left_inside=(LeftInside.NOT_READ,))
    if most.files <= 0:
        return Unpacked(left_inside=(LeftInside.TOO_MANY,))
    if _HEADER.match(within):
        return Unpacked(message=within)
    return Unpacked(files=(Inner(name="signed-content", content=within),))


def _without_armour(content: bytes) -> bytes:
    """The octets of a signature that was written as letters."""
    armoured = _ARMOUR.match(content.lstrip())
    if armoured is None:
        return content
    try:
        return base64.b64decode(armoured[1])
    except binascii.Error:
        return content
