"""Files as a mailbox."""

from pathlib import Path

import pytest

from imwu_inbox.adapters.folder_mailbox import FolderMailboxDoor
from imwu_inbox.errors import InputUnreadable
from tests.plugs.mailbox_desks import LIMIT, message


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
