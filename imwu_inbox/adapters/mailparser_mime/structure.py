"""Octets to the standard library's message: the same as its own reading, without a look at each line of a picture."""

import email
import re
import secrets
from email.message import Message
from typing import Any

_CODED_LINES = re.compile(r"^(?:[A-Za-z0-9+/]{16,}+={0,2}+\r?+\n){4,}+", re.MULTILINE)
"""Lines that can be no header, no boundary and no empty line: the parser hands them on as they are."""
_MARK = secrets.token_hex(16)
_PLACE = re.compile(_MARK + r"(\d{8})")


def message_of(octets: bytes) -> Message:
    """The message these octets are, as `email.message_from_bytes` gives it.

    Long coded parts sit out the parsing: a line that nobody can guess holds the place of each.
    """
    coded: list[str] = []

    def keep_place(lines: re.Match[str]) -> str:
        kept = lines.group().rstrip("\r\n")
        coded.append(kept)
        return f"{_MARK}{len(coded) - 1:08}{lines.group()[len(kept) :]}"

    message = email.message_from_string(_CODED_LINES.sub(keep_place, octets.decode("ascii", "surrogateescape")))
    for part in message.walk() if coded else ():
        _put_back(part, coded)
    return message


def _put_back(part: Any, coded: list[str]) -> None:
    """A part's own text is taken as it stands: asked for it, the library would read it by its charset."""
    for text in ("_payload", "preamble", "epilogue"):
        held = getattr(part, text)
        if isinstance(held, str):
            setattr(part, text, _PLACE.sub(lambda found: coded[int(found[1])], held))
