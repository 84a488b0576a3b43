"""Every mailbox, real or fake, keeps these promises."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from imwu_inbox.adapters.folder_mailbox import FolderMailboxDoor
from imwu_inbox.adapters.imap_mailbox import ImapMailboxDoor
from imwu_inbox.errors import InputUnreadable, NeighbourDown
from imwu_inbox.ports.mailbox import MailboxDoor, Tray
from tests.fakes.mailbox import FakeMailbox
from tests.servers.dovecot import TRAYS, Account, Dovecot
from tests.servers.lines import counting, saying, silent

RECEIVED = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
LIMIT = 4_194_304


def message(number: int, *, size_bytes: int = 0) -> bytes:
    """A small message of its own, padded on request."""
    head = (
        f"Received: from x by y; Mon, 02 Mar 2026 15:04:05 +0000\r\nMessage-ID: <{number}@maple.example>\r\n"
        f"Subject: request {number}\r\n\r\nbody\r\n"
    ).encode()
    line = b"x" * 76 + b"\r\n"
    return head + (line * (1 + size_bytes // len(line)))[: max(0, size_bytes - len(head))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A mailbox, and what happens to it from outside."""

    door: MailboxDoor
    deliver: Callable[[bytes], None]
    remove: Callable[[int], None]
    contents: Callable[[Tray], list[bytes]]


def note(_outcome: object) -> None:
    """Let go of what an act returns."""


def fake_desk() -> Desk:
    """The mailbox in memory."""
    fake = FakeMailbox()
    return Desk(
        door=fake,
        deliver=lambda content: note(fake.deliver(content, RECEIVED)),
        remove=lambda uid: note(fake.letters.pop(uid)),
        contents=lambda tray: fake.trays.get(tray, []),
    )


def imap_desk(server: Dovecot) -> Desk:
    """An account of a real server."""
    account = server.account()
    return Desk(
        door=account.door(),
        deliver=lambda content: account.deliver(content, RECEIVED),
        remove=account.remove,
        contents=lambda tray: account.contents(TRAYS[tray]),
    )


def folder_desk(folder: Path) -> Desk:
    """Messages as files; removing one removes the file that holds it."""
    door = FolderMailboxDoor(path=folder)

    def remove(uid: int) -> None:
        with door.open() as mailbox:
            download = mailbox.download(uid, limit_bytes=LIMIT)
        assert download is not None
        next(file for file in folder.iterdir() if file.read_bytes() == download.content).unlink()

    return Desk(
        door=door,
        deliver=lambda content: note((folder / f"{len(list(folder.iterdir()))}.eml").write_bytes(content)),
        remove=remove,
        contents=lambda _tray: [],
    )


SERVERS = [
    pytest.param(name, marks=pytest.mark.dovecot) for name in ("dovecot", "dovecot_without_move", "dovecot_bare")
]


@pytest.fixture(params=["fake", *SERVERS])
def desk(request: pytest.FixtureRequest) -> Desk:
    """Each mailbox that can file away, in turn."""
    return fake_desk() if request.param == "fake" else imap_desk(request.getfixturevalue(request.param))


@pytest.fixture(params=["fake", "folder", *SERVERS[:1]])
def any_desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """Each mailbox, those that only read included."""
    if request.param == "folder":
        return folder_desk(tmp_path)
    return fake_desk() if request.param == "fake" else imap_desk(request.getfixturevalue(request.param))


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    """A fresh account of the real server."""
    return dovecot.account()


def test_every_message_is_listed_once_and_in_order(any_desk: Desk) -> None:
    """UIDs ascend and stay the same on the next visit."""
    for number in range(3):
        any_desk.deliver(message(number))
    with any_desk.door.open() as mailbox:
        first = mailbox.uids(from_uid=1)
    with any_desk.door.open() as mailbox:
        assert list(mailbox.uids(from_uid=1)) == list(first) == sorted(set(first))
    assert len(first) == 3


def test_an_empty_mailbox_lists_nothing(any_desk: Desk) -> None:
    """Nothing is no fault."""
    with any_desk.door.open() as mailbox:
        assert list(mailbox.uids(from_uid=1)) == []
        assert list(mailbox.probe([])) == []


def test_a_message_below_the_mark_is_not_listed_even_when_it_is_the_last(desk: Desk) -> None:
    """A server answers `n:*` with its last message; we do not believe it."""
    desk.deliver(message(1))
    desk.deliver(message(2))
    with desk.door.open() as mailbox:
        assert list(mailbox.uids(from_uid=2)) == [2]
        assert list(mailbox.uids(from_uid=3)) == []
        assert list(mailbox.uids(from_uid=1_000_000)) == []


def test_a_probe_tells_size_place_and_an_aware_moment(any_desk: Desk) -> None:
    """The 14-day clock needs a zone."""
    any_desk.deliver(message(1))
    with any_desk.door.open() as mailbox:
        (probe,) = mailbox.probe(mailbox.uids(from_uid=1))
        assert probe.size_bytes == len(message(1))
        assert probe.received_at == RECEIVED
        assert probe.received_at.utcoffset() is not None
        assert (probe.ref.account, probe.ref.folder, probe.ref.uidvalidity) == (
            mailbox.account,
            mailbox.folder,
            mailbox.uidvalidity,
        )


def test_a_vanished_message_is_left_out_everywhere(any_desk: Desk) -> None:
    """Somebody else may delete between two questions."""
    any_desk.deliver(message(1))
    any_desk.deliver(message(2))
    with any_desk.door.open() as mailbox:
        gone, stays = mailbox.uids(from_uid=1)
        any_desk.remove(gone)
        assert mailbox.download(gone, limit_bytes=LIMIT) is None
        assert mailbox.head(gone, size_bytes=100) == b""
        mailbox.file_away(gone, Tray.PROCESSED)
    with any_desk.door.open() as mailbox:
        assert [probe.ref.uid for probe in mailbox.probe([gone, stays])] == [stays]
    assert any_desk.contents(Tray.PROCESSED) == []


@pytest.mark.parametrize("size_bytes", [0, 1_048_576, 2_097_152, 2_500_000])
def test_a_message_comes_down_whole_byte_for_byte(any_desk: Desk, size_bytes: int) -> None:
    """Also when it ends exactly with a piece."""
    content = message(1, size_bytes=size_bytes)
    any_desk.deliver(content)
    with any_desk.door.open() as mailbox:
        (uid,) = mailbox.uids(from_uid=1)
        download = mailbox.download(uid, limit_bytes=LIMIT)
    assert download is not None
    assert (download.whole, download.content == content) == (True, True)


@pytest.mark.parametrize(("excess", "whole"), [(0, True), (1, False), (3_000_000, False)])
def test_reading_stops_one_octet_past_the_limit(any_desk: Desk, excess: int, *, whole: bool) -> None:
    """The octet past the limit is the proof."""
    limit = 300_000
    any_desk.deliver(message(1, size_bytes=limit + excess))
    with any_desk.door.open() as mailbox:
        (uid,) = mailbox.uids(from_uid=1)
        download = mailbox.download(uid, limit_bytes=limit)
    assert download is not None
    assert (download.whole, len(download.content)) == (whole, limit + (not whole))


def test_the_head_of_a_message_holds_its_headers_and_no_more_than_16_kib(any_desk: Desk) -> None:
    """Enough for an over-size letter, little enough for any line."""
    content = message(1, size_bytes=100_000)
    any_desk.deliver(content)
    with any_desk.door.open() as mailbox:
        (uid,) = mailbox.uids(from_uid=1)
        assert mailbox.head(uid, size_bytes=len(content)) == content[:16_384]


@pytest.mark.parametrize("tray", list(Tray))
def test_a_filed_message_lies_in_its_tray_and_nowhere_else(desk: Desk, tray: Tray) -> None:
    """With MOVE, with COPY and UID EXPUNGE, and with COPY alone."""
    desk.deliver(message(1))
    desk.deliver(message(2))
    with desk.door.open() as mailbox:
        mailbox.file_away(1, tray)
        mailbox.file_away(1, tray)
    with desk.door.open() as mailbox:
        assert list(mailbox.uids(from_uid=1)) == [2]
    assert desk.contents(tray) == [message(1)]


def test_the_server_may_be_visited_again_and_again(desk: Desk) -> None:
    """The trays are made once and found the next time."""
    for number in (1, 2):
        desk.deliver(message(number))
        with desk.door.open() as mailbox:
            mailbox.file_away(number, Tray.PROCESSED)
    assert desk.contents(Tray.PROCESSED) == [message(1), message(2)]


@pytest.mark.dovecot
def test_reading_leaves_a_message_unread(account: Account) -> None:
    """An officer's own mail program must not see our reading."""
    account.deliver(message(1), RECEIVED)
    with account.door().open() as mailbox:
        mailbox.probe([1])
        mailbox.head(1, size_bytes=100)
        mailbox.download(1, limit_bytes=LIMIT)
    assert b"Seen" not in account.flags(1)


@pytest.mark.dovecot
def test_a_message_marked_deleted_is_not_listed(account: Account) -> None:
    """It is on its way out."""
    account.deliver(message(1), RECEIVED)
    account.mark_deleted(1)
    with account.door().open() as mailbox:
        assert list(mailbox.uids(from_uid=1)) == []


@pytest.mark.dovecot
def test_the_moment_of_receipt_keeps_its_offset(account: Account) -> None:
    """INTERNALDATE is read as the server wrote it, not in this machine's own time."""
    eastern = RECEIVED.astimezone(timezone(timedelta(hours=-5)))
    account.deliver(message(1), eastern)
    with account.door().open() as mailbox:
        (probe,) = mailbox.probe([1])
    assert probe.received_at == eastern


@pytest.mark.dovecot
def test_more_messages_than_one_batch_are_all_probed(account: Account) -> None:
    """Fifty at a time, none forgotten."""
    for number in range(1, 53):
        account.deliver(message(number), RECEIVED)
    with account.door().open() as mailbox:
        assert [probe.ref.uid for probe in mailbox.probe(mailbox.uids(from_uid=1))] == list(range(1, 53))


@pytest.mark.dovecot
def test_a_25_mb_message_is_judged_with_less_than_64_kb_on_the_line(account: Account) -> None:
    """Size and head are enough to reject it; the body never travels."""
    content = message(1, size_bytes=25_000_000)
    account.deliver(content, RECEIVED)
    with counting(account.server.port) as line:
        with account.door(port=line.port).open() as mailbox:
            (probe,) = mailbox.probe(mailbox.uids(from_uid=1))
            head = mailbox.head(1, size_bytes=probe.size_bytes)
        assert line.received_bytes < 65_536
    assert probe.size_bytes == len(content)
    assert head.startswith(b"Received:")


@pytest.mark.dovecot
def test_a_folder_without_a_tray_configured_is_left_as_it_is(account: Account) -> None:
    """An empty name means: leave it in place."""
    account.deliver(message(1), RECEIVED)
    door = replace(account.door(), trays={})
    with door.open() as mailbox:
        mailbox.file_away(1, Tray.PROCESSED)
        assert list(mailbox.uids(from_uid=1)) == [1]


@pytest.mark.dovecot
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_trusted_certificate_opens_an_encrypted_visit(account: Account, tls: str) -> None:
    """Both ways to TLS, with the authority named."""
    account.deliver(message(1), RECEIVED)
    with encrypted(account, tls, ca_file=str(account.authority)).open() as mailbox:
        assert list(mailbox.uids(from_uid=1)) == [1]


@pytest.mark.dovecot
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_certificate_nobody_vouches_for_stops_the_visit(account: Account, tls: str) -> None:
    """The password is never sent to a stranger."""
    with pytest.raises(NeighbourDown, match="could not be trusted"), encrypted(account, tls).open():
        pass


def encrypted(account: Account, tls: str, *, ca_file: str | None = None) -> ImapMailboxDoor:
    """The account's door over TLS."""
    port = account.tls_port if tls == "implicit" else account.server.port
    return ImapMailboxDoor(
        account=account.user,
        host="localhost",
        port=port,
        tls="implicit" if tls == "implicit" else "starttls",
        user=account.user,
        password=lambda: "open-sesame",
        folder="INBOX",
        trays=TRAYS,
        timeout_seconds=20,
        ca_file=ca_file,
    )


@pytest.mark.dovecot
def test_a_refused_sign_in_says_what_to_check(account: Account) -> None:
    """And does not repeat the password."""
    with pytest.raises(NeighbourDown, match="refused the sign-in") as refused, account.door(password="wr0ng!").open():
        pass
    assert "wr0ng!" not in str(refused.value)


@pytest.mark.dovecot
def test_a_folder_that_does_not_exist_is_named(account: Account) -> None:
    """The operator sees which one."""
    with pytest.raises(NeighbourDown, match="Elsewhere"), replace(account.door(), folder="Elsewhere").open():
        pass


def door_to(port: int) -> ImapMailboxDoor:
    """A door to whatever listens there, with little patience."""
    return ImapMailboxDoor(
        account="unit",
        host="127.0.0.1",
        port=port,
        tls="none",
        user="unit",
        password=lambda: "x",
        folder="INBOX",
        trays=TRAYS,
        timeout_seconds=0.3,
    )


def test_a_silent_server_is_given_up_in_time() -> None:
    """A deadline stands on every step."""
    began = time.monotonic()
    with silent() as port, pytest.raises(NeighbourDown, match="did not answer within"), door_to(port).open():
        pass
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("greeting", [b"", b"* BYE go away\r\n", b"220 this is no IMAP\r\n", b"* OK hello\r\n"])
def test_a_server_that_breaks_off_or_talks_nonsense_is_down(greeting: bytes) -> None:
    """Whatever the library raises, it becomes one breakdown."""
    with saying(greeting) as port, pytest.raises(NeighbourDown), door_to(port).open():
        pass


def test_nobody_listening_is_down() -> None:
    """A closed port is a breakdown like the others."""
    with silent() as port:
        pass
    with pytest.raises(NeighbourDown, match="the next poll tries again"), door_to(port).open():
        pass


def test_a_fault_of_the_caller_is_not_blamed_on_the_server() -> None:
    """Only what happens on the line becomes a breakdown of the line."""
    with pytest.raises(FileNotFoundError), fake_desk().door.open():
        raise FileNotFoundError("the caller's own")


@pytest.mark.dovecot
def test_a_callers_own_fault_passes_through_a_real_visit(account: Account) -> None:
    """A full disk during a visit is not a mail server that is down."""
    with pytest.raises(FileNotFoundError), account.door().open():
        raise FileNotFoundError("the caller's own")


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
