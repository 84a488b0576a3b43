"""Files as a mailbox."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from imwu_inbox.adapters.folder_mailbox import FolderMailboxDoor
from imwu_inbox.errors import InputUnreadable
from imwu_inbox.ports.mailbox import Tray
from imwu_inbox.steps.fetch import PollReport
from imwu_inbox.steps.reconcile import Reconcile
from tests.fakes.watched import WatchedDesk
from tests.plugs.mailbox_desks import LIMIT, message
from tests.servers.dovecot import TRAYS


def test_an_mbox_and_a_maildir_are_read_like_a_folder(tmp_path: Path) -> None:
    """The same messages, whichever way they are kept."""
    letters = [message(number).replace(b"\r\n", b"\n") for number in (1, 2, 3)]
    (tmp_path / "letters.mbox").write_bytes(b"".join(b"From a@b Mon Mar  2\n" + letter + b"\n" for letter in letters))
    for name in ("cur", "new", "tmp"):
        (tmp_path / "maildir" / name).mkdir(parents=True)
    for number, letter in enumerate(letters):
        (tmp_path / "maildir" / ("new" if number else "cur") / f"{number}:2,S").write_bytes(letter)
    assert contents(tmp_path / "letters.mbox") == {letter + b"\n" for letter in letters}
    assert contents(tmp_path / "maildir") == set(letters)


def contents(path: Path) -> set[bytes]:
    """Every message below a path."""
    with FolderMailboxDoor(path=path).open() as mailbox:
        downloads = [mailbox.download(uid, limit_bytes=LIMIT) for uid in mailbox.uids(from_uid=1)]
    return {download.content for download in downloads if download}


def test_a_path_that_is_not_there_says_what_to_name(tmp_path: Path) -> None:
    """The operator named it, so the operator is told."""
    with pytest.raises(InputUnreadable, match=r"Name an \.eml file"), FolderMailboxDoor(path=tmp_path / "none").open():
        pass


def test_a_file_keeps_its_uid_when_others_come_and_go(tmp_path: Path) -> None:
    """The ledger must know it again."""
    (tmp_path / "b.eml").write_bytes(message(2))
    with FolderMailboxDoor(path=tmp_path).open() as mailbox:
        before = set(mailbox.uids(from_uid=1))
    (tmp_path / "a.eml").write_bytes(message(1))
    (tmp_path / "b.eml").rename(tmp_path / "c.eml")
    with FolderMailboxDoor(path=tmp_path).open() as mailbox:
        assert before < set(mailbox.uids(from_uid=1))


def test_a_folder_is_taken_in_filed_and_compared_like_a_mailbox(tmp_path: Path) -> None:
    """Every file has its row and lies in its tray, and the comparison agrees; the next visit finds what came later."""
    desk, door = WatchedDesk(), FolderMailboxDoor(path=tmp_path, trays=TRAYS)
    fetch = replace(desk.fetch, door=door)
    for name, content in (("a", message(1)), ("b", message(2, size_bytes=60_000)), ("c", message(1))):
        (tmp_path / f"{name}.eml").write_bytes(content)
    (tmp_path / "notes.txt").write_text("no message", encoding="utf-8")
    assert fetch() == PollReport(seen=2, taken_in=2, over_size=1, filed=2)
    assert fetch() == PollReport()
    (tmp_path / "a.eml").write_bytes(message(3))
    assert fetch().taken_in == 1
    assert sorted(file.name for file in (tmp_path / "Processed").iterdir()) == ["a-2.eml", "a.eml", "c.eml"]
    assert [file.name for file in (tmp_path / "Rejected").iterdir()] == ["b.eml"]
    found = Reconcile(door=door, ledger=desk.ledger, stragglers=desk.stragglers, lease=desk.lease, clock=desk.clock)()
    assert [finding.kind.value for finding in found.findings] == ["copy"]
    assert (found.on_server, found.in_ledger) == (4, 3)


def test_a_file_that_somebody_still_writes_is_left_for_the_next_visit(tmp_path: Path) -> None:
    """Half a message taken for a whole one would be a letter lost."""
    door = FolderMailboxDoor(path=tmp_path, trays=TRAYS, settled_seconds=60)
    file = tmp_path / "a.eml"
    file.write_bytes(message(1))
    with door.open() as mailbox:
        assert list(mailbox.uids(from_uid=1)) == []
    os.utime(file, (time.time() - 120,) * 2)
    with door.open() as mailbox:
        (uid,) = mailbox.uids(from_uid=1)
        file.write_bytes(message(2))
        mailbox.file_away([uid], Tray.PROCESSED)
    assert file.read_bytes() == message(2)


def test_files_given_to_be_read_once_are_left_where_they_lie(tmp_path: Path) -> None:
    """They belong to whoever put them there."""
    (tmp_path / "a.eml").write_bytes(message(1))
    with FolderMailboxDoor(path=tmp_path).open() as mailbox:
        mailbox.file_away(mailbox.uids(from_uid=1), Tray.PROCESSED)
        assert mailbox.listing(Tray.PROCESSED) is None
    assert [file.name for file in tmp_path.iterdir()] == ["a.eml"]
