"""Every message of the selected folder, in few words: size, moment and Message-ID, without any body."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from imapclient import IMAPClient

from imwu_inbox.domain.reconciliation import Standing

LISTING_BATCH = 500
"""How many messages one question covers."""
_MESSAGE_ID = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"


def listed(client: IMAPClient, uids: Sequence[int]) -> Iterator[Standing]:
    """These messages as the server states them; vanished ones are left out."""
    for start in range(0, len(uids), LISTING_BATCH):
        answers = client.fetch(list(uids[start : start + LISTING_BATCH]), ["RFC822.SIZE", "INTERNALDATE", _MESSAGE_ID])
        for uid in sorted(answers):
            yield standing(uid, answers[uid])


def standing(uid: int, answer: Mapping[bytes, Any]) -> Standing:
    """One message as the answer states it."""
    received_at = answer.get(b"INTERNALDATE")
    return Standing(
        uid=uid,
        size_bytes=int(answer.get(b"RFC822.SIZE") or 0),
        received_at=received_at if isinstance(received_at, datetime) else None,
        message_id=_message_id(answer),
    )


def _message_id(answer: Mapping[bytes, Any]) -> str | None:
    block = next((value for key, value in answer.items() if key.startswith(b"BODY[HEADER") and value), b"")
    _, _, value = bytes(block).partition(b":")
    return " ".join(value.decode("utf-8", "replace").split()) or None


def search_all(search: Callable[[list[str]], Sequence[int]], *, from_uid: int, next_uid: int, span: int) -> list[int]:
    """The UIDs from this one on, ascending, without those marked deleted, asked for in spans.

    `n:*` always names the last message, even below n, so what lies below is dropped.
    """
    found: set[int] = set()
    start = from_uid
    while start + span < next_uid:
        found.update(search(["UID", f"{start}:{start + span - 1}", "UNDELETED"]))
        start += span
    found.update(search(["UID", f"{start}:*", "UNDELETED"]))
    return sorted(uid for uid in found if uid >= from_uid)
