"""What goes over the pipes between jail and child: framed JSON and raw bytes, never pickles.

A frame is its length in four octets, then its octets. A task is a JSON frame and a content frame; an answer is
a JSON frame and as many raw frames as it names.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from pydantic import TypeAdapter

from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.page_pictures import PictureWanted, ShownPage
from imwu_inbox.domain.reader_setup import ReaderSetup
from imwu_inbox.domain.reading import FileReading

SETUP = TypeAdapter(ReaderSetup)
READING = TypeAdapter(FileReading)
MAIL = TypeAdapter(ParsedMail)
WANTED = TypeAdapter(tuple[PictureWanted, ...])
SHOWN = TypeAdapter(tuple[ShownPage, ...])

_LENGTH = struct.Struct(">I")
LONGEST_FRAME_BYTES = 256 * 1024 * 1024


class Closed(Exception):
    """The other side has closed its pipe, or spoke nonsense."""


def frame(content: bytes) -> bytes:
    """A frame of these octets."""
    return _LENGTH.pack(len(content)) + content


def read_frame(stream: BinaryIO) -> bytes:
    """The next frame of a blocking stream. Raises: Closed when the stream ends before it does."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if length > LONGEST_FRAME_BYTES:
        raise Closed
    return _exactly(stream, length)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    content = stream.read(count)
    if content is None or len(content) < count:
        raise Closed
    return content


def frame_size(head: bytes | bytearray) -> int | None:
    """How many octets the frame that begins here has in all; None while its length is not complete."""
    return _LENGTH.size + _LENGTH.unpack_from(head)[0] if len(head) >= _LENGTH.size else None


def unframed(whole: bytes) -> bytes:
    """The content of one whole frame."""
    return whole[_LENGTH.size :]


def mail_frames(mail: ParsedMail) -> Iterator[bytes]:
    """A message as one JSON frame without its files, and one raw frame for each file."""
    bare = replace(mail, attachments=tuple(replace(one, content=b"") for one in mail.attachments))
    yield MAIL.dump_json(bare)
    for one in mail.attachments:
        yield one.content


def mail_of(described: Any, contents: list[bytes]) -> ParsedMail:
    """The message of such frames. Raises: ValueError when they do not fit together."""
    bare = MAIL.validate_python(described)
    attachments = tuple(replace(one, content=content) for one, content in zip(bare.attachments, contents, strict=True))
    return replace(bare, attachments=attachments)


def shown_frames(pages: Sequence[ShownPage]) -> Iterator[bytes]:
    """Shown pages as one JSON frame without their pictures, and one raw frame for each."""
    yield SHOWN.dump_json(tuple(replace(one, webp=b"") for one in pages))
    for one in pages:
        yield one.webp


def shown_of(described: Any, contents: list[bytes]) -> tuple[ShownPage, ...]:
    """The pages of such frames. Raises: ValueError when they do not fit together."""
    bare = SHOWN.validate_python(described)
    return tuple(replace(one, webp=webp) for one, webp in zip(bare, contents, strict=True))
