"""When a message was received, as its own headers tell it."""

from datetime import UTC, datetime

import pytest

from imwu_inbox.domain.receipt import received_at_of

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "headers",
    [
        "Received: from a by b id 1; Mon, 2 Nov 2026 07:00:00 -0500\nReceived: by c; Sun, 1 Nov 2026 1:0:0 +0000",
        "Received: from a\n\tby b\n\tfor <unit@example.org>;\n\tMon, 2 Nov 2026 07:00:00 -0500 (EST)",
        "Received: from a by b\nDate: Mon, 2 Nov 2026 12:00:00 +0000",
        "Received: from a by b; some day\nDate: Mon, 2 Nov 2026 12:00:00 GMT",
        "Date: Mon, 2 Nov 2026 12:00:00 -0000",
        "Received: from a by b; Fri, 31 Dec 9999 23:59:59 -0500\nDate: Mon, 2 Nov 2026 12:00:00 GMT",
        "DATE: 2 Nov 2026 12:00 +0000",
    ],
)
def test_the_topmost_received_counts_else_the_date(headers: str) -> None:
    """Folded, commented, without a zone: as mail programs write them."""
    assert received_at_of(headers.encode() + b"\r\n\r\nDate: Sun, 1 Nov 2026 12:00:00 +0000\r\n") == NOON


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: x\n\nbody",
        b"Date: Mon, 45 Nov 2026 12:00:00 +0000\n\n",
        b"Date: \n\n",
        b"Date: ;",
        b"Date: Fri, 31 Dec 9999 23:59:59 -0500",
        b"Date: Thu, 1 Jan 1970 00:00:00 +0000",
    ],
)
def test_no_date_is_no_moment(content: bytes) -> None:
    """Nothing is made up, and nothing breaks."""
    assert received_at_of(content) is None
