"""Servers that answer oddly: one odd message must not hide the others, and no answer may grow too long."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from imwu_inbox.errors import NeighbourDown
from imwu_inbox.ports.mailbox import Tray
from tests.plugs.mailbox_desks import door_to
from tests.servers.scripted_imap import scripted

GOOD = '* {0} FETCH (UID {0} RFC822.SIZE 100 INTERNALDATE "02-Mar-2026 15:04:05 +0000")'


def sizes(words: str, *, odd: str) -> str:
    """Answers to a question about sizes, where message 2 is odd."""
    lines = [odd if uid == "2" else GOOD.format(uid) for uid in words.split()[2].split(",")]
    return odd if odd in lines and odd.startswith("NO ") else "\r\n".join(lines)


@pytest.mark.parametrize("odd", ["* 2 FETCH (UID 2 RFC822.SIZE (100", "NO internal error"])
def test_one_odd_message_does_not_hide_the_others(odd: str) -> None:
    """It is listed without a size; the download, which is bounded, tells it."""
    before = datetime.now(UTC)
    with scripted(lambda words: sizes(words, odd=odd)) as server, door_to(server.port).open() as mailbox:
        probes = mailbox.probe([1, 2, 3])
    assert [(probe.ref.uid, probe.size_bytes) for probe in probes] == [(1, 100), (2, 0), (3, 100)]
    assert probes[1].received_at >= before


def test_a_million_uids_are_asked_for_in_spans() -> None:
    """One answer to all would be longer than the client's library takes."""
    with (
        scripted(lambda _words: "* SEARCH 7 60000", next_uid=120_001) as server,
        door_to(server.port).open() as mailbox,
    ):
        assert list(mailbox.uids(from_uid=1)) == [7, 60000]
        searches = [words for words in server.heard if "SEARCH" in words]
    assert [words.split()[3] for words in searches] == ["1:50000", "50001:100000", "100001:*"]


def test_an_end_told_as_nothing_is_an_end_while_the_message_is_there() -> None:
    """Some servers say NIL of octets past the end, just where a piece ended."""
    piece = "x" * 1_048_576

    def answer(words: str) -> str:
        if "RFC822.SIZE" in words:
            return GOOD.format(1)
        start = int(words.partition("<")[2].partition(".")[0])
        return f"* 1 FETCH (UID 1 BODY[]<{start}> " + (f"{{{len(piece)}}}\r\n{piece})" if start == 0 else "NIL)")

    with scripted(answer) as server, door_to(server.port).open() as mailbox:
        download = mailbox.download(1, limit_bytes=2_000_000)
    assert download is not None
    assert (download.content == piece.encode(), download.whole) == (True, True)


def refusing(refusal: str) -> Callable[[str], str]:
    """A server that has the tray and refuses every move."""
    return lambda words: '* LIST () "/" Processed' if words.startswith("LIST") else refusal


def test_a_message_that_went_during_the_move_is_no_fault() -> None:
    """It is where somebody else put it."""
    with (
        scripted(refusing("NO [EXPUNGEISSUED] Some messages no longer exist")) as server,
        door_to(server.port).open() as mailbox,
    ):
        mailbox.file_away([1], Tray.PROCESSED)
        assert any(words.startswith("UID MOVE 1") for words in server.heard)


def test_any_other_refusal_of_a_move_is_told() -> None:
    """A message that stays where it is must not be taken for filed."""
    with (
        scripted(refusing("NO [OVERQUOTA] full")) as server,
        pytest.raises(NeighbourDown, match="OVERQUOTA"),
        door_to(server.port).open() as mailbox,
    ):
        mailbox.file_away([1], Tray.PROCESSED)
