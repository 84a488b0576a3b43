"""Files damaged by seed: the same number gives the same mutant of the same parent on every run."""

import random
import re
import zipfile
from collections.abc import Sequence
from functools import cache
from io import BytesIO

from fixtures.makers.zip_files import zipped
from tests.disasters.damage import Damage, cut_off, cut_out, damaged, flip_octets, repeat_a_stretch
from tests.disasters.mutant_parents import parents

SEED = 20261127
MOST_DAMAGES = 3
_NUMBER = re.compile(rb"(?<![\w.])\d{1,6}(?![\w.])")
_NAME = re.compile(rb"/[A-Za-z]{2,20}")
_OBJECT = re.compile(rb"\d+ 0 obj.*?endobj", re.DOTALL)
_TAG = re.compile(rb"<[^<>]{1,200}>")
_ODD_NUMBERS = (b"-1", b"0", b"65536", b"2147483647", b"4294967295", b"99999999999999999999", b"1e308", b"0.0000001")
_HEAD_BYTES = 400


def file_mutant(number: int) -> tuple[str, bytes]:
    """The mutant of this number and the name of its parent."""
    seeded = random.Random(f"{SEED} {number}")
    name = seeded.choice(_names())
    content = parents()[name]
    if content.startswith(b"PK"):
        return name, _damaged_within(seeded, content)
    return name, damaged(seeded, content, _damages_of(content), most=MOST_DAMAGES)


@cache
def _names() -> Sequence[str]:
    return list(parents())


def _damages_of(content: bytes) -> Sequence[Damage]:
    if content.startswith(b"%PDF"):
        return (*_ANYWHERE, _odd_number, _odd_number, _other_name, _other_name, _repeat_an_object, _cross_references)
    if content.lstrip().startswith((b"<", b"{\\rtf")):
        return (*_ANYWHERE, _odd_number, _repeat_a_tag)
    return (*_ANYWHERE, _flip_in_head)


def _damaged_within(seeded: random.Random, content: bytes) -> bytes:
    """One part of an archive is damaged and packed again, so that the damage reaches whoever reads the part."""
    if seeded.random() < 0.2:
        return damaged(seeded, content, _ANYWHERE, most=1)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = seeded.choice(list(parts))
    parts[name] = damaged(seeded, parts[name], (*_ANYWHERE, _odd_number, _repeat_a_tag), most=2)
    return zipped(parts.items())


def _flip_a_few(seeded: random.Random, content: bytes) -> bytes:
    """One to four octets become others."""
    flipped = bytearray(content)
    for _ in range(seeded.randint(1, 4)):
        if flipped:
            flipped[seeded.randrange(len(flipped))] = seeded.randrange(256)
    return bytes(flipped)


def _flip_in_head(seeded: random.Random, content: bytes) -> bytes:
    """One or two octets near the beginning, where sizes and kinds stand, but not the mark of its type."""
    flipped = bytearray(content)
    for _ in range(seeded.randint(1, 2)):
        if len(flipped) > 16:
            flipped[seeded.randrange(12, min(len(flipped), _HEAD_BYTES))] = seeded.randrange(256)
    return bytes(flipped)


def _odd_number(seeded: random.Random, content: bytes) -> bytes:
    """A number becomes one that nobody expects there."""
    return _instead(seeded, content, _NUMBER, seeded.choice(_ODD_NUMBERS))


def _other_name(seeded: random.Random, content: bytes) -> bytes:
    """A name of the file stands where another one stood."""
    names: list[bytes] = _NAME.findall(content)
    return _instead(seeded, content, _NAME, seeded.choice(names)) if names else content


def _cross_references(seeded: random.Random, content: bytes) -> bytes:
    """A reference leads to another object, perhaps back to where it came from."""
    return _instead(seeded, content, re.compile(rb"\d+ 0 R"), b"%d 0 R" % seeded.randint(1, 40))


def _repeat_an_object(seeded: random.Random, content: bytes) -> bytes:
    """An object comes again at the end, where it counts."""
    objects: list[bytes] = _OBJECT.findall(content)
    return content + b"\n" + seeded.choice(objects) + b"\n" if objects else content


def _repeat_a_tag(seeded: random.Random, content: bytes) -> bytes:
    """A tag opens many times within itself."""
    tags: list[bytes] = _TAG.findall(content)
    if not tags:
        return _flip_a_few(seeded, content)
    tag = seeded.choice(tags)
    return content.replace(tag, tag * seeded.choice((2, 50, 3000)), 1)


def _instead(seeded: random.Random, content: bytes, what: "re.Pattern[bytes]", other: bytes) -> bytes:
    places = list(what.finditer(content))
    if not places:
        return content
    place = seeded.choice(places)
    return content[: place.start()] + other + content[place.end() :]


_ANYWHERE: Sequence[Damage] = (_flip_a_few, _flip_a_few, flip_octets, cut_off, cut_out, repeat_a_stretch)
