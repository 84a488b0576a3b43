"""What broken programs do to a whole message, undone before it is parsed."""

import re

_LOOKED_AT_BYTES = 65_536
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_KNOWN_FIELD = re.compile(
    rb"(?:content-type|mime-version|message-id|subject|from|to|date|received|content-transfer-encoding)[ \t]*:",
    re.IGNORECASE,
)
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n|\r\r")


def mended_message(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The message without what would hide its headers, and the names of what was mended."""
    whole = content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    problems = []
    if b"\r\r\n" in whole[:_LOOKED_AT_BYTES]:
        whole = whole.replace(b"\r\r\n", b"\r\n")
        problems.append("line-ends-mended")
    without_junk = _without_junk(whole)
    if without_junk is not whole:
        problems.append("header-lines-dropped")
    return without_junk, tuple(problems)


def _without_junk(whole: bytes) -> bytes:
    """A line that is no header would end the headers: it goes when known headers follow it."""
    end = _EMPTY_LINE.search(whole, 0, _LOOKED_AT_BYTES)
    if end is None:
        return whole
    lines = whole[: end.start()].splitlines(keepends=True)
    junk = [number for number, line in enumerate(lines) if not _FIELD.match(line) and line[:1] not in b" \t"]
    last_known = max((number for number, line in enumerate(lines) if _KNOWN_FIELD.match(line)), default=-1)
    # "From jane@..." at the very top is the separator of a mailbox file, which the parser knows.
    dropped = {number for number in junk if number < last_known and not (number == 0 and lines[0].startswith(b"From "))}
    if not dropped:
        return whole
    return b"".join(line for number, line in enumerate(lines) if number not in dropped) + whole[end.start() :]
