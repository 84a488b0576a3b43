"""Files written into a text itself: uuencoded ones, and pictures pasted into HTML."""

import binascii
import re
from collections.abc import Iterator

from imwu_inbox.adapters.mailparser_mime.transfer import decode_base64
from imwu_inbox.domain.containers import Inner, bare_name

MAX_FILES = 100

_UU_BEGIN = re.compile(r"begin [0-7]{3,4} (?P<name>\S.*)")
_PASTED = re.compile(r"data:(?P<type>image/(?:jpeg|png|gif|tiff|webp|bmp));base64,(?P<octets>[A-Za-z0-9+/=%\s]+)")


def split_uuencoded(text: str) -> tuple[str, tuple[Inner, ...]]:
    """A text without its uuencoded files, and these files; one that never ends stays text."""
    if "begin " not in text:
        return text, ()
    own: list[str] = []
    files: list[Inner] = []
    began: int | None = None
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if began is None and _UU_BEGIN.fullmatch(line.rstrip()) and len(files) < MAX_FILES:
            began = number
        elif began is None:
            own.append(line)
        elif line.rstrip() == "end":
            name = bare_name(lines[began].split(maxsplit=2)[2]) or f"file-{len(files) + 1}"
            files.append(Inner(name=name, content=b"".join(map(_uu_line, lines[began + 1 : number]))))
            began = None
    return "\n".join(own if began is None else [*own, *lines[began:]]), tuple(files)


def _uu_line(line: str) -> bytes:
    """The octets of a line; some encoders leave stray letters at its end, and its first letter tells what counts."""
    counted = (((ord(line[0]) - 32) & 63) * 4 + 5) // 3 if line else 0
    for candidate in (line, line[:counted]):
        try:
            return binascii.a2b_uu(candidate)
        except ValueError:
            continue
    return b""


def pasted_pictures(html: str) -> Iterator[Inner]:
    """Each picture that stands in the HTML itself, named after its place and type."""
    for number, match in enumerate(list(_PASTED.finditer(html))[:MAX_FILES], start=1):
        octets = match["octets"].replace("%2B", "+").replace("%2F", "/").replace("%3D", "=")
        yield Inner(
            name=f"picture-{number}.{match['type'].partition('/')[2]}",
            content=decode_base64(octets.encode("ascii", "ignore")),
            media_type=match["type"],
            is_shown=True,
        )
