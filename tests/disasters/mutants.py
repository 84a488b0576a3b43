"""Messages damaged by seed: the same number gives the same mutant of the same story on every run."""

import random
import re
from collections.abc import Sequence
from functools import cache

from tests.disasters.damage import Damage, cut_off, cut_out, damaged, flip_octets, repeat_a_stretch
from tests.stories.told import all_stories

SEED = 20261122
MOST_BYTES = 400_000
"""Stories larger than this make slow parents. Units: octets."""
_BOUNDARY = re.compile(rb'(?i)boundary="?([^"\r\n;]+)')
_ODD_LINES = (
    b"Content-Transfer-Encoding: base64",
    b"Content-Type: multipart/mixed; boundary=",
    b"Content-Type: message/rfc822",
    b"Content-Type: text/plain; charset=utf-7",
    b"Subject: =?utf-8?b?/////w==?=",
    b'From: "a@b.example" <<c@d.example>>, =?x-none?q?=ff?=',
    b"References: " + b"<a@b.example> " * 300,
    b"Date: Fri, 31 Feb 99999 25:61:61 +9999",
    b"Content-Disposition: attachment; filename*0*=utf-8''%ff; filename*9=\"x",
    b" continued from nowhere",
    b"\xff\xfe\x00: \x00",
)
MOST_DAMAGES = 4


def mutant(number: int) -> bytes:
    """The mutant of this number: a story with one to four damages."""
    seeded = random.Random(f"{SEED} {number}")
    return damaged(seeded, seeded.choice(_parents()), _DAMAGES, most=MOST_DAMAGES)


@cache
def _parents() -> Sequence[bytes]:
    return [told.message for told in all_stories() if len(told.message) <= MOST_BYTES]


def _mangle_a_header(seeded: random.Random, message: bytes) -> bytes:
    """A line of the headers is lost, doubled, or another one stands in its place."""
    head, parting, body = message.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    at = seeded.randrange(len(lines))
    lines[at : at + 1] = seeded.choice([[], [lines[at]] * 2, [seeded.choice(_ODD_LINES)], [lines[at][:20]]])
    return b"\r\n".join(lines) + parting + body


def _insert_a_line(seeded: random.Random, message: bytes) -> bytes:
    """A line that belongs elsewhere stands between any two."""
    lines = message.split(b"\r\n")
    lines.insert(seeded.randrange(len(lines) + 1), seeded.choice(_ODD_LINES))
    return b"\r\n".join(lines)


def _damage_a_boundary(seeded: random.Random, message: bytes) -> bytes:
    """One place of a boundary is altered, closed too early, or removed."""
    boundaries: list[bytes] = _BOUNDARY.findall(message)
    if not boundaries:
        return flip_octets(seeded, message)
    boundary = seeded.choice(boundaries)
    places = [found.start() for found in re.finditer(re.escape(boundary), message)]
    at, end = seeded.choice(places), len(boundary)
    instead = seeded.choice([b"", boundary + b"--", boundary[:-1], boundary + b" x", seeded.choice(boundaries)])
    return message[:at] + instead + message[at + end :]


def _repeat_a_part(seeded: random.Random, message: bytes) -> bytes:
    """Every part between two boundaries may come again, many times."""
    boundaries: list[bytes] = _BOUNDARY.findall(message)
    if not boundaries:
        return repeat_a_stretch(seeded, message)
    parting = b"--" + seeded.choice(boundaries)
    parts = message.split(parting)
    at = seeded.randrange(len(parts))
    times = seeded.randint(2, 40) if len(parts[at]) < 20_000 else 2
    return parting.join([*parts[:at], *[parts[at]] * times, *parts[at + 1 :]])


def _bend_line_ends(seeded: random.Random, message: bytes) -> bytes:
    """Bare LF, bare CR, or doubled CR."""
    return message.replace(b"\r\n", seeded.choice([b"\n", b"\r", b"\r\r\n"]), seeded.choice([-1, 40]))


_DAMAGES: Sequence[Damage] = (
    flip_octets,
    cut_off,
    cut_out,
    repeat_a_stretch,
    _mangle_a_header,
    _insert_a_line,
    _damage_a_boundary,
    _repeat_a_part,
    _bend_line_ends,
)
