"""Every message of the selected folder, in few words: size, moment and Message-ID, without any body."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from imwu_inbox.domain.mail import Probe
from imwu_inbox.domain.reconciliation import Standing

LISTING_BATCH = 500
"""How many messages one question covers."""
SMALL_BYTES = 524_288
"""Messages up to this are asked for together. Units: octets."""
ANSWER_BYTES = 4_194_304
"""How much one answer of several messages may hold. Units: octets."""
_MESSAGE_ID = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"


def listed(fetch: Callable[..., Mapping[int, Mapping[bytes, Any]]], uids: Sequence[int]) -> Iterator[Standing]:
    """These messages as the server states them; vanished ones are left out."""
    for start in range(0, len(uids), LISTING_BATCH):
        answers = fetch(list(uids[start : start + LISTING_BATCH]), "RFC822.SIZE", "INTERNALDATE", _MESSAGE_ID)
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


def batches_of_small(probes: Iterable[Probe]) -> Iterator[list[Probe]]:
    """Small messages of much the same size, so many as may come down in one answer."""
    batch: list[Probe] = []
    for probe in sorted(probes, key=lambda probe: probe.size_bytes):
        if not 0 < probe.size_bytes <= SMALL_BYTES:
            continue
        if batch and (len(batch) + 1) * probe.size_bytes > ANSWER_BYTES:
            yield batch
            batch = []
        batch.append(probe)
    if batch:
        yield batch


def content_of(answer: Mapping[bytes, Any]) -> bytes | None:
    """The octets of a message in this answer; None when it holds none."""
    return next(
        (bytes(value) for key, value in answer.items() if key.startswith(b"BODY[]") and value is not None), None
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
