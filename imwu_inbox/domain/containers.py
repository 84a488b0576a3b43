"""Files that hold files: what is taken out of one, how much may be, and what was left inside."""

import re
from dataclasses import dataclass
from enum import StrEnum

MESSAGE_TYPE = "message/rfc822"
_MAIL_HEAD = re.compile(
    rb"(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID|DKIM-Signature|From|Date|Subject|X-[\w-]+): \S",
    re.IGNORECASE,
)
_HEAD_BYTES = 65_536


def begins_like_a_message(content: bytes) -> bool:
    """Whether a file begins and goes on like an email. Source: RFC 5322 2.2, RFC 2045 4."""
    head = content[:_HEAD_BYTES]
    return _MAIL_HEAD.match(head) is not None and b"\nmime-version:" in b"\n" + head.lower()


class LeftInside(StrEnum):
    """Why something in a container was not taken out; the message then counts as not wholly read. Source: rule 5."""

    TOO_MANY = "container-over-100-files"
    TOO_LARGE = "container-over-32-mebibytes"
    TOO_DENSE = "container-over-ratio-250"
    TOO_DEEP = "containers-nested-too-deep"
    LOCKED = "container-locked"
    DAMAGED = "container-damaged"
    NOT_READ = "container-file-not-read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How much may still be taken out of one message's containers. An honest request needs a tenth of it.

    Units: count of files, octets, octets that come out for each that went in.
    """

    files: int = 100
    total_bytes: int = 33_554_432
    ratio: int = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A file taken out of a container, its name without any folder. `within` names a message inside it that held it.

    `is_shown` is True for a picture that the text of its message shows in place.
    """

    name: str
    content: bytes
    media_type: str = ""
    within: str = ""
    is_shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """What a container held: files, or a whole message that was signed in it, and what had to stay inside."""

    files: tuple[Inner, ...] = ()
    message: bytes | None = None
    left_inside: tuple[LeftInside, ...] = ()


def bare_name(path: str) -> str:
    """The last part of a name, so that it leads into no folder; empty when nothing of a name is left."""
    last = path.replace("\\", "/").replace("\x00", "").rpartition("/")[2].strip()
    return "" if last in {".", ".."} else last
