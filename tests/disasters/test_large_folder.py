"""A folder with 50,000 messages: the first poll's memory is bounded, later polls cost next to nothing."""

import tempfile
from pathlib import Path

import pytest

from imwu_inbox.adapters.private_dovecot import PrivateDovecot
from tests.bench.figures import write_section
from tests.disasters.poll_process import Poll, polls
from tests.servers.maildir import fill
from tests.stories.unit import running_unit

MESSAGES = 50_000
IN_MEMORY = Path("/dev/shm")  # noqa: S108  a folder of its own is made in it
"""Where it exists, the server's own files lie there: 50,000 of them are made and thrown away."""
MOST_BYTES = 300_000_000
LATER = 5
LATER_SHARE = 0.05


def row(name: str, poll: Poll) -> tuple[str, ...]:
    """One row of the table."""
    cost = (f"{poll.wall:.2f}", f"{poll.cpu:.2f}", f"{poll.peak_bytes / 1_000_000:.0f}")
    return (name, f"{poll.taken_in:,}", *cost)


@pytest.mark.parametrize("stays", [True, False], ids=["messages-stay", "messages-are-moved"])
def test_the_first_poll_of_a_large_folder_fits_and_later_ones_are_cheap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, stays: bool
) -> None:
    """Where the messages stay in the folder, too: the low-water mark passes them by."""
    if IN_MEMORY.is_dir():
        monkeypatch.setattr(tempfile, "tempdir", str(IN_MEMORY))
    with running_unit(tmp_path, f"sqlite:///{tmp_path}/unit.db") as unit:
        if stays:
            written = unit.config.read_text(encoding="utf-8")
            trays = 'processed_folder = ""\nrejected_folder = ""\nreview_folder = ""'
            unit.config.write_text(written.replace("[mailbox]", f"[mailbox]\n{trays}"), encoding="utf-8")
        count = MESSAGES if stays else MESSAGES // 10
        assert isinstance(unit.imap, PrivateDovecot)
        fill(unit.imap, count)
        first, *later = polls(unit.config, 1 + LATER)
    assert (first.taken_in, [poll.taken_in for poll in later]) == (count, [0] * LATER)
    dearest = max(later, key=lambda poll: poll.cpu)
    if stays:
        write_section(
            "A folder of 50,000 messages",
            ("poll", "messages taken in", "seconds", "CPU seconds", "peak memory, MB"),
            [row("first", first), row(f"dearest of {LATER} later", dearest)],
            said="Small messages that stay in the folder, private Dovecot, SQLite, the program's whole wiring. "
            f"A later poll costs {max(poll.wall for poll in later) / first.wall:.2%} of the first.",
        )
    assert max(poll.peak_bytes for poll in (first, *later)) < MOST_BYTES
    assert max(poll.wall for poll in later) < LATER_SHARE * first.wall
    assert dearest.cpu < LATER_SHARE * first.cpu
