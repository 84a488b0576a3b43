"""Proof that a form was ours: a token of the session, under a new mask on every page.

The mask keeps the token from being guessed through the size of compressed pages. Source: BREACH, 2013.
"""

import base64
import binascii
import secrets
from hmac import compare_digest

OCTETS = 32
FIELD = "csrf"
HEADER = "x-csrf"


def new_secret() -> str:
    """A new secret of a session. Shape: 32 octets in URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(OCTETS)).decode("ascii")


def token(secret: str) -> str:
    """The secret under a mask of its own. Shape: 64 octets in URL-safe base64."""
    mask = secrets.token_bytes(OCTETS)
    return base64.urlsafe_b64encode(mask + _mixed(mask, base64.urlsafe_b64decode(secret))).decode("ascii")


def holds(secret: str, shown: str) -> bool:
    """Whether the token shown is one of this secret."""
    try:
        octets = base64.urlsafe_b64decode(shown.encode("ascii"))
    except (binascii.Error, UnicodeEncodeError, ValueError):
        return False
    if len(octets) != 2 * OCTETS:
        return False
    return compare_digest(_mixed(octets[:OCTETS], octets[OCTETS:]), base64.urlsafe_b64decode(secret))


def _mixed(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
