"""Every lease, real or fake, keeps these promises."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from imwu_inbox.adapters.lease import FileLease, PostgresLease
from imwu_inbox.errors import CannotWrite, NeighbourDown
from imwu_inbox.ports.lease import Lease
from tests.fakes.lease import FakeLease

HOLDER = """
import sys, pathlib
from imwu_inbox.adapters.lease import FileLease, PostgresLease
kind, place = sys.argv[1:]
lease = FileLease(pathlib.Path(place)) if kind == "file" else PostgresLease(place)
with lease.hold("executor:one") as held:
    print(held, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(params=["fake", "file", pytest.param("postgres", marks=pytest.mark.postgres)])
def new_lease(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Lease]:
    """Makes leases over the same names, each as another process would."""
    if request.param == "fake":
        shared = FakeLease()
        return lambda: shared
    if request.param == "file":
        return lambda: FileLease(tmp_path)
    url = str(request.getfixturevalue("postgres_url"))
    return lambda: PostgresLease(url)


def test_a_name_has_one_holder_at_a_time(new_lease: Callable[[], Lease]) -> None:
    """The second is told so at once, and gets it when the first lets go."""
    first, second = new_lease(), new_lease()
    with first.hold("mailbox:INBOX") as mine:
        with second.hold("mailbox:INBOX") as theirs:
            assert (mine, theirs) == (True, False)
        with second.hold("mailbox:INBOX") as still:
            assert not still
    with second.hold("mailbox:INBOX") as now:
        assert now


def test_names_do_not_disturb_each_other(new_lease: Callable[[], Lease]) -> None:
    """Any text is a name, also one that looks like a path."""
    with new_lease().hold("executor:a/../b") as one, new_lease().hold("executor:b") as two:
        assert one
        assert two


def test_a_breakdown_inside_lets_go(new_lease: Callable[[], Lease]) -> None:
    """Whoever fails does not block the next."""
    lease = new_lease()

    def fail() -> None:
        with lease.hold("mailbox:INBOX"):
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        fail()
    with lease.hold("mailbox:INBOX") as held:
        assert held


@pytest.mark.parametrize("kind", ["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_killed_holder_frees_its_name(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    """No clock and no clean-up: the machine or the server sees the death."""
    place = str(tmp_path) if kind == "file" else str(request.getfixturevalue("postgres_url"))
    lease: Lease = FileLease(tmp_path) if kind == "file" else PostgresLease(place)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, kind, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        with lease.hold("executor:one") as mine:
            assert not mine
        holder.kill()
        holder.wait()
        for _ in range(1000):
            with lease.hold("executor:one") as mine:
                if mine:
                    break
        assert mine


def test_a_place_that_refuses_is_told_as_such(tmp_path: Path) -> None:
    """A file where the folder should be; a server that is not there."""
    (tmp_path / "locks").write_text("")
    with pytest.raises(CannotWrite, match="lock file"), FileLease(tmp_path / "locks").hold("x"):
        pass
    with (
        pytest.raises(NeighbourDown, match="does not answer"),
        PostgresLease(f"postgresql+psycopg://nobody@/none?host={tmp_path}").hold("x"),
    ):
        pass
