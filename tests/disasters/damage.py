"""Damage done to bytes by chance: the same seed does the same to the same bytes."""

import random
from collections.abc import Callable, Sequence

Damage = Callable[[random.Random, bytes], bytes]


def damaged(seeded: random.Random, content: bytes, damages: Sequence[Damage], *, most: int) -> bytes:
    """The content after one to `most` damages."""
    for _ in range(seeded.randint(1, most)):
        content = seeded.choice(damages)(seeded, content)
    return content


def flip_octets(seeded: random.Random, content: bytes) -> bytes:
    """Some octets become others, anywhere."""
    flipped = bytearray(content)
    for _ in range(seeded.randint(1, 40)):
        if flipped:
            flipped[seeded.randrange(len(flipped))] = seeded.randrange(256)
    return bytes(flipped)


def cut_off(seeded: random.Random, content: bytes) -> bytes:
    """The end is missing."""
    return content[: seeded.randrange(len(content) // 3, len(content) + 1)]


def cut_out(seeded: random.Random, content: bytes) -> bytes:
    """A stretch within is missing."""
    start = seeded.randrange(len(content) + 1)
    return content[:start] + content[start + seeded.randint(1, 3_000) :]


def repeat_a_stretch(seeded: random.Random, content: bytes) -> bytes:
    """A stretch comes several times."""
    start = seeded.randrange(len(content) + 1)
    stretch = content[start : start + seeded.randint(1, 4_000)]
    return content[:start] + stretch * seeded.randint(2, 12) + content[start:]
