"""Bombs, hangs and crashes behind the wall: each stopped in its limit and named, the next file read, nothing left."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.makers.office_files import plain_text
from imwu_inbox.adapters.jail import Jail
from imwu_inbox.domain.documents import DocumentKind, Opened
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.domain.reading import FileReading
from tests.adapters.test_jail import HOSTILE, programs_left
from tests.bench.figures import write_section
from tests.disasters.bombs import BOMBS, made_apart
from tests.disasters.weighing import heaviest_child, programs_below_children
from tests.readings import TODAY, setup

SECONDS = 30.0
_SLACK_SECONDS = 10.0
MOST_RSS_BYTES = 600_000_000
"""What a child may weigh in memory at any moment. Units: octets."""
OFFER = plain_text(("Job offer", "We are pleased to offer you the position of violinist at our festival."))
STOPPED = (Hindrance.TIME, Hindrance.CPU, Hindrance.MEMORY, Hindrance.OUTPUT, Hindrance.CRASH)
"""What ends a child; anything else was seen before it could do harm."""


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    """A jail as the house has it, with less time."""
    walled = Jail(setup=setup(), seconds_per_file=SECONDS)
    yield walled
    walled.close()
    assert jail_folders() == set()


@pytest.fixture(scope="module")
def rows() -> Iterator[list[tuple[str, ...]]]:
    """What is written down in the end."""
    gathered: list[tuple[str, ...]] = []
    yield gathered
    if gathered:
        write_section(
            "Bombs",
            ("bomb", "bytes", "end", "seconds", "heaviest child, MB"),
            gathered,
            said=f"{len(gathered)} files made to break whoever opens them; after each the next file was read, and no "
            f"program and no folder was left. Allowed: {SECONDS:.0f} s, 600 MB of memory in use.",
        )


def jail_folders() -> set[str]:
    """The folders of this house's children."""
    return {path.name for path in Path(tempfile.gettempdir()).glob(f"imwu-jail-{os.getpid()}-*")}


def files_left() -> list[str]:
    """What the children of this house wrote into their folders and left there; libraries keep a mark of their own."""
    folders = Path(tempfile.gettempdir()).glob(f"imwu-jail-{os.getpid()}-*")
    return [path.name for folder in folders for path in folder.iterdir() if not path.name.startswith(".")]


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_is_stopped_in_its_limit_and_the_next_file_is_read(
    jail: Jail, rows: list[tuple[str, ...]], name: str
) -> None:
    """Read as far as is safe, or named; never more memory or time than allowed."""
    content = made_apart(name)
    began = time.monotonic()
    with heaviest_child() as weight:
        reading = jail.read_file(content, name="x", today=TODAY)
    spent = time.monotonic() - began
    assert spent < SECONDS + _SLACK_SECONDS
    assert weight.most_bytes < MOST_RSS_BYTES
    assert reads_an_offer(jail)
    assert files_left() == []
    assert programs_below_children() == []
    end = str(reading.why or reading.opened)
    rows.append((name, f"{len(content):,}", end, f"{spent:.1f}", f"{weight.most_bytes / 1e6:.0f}"))
    assert reading.is_whole or reading.why is not None


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (b"sleep", {Hindrance.TIME}),
        (b"spin", {Hindrance.TIME, Hindrance.CPU}),
        (b"eat", {Hindrance.MEMORY}),
        (b"swell", {Hindrance.OUTPUT}),
        (b"die", {Hindrance.CRASH}),
        (b"abort", {Hindrance.CRASH}),
        (b"leave a program", {Hindrance.TIME}),
    ],
)
def test_hangs_and_crashes_leave_nothing_behind(order: bytes, why: set[Hindrance]) -> None:
    """Signal 11, abort, a sleep, a loop: no program, no folder, and the next file goes on."""
    before = jail_folders()
    walled = Jail(setup=setup(), seconds_per_file=3, output_bytes=1 << 20, command=HOSTILE)
    reading = walled.read_file(order, name="x", today=TODAY)
    after: FileReading = walled.read_file(b"ok", name="x", today=TODAY)
    walled.close()
    assert reading.why in why
    assert (after.opened, after.media_type) == (Opened.OK, "fine")
    assert jail_folders() <= before
    assert programs_left() == []


def reads_an_offer(jail: Jail) -> bool:
    """Whether the next file is read as if nothing had happened."""
    reading = jail.read_file(OFFER, name="x", today=TODAY)
    return [document.kind for document in reading.documents] == [DocumentKind.OFFER]
