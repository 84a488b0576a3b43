"""The durable engine survives kill -9 on both databases."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.plugs.engine_bench import DURABLE, Bench, bench_of, new_durable
from tests.plugs.engine_process import REFUSED, lease_for


@pytest.fixture(params=DURABLE)
def durable(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """The durable engine on each database."""
    yield from bench_of(request)


class Lives:
    """Processes that run the engine one after another, each until its death or its end."""

    def __init__(self, bench: Bench, folder: Path) -> None:
        self.bench = bench
        self.folder = folder

    def live(self, *deaths: str, executor_id: str = "one", workers: int = 2) -> int:
        """One life; its exit code, -9 when it was killed."""
        arguments = [self.bench.url, executor_id, str(self.folder), str(workers), *deaths]
        done = subprocess.run(
            [sys.executable, "-m", "tests.plugs.engine_process", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode in {0, -9, REFUSED}, done.stderr
        return done.returncode

    def acts(self) -> Counter[str]:
        """What was done in all lives, and how often."""
        return Counter((self.folder / "acts").read_text().splitlines())


@pytest.fixture
def lives(durable: Bench, tmp_path: Path) -> Lives:
    """Lives on the database of the bench."""
    return Lives(durable, tmp_path)


def test_no_mail_is_lost_when_the_process_is_killed_and_no_finished_step_is_repeated(lives: Lives) -> None:
    """Twelve runs, killed once in an intake and once in a post."""
    mails = range(1, 13)
    lives.bench.submit(*mails)
    deaths = ("intake:5", "post:1009")
    assert [lives.live(*deaths) for _ in range(3)] == [-9, -9, 0]
    acts = lives.acts()
    assert set(acts) == {f"intake:{mail}" for mail in mails} | {f"post:{1000 + mail}" for mail in mails}
    assert acts["intake:5"] == acts["post:1009"] == 2
    assert acts["intake:9"] == 1
    assert acts.total() <= 2 * len(mails) + 2 * 2
    assert lives.bench.engine.pending() == 0


def test_a_mail_that_kills_the_process_each_time_is_set_aside(lives: Lives) -> None:
    """Three deaths, then the shelf; the mail behind it goes on."""
    lives.bench.submit(1, 2)
    assert [lives.live("intake:1!", workers=1) for _ in range(4)] == [-9, -9, -9, 0]
    acts = lives.acts()
    assert acts["intake:1"] == 3
    assert acts["post:1002"] == 1
    assert [act for act in acts if act.startswith("aside:1 its run kept ending the process")]


def test_the_runs_of_a_dead_executor_are_adopted_and_those_of_a_living_one_are_not(lives: Lives) -> None:
    """A lease that can be held has no living holder."""
    lives.bench.submit(1)
    assert lives.live("post:1001", executor_id="two") == -9
    lease = lease_for(lives.bench.url, lives.folder)
    lives.bench.engine = engine = new_durable(
        lives.bench.url,
        "one",
        lease,
        run=lives.bench.run,
        post=lives.bench.post,
        set_aside=lives.bench.set_aside,
    )
    engine.launch()
    with lease.hold("executor:two"):
        assert engine.adopt_dead() == 0
    assert engine.adopt_dead() == 1
    assert engine.wait_until_idle(30)
    assert lives.bench.acts == ["post 1001"]


def test_a_mail_that_kills_every_executor_is_set_aside(lives: Lives) -> None:
    """Adoption does not hand the death on for ever."""
    lives.bench.submit(1)
    lived = [lives.live("intake:1!", executor_id=name, workers=1) for name in ("a", "b", "c", "d")]
    assert lived == [-9, -9, -9, 0]
    assert [act for act in lives.acts() if act.startswith("aside:1 its run ended the process of every executor")]


def test_a_second_process_under_the_same_executor_id_is_refused(lives: Lives) -> None:
    """As long as the first one lives."""
    arguments = [lives.bench.url, "one", str(lives.folder), "1", "stay"]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.plugs.engine_process", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "launched\n"
        assert lives.live() == REFUSED
        first.communicate()
        assert first.returncode == 0
    assert lives.live() == 0


def test_two_executors_share_the_work_and_carry_each_mail_once(lives: Lives) -> None:
    """Two processes on one database, each under its own id."""
    mails = range(1, 31)
    lives.bench.submit(*mails)
    with ThreadPoolExecutor(max_workers=2) as pool:
        assert list(pool.map(lambda name: lives.live(executor_id=name), ["a", "b"])) == [0, 0]
    acts = lives.acts()
    assert set(acts) == {f"intake:{mail}" for mail in mails} | {f"post:{1000 + mail}" for mail in mails}
    assert set(acts.values()) == {1}
