"""Every mailbox, real or fake, keeps these promises."""

from pathlib import Path

import pytest

from imwu_inbox.ports.mailbox import Mailbox, Tray
from tests.plugs.mailbox_desks import LIMIT, RECEIVED, SERVERS, Desk, fake_desk, folder_desk, imap_desk, message


@pytest.fixture(params=["fake", *SERVERS])
def desk(request: pytest.FixtureRequest) -> Desk:
    """Each mailbox whose UIDs ascend with what comes."""
    return fake_desk() if request.param == "fake" else imap_desk(request.getfixturevalue(request.param))


@pytest.fixture(params=["fake", "folder", *SERVERS])
def filing_desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """Each mailbox, whatever its UIDs."""
    if request.param == "folder":
        return folder_desk(tmp_path)
    return fake_desk() if request.param == "fake" else imap_desk(request.getfixturevalue(request.param))


def uids_by_number(mailbox: Mailbox) -> dict[int, int]:
    """The UID of each message by the number it was made with."""
    downloads = {uid: mailbox.download(uid, limit_bytes=LIMIT) for uid in mailbox.uids(from_uid=1)}
    return {number: uid for uid, it in downloads.items() for number in range(9) if it and it.content == message(number)}


@pytest.fixture(params=["fake", "folder", *SERVERS[:1]])
def any_desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """Each kind of mailbox."""
    if request.param == "folder":
        return folder_desk(tmp_path)
    return fake_desk() if request.param == "fake" else imap_desk(request.getfixturevalue(request.param))


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
        mailbox.file_away([gone], Tray.PROCESSED)
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


def test_small_messages_come_down_together_byte_for_byte(any_desk: Desk) -> None:
    """A vanished one, a large one and one over the limit are left out, to be asked for by themselves."""
    sizes = (0, 90_000, 500, 3_010, 700_000, 20_000)
    letters = [message(number, size_bytes=size) for number, size in enumerate(sizes)]
    for letter in letters:
        any_desk.deliver(letter)
    with any_desk.door.open() as mailbox:
        probes = mailbox.probe(mailbox.uids(from_uid=1))
        of_size = {probe.size_bytes: probe.ref.uid for probe in probes}
        any_desk.remove(of_size[len(letters[5])])
        small = mailbox.download_small(probes, limit_bytes=50_000)
    assert {of_size[len(letters[at])]: letters[at] for at in (0, 2, 3)} == {
        uid: download.content for uid, download in small.items()
    }
    assert all(download.whole for download in small.values())


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
def test_a_filed_message_lies_in_its_tray_and_nowhere_else(filing_desk: Desk, tray: Tray) -> None:
    """With MOVE, with COPY and UID EXPUNGE, and with COPY alone."""
    filing_desk.deliver(message(1))
    filing_desk.deliver(message(2))
    with filing_desk.door.open() as mailbox:
        uid_of = uids_by_number(mailbox)
        mailbox.file_away([uid_of[1]], tray)
        mailbox.file_away([uid_of[1]], tray)
    with filing_desk.door.open() as mailbox:
        assert list(mailbox.uids(from_uid=1)) == [uid_of[2]]
    assert filing_desk.contents(tray) == [message(1)]


def test_messages_are_filed_together_and_one_that_is_gone_keeps_no_other_back(filing_desk: Desk) -> None:
    """Somebody expunged it between two questions."""
    for number in range(1, 5):
        filing_desk.deliver(message(number))
    with filing_desk.door.open() as mailbox:
        uid_of = uids_by_number(mailbox)
        filing_desk.remove(uid_of[2])
        mailbox.file_away([uid_of[number] for number in (1, 2, 4)], Tray.PROCESSED)
    with filing_desk.door.open() as mailbox:
        assert list(mailbox.uids(from_uid=1)) == [uid_of[3]]
    assert sorted(filing_desk.contents(Tray.PROCESSED)) == [message(1), message(4)]


def test_the_server_may_be_visited_again_and_again(filing_desk: Desk) -> None:
    """The trays are made once and found the next time."""
    for number in (1, 2):
        filing_desk.deliver(message(number))
        with filing_desk.door.open() as mailbox:
            mailbox.file_away(mailbox.uids(from_uid=1), Tray.PROCESSED)
    assert filing_desk.contents(Tray.PROCESSED) == [message(1), message(2)]


def test_a_listing_tells_what_lies_in_folder_and_tray(filing_desk: Desk) -> None:
    """Size, moment and Message-ID of each, and the visit goes on in the folder it was opened for."""
    for number in (1, 2, 3):
        filing_desk.deliver(message(number))
    with filing_desk.door.open() as mailbox:
        uid_of = uids_by_number(mailbox)
        assert list(mailbox.listing(Tray.REVIEW) or []) == []
        mailbox.file_away([uid_of[2]], Tray.PROCESSED)
    with filing_desk.door.open() as mailbox:
        (filed,) = mailbox.listing(Tray.PROCESSED) or []
        assert (filed.size_bytes, filed.received_at) == (len(message(2)), RECEIVED)
        assert filed.message_id == "<2@maple.example>"
        assert {it.uid for it in mailbox.listing(None) or []} == {uid_of[1], uid_of[3]}
        mailbox.file_away([uid_of[1]], Tray.REVIEW)
    with filing_desk.door.open() as mailbox:
        assert list(mailbox.uids(from_uid=1)) == [uid_of[3]]
    assert filing_desk.contents(Tray.REVIEW) == [message(1)]


def test_a_filed_message_is_read_whole_from_its_tray(filing_desk: Desk) -> None:
    """By the UID it is listed with there; what is not there is not found, and the visit is in its folder again."""
    filing_desk.deliver(message(1))
    filing_desk.deliver(message(2))
    with filing_desk.door.open() as mailbox:
        uid_of = uids_by_number(mailbox)
        assert mailbox.download_filed(Tray.REJECTED, uid_of[1], limit_bytes=LIMIT) is None
        mailbox.file_away([uid_of[1]], Tray.REJECTED)
    with filing_desk.door.open() as mailbox:
        (filed,) = mailbox.listing(Tray.REJECTED) or []
        found = mailbox.download_filed(Tray.REJECTED, filed.uid, limit_bytes=LIMIT)
        assert found is not None
        assert (found.content, found.whole) == (message(1), True)
        beginning = mailbox.download_filed(Tray.REJECTED, filed.uid, limit_bytes=10)
        assert beginning is not None
        assert (beginning.content, beginning.whole) == (message(1)[:11], False)
        assert mailbox.download_filed(Tray.REJECTED, filed.uid + 9, limit_bytes=LIMIT) is None
        assert list(mailbox.uids(from_uid=1)) == [uid_of[2]]
        lying = mailbox.download_filed(None, uid_of[2], limit_bytes=LIMIT)
        assert lying is not None
        assert lying.content == message(2)


def test_each_mailbox_has_a_name_of_its_own(any_desk: Desk) -> None:
    """Lease and log go by it."""
    with any_desk.door.open() as mailbox:
        assert any_desk.door.name == f"{mailbox.account}/{mailbox.folder}"


def test_a_fault_of_the_caller_is_not_blamed_on_the_server() -> None:
    """Only what happens on the line becomes a breakdown of the line."""
    with pytest.raises(FileNotFoundError), fake_desk().door.open():
        raise FileNotFoundError("the caller's own")
