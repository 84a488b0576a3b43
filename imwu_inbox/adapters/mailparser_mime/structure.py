"""Octets to the standard library's message: the same as its own reading, without a look at each line of a picture."""

import email
import re
import secrets
from collections.abc import Iterator
from email.message import Message
from typing import Any

_FIRST_LINES = re.compile(rb"^(?:[A-Za-z0-9+/]{16,}+\r?+\n){4}", re.MULTILINE)
"""So a coded part begins: lines that can be no header, so that what follows them is a body."""
_READ_LINE_BY_LINE = re.compile("delivery-status", re.IGNORECASE)
"""The one kind of part in whose body empty lines matter to the parser."""
_MARK = secrets.token_hex(16)
_PLACE = re.compile(_MARK + r"(\d{8})")


def message_of(octets: bytes) -> Message:
    """The message these octets are, as `email.message_from_bytes` gives it.

    Long coded parts sit out the parsing: a line that nobody can guess holds the place of each.
    """
    coded: list[str] = []
    skeleton: list[bytes] = []
    stands = 0
    for start, end in _coded_runs(octets):
        skeleton += octets[stands:start], f"{_MARK}{len(coded):08}".encode()
        coded.append(octets[start:end].decode("ascii", "surrogateescape"))
        stands = end
    text = b"".join((*skeleton, octets[stands:])).decode("ascii", "surrogateescape")
    if not coded or _READ_LINE_BY_LINE.search(text):
        return email.message_from_bytes(octets)
    message = email.message_from_string(text)
    for part in message.walk():
        _put_back(part, coded)
    return message


def _coded_runs(octets: bytes) -> Iterator[tuple[int, int]]:
    """Where coded lines begin and end, the last line's end not among them: no boundary is without a hyphen."""
    found = _FIRST_LINES.search(octets)
    while found:
        hyphen = octets.find(b"-", found.end())
        line_end = octets.rfind(b"\n", found.start(), hyphen if hyphen >= 0 else len(octets))
        end = line_end - (octets[line_end - 1 : line_end] == b"\r")
        yield found.start(), end
        found = _FIRST_LINES.search(octets, line_end)


def _put_back(part: Any, coded: list[str]) -> None:
    """A part's own text is taken as it stands: asked for it, the library would read it by its charset."""
    for text in ("_payload", "preamble", "epilogue"):
        held = getattr(part, text)
        if isinstance(held, str):
            setattr(part, text, _PLACE.sub(lambda found: coded[int(found[1])], held))
