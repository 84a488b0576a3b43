"""`demo`: sample requests through private servers, in their order, and nothing left behind."""

import imaplib
import os
import re
import signal
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from imwu_inbox.cli.demo import SPREAD, Sample, read_samples, waves
from imwu_inbox.steps.fetch import PollReport
from tests.cli.conftest import Caller
from tests.cli.records import open_record
from tests.web.door import page_behind_the_door

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def lay_sample(folder: Path, name: str, *, received: str = "2026-11-02T14:03:00-05:00", after: str = "") -> None:
    """One sample's folder; its letter carries its name as subject."""
    place = folder / name
    place.mkdir(parents=True)
    (place / "message.eml").write_bytes(f"Subject: {name}\r\n\r\n".encode())
    (place / "expected.toml").write_text(f"after = [{after}]\nreceived = {received}\n", encoding="utf-8")


def sample(name: str, *after: str) -> Sample:
    """A sample that comes after others."""
    return Sample(name=name, content=b"", received_at=NOW, after=after)


def subjects_in(call: Caller) -> list[str]:
    """What lies in the demo's mailbox, with a settings' own eyes."""
    box = call.house.settings.mailbox
    with imaplib.IMAP4(box.host, box.port, timeout=30) as line:
        line.login(box.user, box.password.get_secret_value())
        line.select()
        _, found = line.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
    return [part[1].decode().removeprefix("Subject: ").strip() for part in found if isinstance(part, tuple)]


def test_the_samples_seem_received_over_the_last_days_in_their_order(tmp_path: Path) -> None:
    """However old the samples are, the queue shows clocks at different hours, none of them run out."""
    lay_sample(tmp_path, "second", received="2020-03-02T09:00:00-05:00")
    lay_sample(tmp_path, "first", received="2020-03-01T09:00:00-05:00")
    found = read_samples(tmp_path, now=NOW)
    assert [one.name for one in found] == ["first", "second"]
    assert [one.received_at for one in found] == [NOW - SPREAD / 2, NOW]


def test_a_sample_is_delivered_after_those_it_follows() -> None:
    """A follow-up or a duplicate finds its request opened, whatever its name or date."""
    order = waves([sample("duplicate", "request"), sample("follow-up", "duplicate"), sample("request")])
    assert [[one.name for one in wave] for wave in order] == [["request"], ["duplicate"], ["follow-up"]]


def test_samples_that_wait_for_each_other_are_still_delivered() -> None:
    """A sample that names one which is not there holds nothing up."""
    assert [[one.name for one in wave] for wave in waves([sample("a", "gone"), sample("b")])] == [["b"], ["a"]]


def test_once_shows_queue_and_letters_and_leaves_nothing(call: Caller, tmp_path: Path) -> None:
    """The letters lie in a real mailbox when the house looks; afterwards no server listens and no file is left."""
    lay_sample(tmp_path, "alpha")
    lay_sample(tmp_path, "beta", after='"alpha"')
    seen: list[list[str]] = []

    def visit() -> PollReport:
        seen.append(subjects_in(call))
        return PollReport(seen=1, taken_in=1)

    call.house.visit = visit
    reference = open_record(call)
    said = call("demo", "--once", "--samples", tmp_path)
    assert said.code == 0
    assert seen == [["alpha"], ["alpha", "beta"]]
    assert reference in said.out
    assert "Records: 1 accepted." in said.out
    assert "Letters: 1 acknowledgement en." in said.out
    assert call.house.engine.asked == ["launch", "stop"]
    assert call.house.asked[-1] == "close"
    box = call.house.settings.mailbox
    with socket.socket() as line:
        assert line.connect_ex((box.host, box.port)) != 0
    assert not call.house.settings.origin.exists()


def test_the_demo_says_where_its_pages_are_and_how_to_sign_in(call: Caller, tmp_path: Path) -> None:
    """What it prints opens the door, while the samples are still being read."""
    lay_sample(tmp_path, "alpha")
    pages: list[str] = []

    def visit() -> PollReport:
        said = re.search(r"(http://\S+)\nSign in as (\w+) .*password (\S+)", call.capsys.readouterr().out)
        assert said is not None
        pages.append(page_behind_the_door(*said.groups()).text)
        os.kill(os.getpid(), signal.SIGTERM)
        return PollReport(seen=1, taken_in=1)

    call.house.visit = visit
    call("demo", "--samples", tmp_path)
    assert ["Maya Roy" in page for page in pages] == [True]


def test_mail_of_the_demo_may_be_answered(call: Caller, tmp_path: Path) -> None:
    """The demo is switched on before its oldest sample was received."""
    lay_sample(tmp_path, "alpha")
    call("demo", "--once", "--samples", tmp_path)
    answer_since = call.house.settings.mailbox.answer_since
    assert answer_since is not None
    assert answer_since < datetime.now(UTC) - SPREAD - timedelta(hours=1)


def test_a_folder_without_samples_is_told(call: Caller, tmp_path: Path) -> None:
    """Outside a checkout the demo says where it looked and what to do."""
    said = call("demo", "--once", "--samples", tmp_path / "none")
    assert said.code == 2
    assert "--samples" in said.err
