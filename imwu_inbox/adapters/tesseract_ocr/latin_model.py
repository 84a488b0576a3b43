"""The model for all letters that Latin writing has, without its dictionary: names of all countries, read as written.

The model of French knows French letters; a name such as Gönczy or Źdźbło wants others. The one for Latin writing comes
with 88 MB of words, which take a third of a second to load and help no name; its net has half a megabyte.
"""

import os
import shutil
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_FILE = "Latin.traineddata"
_WORDS = 19
"""The part of a model that holds its words. Source: tesseract, ccutil/tessdatamanager.h."""
_ABSENT = -1


@cache
def latin_model() -> bytes | None:
    """The model without its words; None where this machine has none."""
    folder = model_folder(_FILE)
    try:
        return _without_words(folder / _FILE) if folder is not None else None
    except (OSError, struct.error):
        return None


def model_folder(file: str) -> Path | None:
    """Where a model of this name lies, if it does."""
    return next((folder for folder in _folders() if (folder / file).exists()), None)


def _folders() -> Iterator[Path]:
    """Where the program may keep its models. Source: TESSDATA_PREFIX, packages of Debian and others."""
    told = os.environ.get("TESSDATA_PREFIX")
    if told:
        yield Path(told)
    program = shutil.which("tesseract")
    if program is not None:
        share = Path(program).resolve().parent.parent / "share"
        yield from (*sorted(share.glob("tesseract-ocr/*/tessdata"), reverse=True), share / "tessdata")


def _without_words(file: Path) -> bytes:
    """A model file with one part left out: a count, the offset of each part or -1, and the parts in their order."""
    with file.open("rb") as model:
        (count,) = struct.unpack("<i", model.read(4))
        offsets = struct.unpack(f"<{count}q", model.read(8 * count))
        ends = sorted((*(one for one in offsets if one != _ABSENT), file.stat().st_size))
        kept: list[int] = []
        parts: list[bytes] = []
        at = 4 + 8 * count
        for number, offset in enumerate(offsets):
            if offset == _ABSENT or number == _WORDS:
                kept.append(_ABSENT)
                continue
            model.seek(offset)
            parts.append(model.read(ends[ends.index(offset) + 1] - offset))
            kept.append(at)
            at += len(parts[-1])
    return struct.pack(f"<i{count}q", count, *kept) + b"".join(parts)
