"""The words and pictures of a Rich Text file; its words by striprtf."""

import re
from itertools import pairwise

from striprtf.striprtf import rtf_to_text

BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What striprtf raises on text that is no RTF."""

_SHOWN = re.compile(rb"\\(?:pict|objdata)\b")
_DIGITS = re.compile(rb"(?<=[\s}])(?:[0-9a-fA-F]{2}\s*){64,}(?![0-9a-zA-Z])")


def rtf_text(content: bytes) -> str:
    """The words, a new line where a paragraph or a row of a table ends. Raises: BROKEN."""
    text: str = rtf_to_text(content.decode("latin-1"), encoding="cp1252", errors="replace")
    return "\n".join(line.replace("|", "  ") for line in text.splitlines())


def rtf_pictures(content: bytes) -> list[bytes]:
    """The pictures and objects that lie in the text as hexadecimal digits; nothing in the place of any other."""
    starts = [one.end() for one in _SHOWN.finditer(content)]
    return [_unfolded(content[start:end]) for start, end in pairwise((*starts, len(content)))]


def _unfolded(part: bytes) -> bytes:
    found = _DIGITS.search(part)
    digits = b"".join(found[0].split()) if found is not None else b""
    return bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))
