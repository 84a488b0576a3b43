"""Behind the wall: what a child may not do ends the child, never the house, and leaves nothing behind."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest

from imwu_inbox.adapters.jail import Jail
from imwu_inbox.adapters.jail.cells import Cells
from imwu_inbox.adapters.jail.child import Child
from imwu_inbox.domain.documents import Opened
from imwu_inbox.domain.hindrances import Hindrance
from imwu_inbox.errors import ChildKilled, MailUnparseable, NeighbourDown
from tests.readings import TODAY, setup

HOSTILE = (sys.executable, str(Path(__file__).with_name("hostile_child.py")))
SECONDS = 4.0
DOOMED_HOUSE = """
import sys
from imwu_inbox.adapters.jail import Jail
from tests.readings import TODAY, setup
jail = Jail(setup=setup(), seconds_per_file=60, command=tuple(sys.argv[1:]))
told = jail.read_file(b"folder and process", name="x", today=TODAY).media_type
print(told.partition("|")[0], flush=True)
jail.read_file(b"leave a program", name="x", today=TODAY)
"""


@pytest.fixture
def jail() -> Iterator[Jail]:
    """A jail whose children do what the file's bytes ask for."""
    walled = Jail(setup=setup(), seconds_per_file=SECONDS, memory_bytes=1 << 30, output_bytes=1 << 20, command=HOSTILE)
    yield walled
    walled.close()


def told(jail: Jail, what: bytes) -> str:
    """What the child says."""
    return jail.read_file(what, name="x", today=TODAY).media_type


@pytest.mark.parametrize(
    ("what", "why", "opened"),
    [
        (b"sleep", Hindrance.TIME, Opened.TOO_LARGE),
        (b"eat", Hindrance.MEMORY, Opened.TOO_LARGE),
        (b"swell", Hindrance.OUTPUT, Opened.TOO_LARGE),
        (b"die", Hindrance.CRASH, Opened.DAMAGED),
        (b"raise", Hindrance.CRASH, Opened.DAMAGED),
    ],
)
def test_a_file_that_hits_a_limit_is_a_reading_that_names_it(
    jail: Jail, what: bytes, why: Hindrance, opened: Opened
) -> None:
    """With its kind, where another child can tell it; the next file is read as if nothing had happened."""
    reading = jail.read_file(what, name="x", today=TODAY)
    assert (reading.opened, reading.documents) == (opened, ())
    assert reading.media_type == ("application/octet-stream" if what == b"die" else "application/pdf")
    assert reading.why is why
    assert told(jail, b"ok") == "fine"


def test_computing_without_end_is_cut_off() -> None:
    """By the processor's count, long before the clock says so; the next file is read."""
    walled = Jail(setup=setup(), seconds_per_file=600, cpu_seconds=1, command=HOSTILE)
    reading, after = walled.read_file(b"spin", name="x", today=TODAY), told(walled, b"ok")
    walled.close()
    assert (reading.opened, reading.why, after) == (Opened.TOO_LARGE, Hindrance.CPU, "fine")


def test_a_message_that_hits_a_limit_is_a_breakdown_that_names_it(jail: Jail) -> None:
    """It goes to the shelf."""
    with pytest.raises(ChildKilled) as killed:
        jail.parse_mail(b"die")
    assert killed.value.limit == "crash"


def test_a_message_no_parser_can_read_says_so(jail: Jail) -> None:
    """The child's own word for it comes through."""
    with pytest.raises(MailUnparseable, match="too deep"):
        jail.parse_mail(b"unparseable")


def test_nothing_of_our_environment_is_behind_the_wall(jail: Jail, monkeypatch: pytest.MonkeyPatch) -> None:
    """No secret can be read there."""
    monkeypatch.setenv("IMWU_INBOX__SMTP__PASSWORD", "not-for-children")
    assert "not-for-children" not in told(jail, b"environment")


def test_no_server_is_reached_from_behind_the_wall(jail: Jail) -> None:
    """Wherever the kernel gives a process an empty network of its own."""
    assert told(jail, b"network") == ("alone" if may_leave_the_network() else f"shared by uid {os.getuid()}")


def test_what_a_library_prints_is_no_answer(jail: Jail) -> None:
    """Standard output leads nowhere."""
    assert told(jail, b"print") == "fine"


def test_programs_a_child_started_end_with_it(jail: Jail) -> None:
    """The whole session is ended, and its folder removed."""
    reading = jail.read_file(b"leave a program", name="x", today=TODAY)
    assert reading.why is Hindrance.TIME
    until = time.monotonic() + 10
    while programs_left() and time.monotonic() < until:
        os.sched_yield()
    assert programs_left() == []


def test_a_house_that_is_killed_leaves_neither_programs_nor_folders() -> None:
    """Nobody is left to tidy up but the wardens."""
    until = time.monotonic() + 30
    with subprocess.Popen([sys.executable, "-c", DOOMED_HOUSE, *HOSTILE], stdout=subprocess.PIPE, text=True) as house:
        assert house.stdout is not None
        folder = Path(house.stdout.readline().strip())
        while not programs_left() and time.monotonic() < until:
            os.sched_yield()
        assert (folder.is_dir(), len(programs_left())) == (True, 1)
        house.kill()
    while (programs_left() or folder.exists()) and time.monotonic() < until:
        os.sched_yield()
    assert (folder.exists(), programs_left()) == (False, [])


def test_a_closed_jail_leaves_no_folder_and_no_process() -> None:
    """Nothing of a sender's stays on the disk."""
    walled = Jail(setup=setup(), seconds_per_file=SECONDS, command=HOSTILE)
    folder, process = told(walled, b"folder and process").split("|")
    walled.close()
    assert not Path(folder).exists()
    assert not Path("/proc", process).exists()


def test_folders_of_dead_houses_are_swept() -> None:
    """A house killed in its sleep cannot tidy up itself."""
    left = Path(tempfile.mkdtemp(prefix="imwu-jail-4194304999-"))
    Jail(setup=setup(), command=HOSTILE).close()
    assert not left.exists()


def test_children_are_used_again_and_replaced_in_time() -> None:
    """Two tasks a child, then a fresh one."""
    walled = Jail(setup=setup(), seconds_per_file=SECONDS, tasks_per_child=2, command=HOSTILE)
    first, second, third = (told(walled, b"folder and process") for _ in range(3))
    walled.close()
    assert first == second != third


class Idle:
    """A child without a process."""

    def kill(self) -> None:
        """Nothing is there to end."""


def test_a_child_that_is_soon_free_is_waited_for_before_another_is_started() -> None:
    """A start costs more than most files do; who has waited long enough starts one all the same."""
    patient, child = Cells(2, patience_seconds=600), cast(Child, Idle())
    assert patient.take() is None
    with ThreadPoolExecutor(max_workers=1) as waiting:
        taken = waiting.submit(patient.take)
        patient.put(child)
        assert taken.result(timeout=60) is child
    patient.put(child)
    patient.end()
    hasty = Cells(2, patience_seconds=0)
    assert (hasty.take(), hasty.take()) == (None, None)


def test_a_reader_that_cannot_start_is_a_neighbour_down() -> None:
    """The message is tried again later, not set aside."""
    walled = Jail(setup=setup(), command=(sys.executable, "-c", "raise SystemExit(1)"))
    with pytest.raises(NeighbourDown, match="did not start"):
        told(walled, b"ok")
    walled.close()


def may_leave_the_network() -> bool:
    """Whether the kernel lets a process of ours move into a network of its own."""
    attempt = "import ctypes; c = ctypes.CDLL(None); exit(bool(c.unshare(0x40000000) and c.unshare(0x50000000)))"
    return subprocess.run([sys.executable, "-c", attempt], check=False).returncode == 0


def programs_left() -> list[str]:
    """Programs that carry the mark of `hostile_child`."""
    mark = b"imwu-left-behind"
    lines = ((entry, entry / "cmdline") for entry in Path("/proc").iterdir() if entry.name.isdecimal())
    return [entry.name for entry, line in lines if mark in read_or_nothing(line)]


def read_or_nothing(path: Path) -> bytes:
    """A file's bytes, unless its process has gone meanwhile."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
