"""Where messages lie in files: one in each, many in an mbox, or one in each file of a maildir."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ReadLetter = Callable[[], bytes | None]
"""The bytes of a message, or None when its file is gone. Raises: OSError when it cannot be read."""


def letters_below(path: Path) -> Iterator[tuple[ReadLetter, Path]]:
    """A way to read each message of a file, a folder or a maildir, in the order of the names. Raises: OSError."""
    if not path.is_dir():
        yield from _letters_of_file(path)
    elif (path / "cur").is_dir() and (path / "new").is_dir():
        yield from ((partial(read_file, file), file) for file in sorted((*path.glob("cur/*"), *path.glob("new/*"))))
    else:
        for file in sorted((*path.rglob("*.eml"), *path.rglob("*.mbox"))):
            yield from _letters_of_file(file)


def _letters_of_file(file: Path) -> Iterator[tuple[ReadLetter, Path]]:
    with file.open("rb") as opened:
        is_mbox = opened.read(5) == b"From "
    if not is_mbox:
        yield partial(read_file, file), file
        return
    for start, end in _spans_of_mbox(file):
        yield partial(read_file, file, start, end), file


def _spans_of_mbox(file: Path) -> Iterator[tuple[int, int]]:
    """Where each message of an mbox begins and ends: after a `From ` line after an empty one. Source: RFC 4155."""
    start: int | None = None
    position, after_empty = 0, True
    with file.open("rb") as lines:
        for line in lines:
            if after_empty and line.startswith(b"From "):
                if start is not None:
                    yield start, position
                start = position + len(line)
            position += len(line)
            after_empty = not line.strip(b"\r\n")
    if start is not None:
        yield start, position


def read_file(file: Path, start: int = 0, end: int | None = None) -> bytes | None:
    """The octets of a file from here to there; None when it is gone. Raises: OSError."""
    try:
        with file.open("rb") as opened:
            opened.seek(start)
            return opened.read() if end is None else opened.read(end - start)
    except FileNotFoundError:
        return None
