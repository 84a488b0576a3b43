"""What is looked at, taken in or filed together: bounded in number and octets, so that no folder is too large."""

from collections.abc import Collection, Iterator, Sequence

from imwu_inbox.domain.ledger import LedgerEntry
from imwu_inbox.domain.mail import MailRef, Probe

_GROUP = 32
"""So many messages are made safe, entered and moved together. Units: messages."""
_GROUP_BYTES = 16_777_216
"""A group holds no more than this by the sizes stated. Units: octets."""
_UIDS_AT_ONCE = 500
"""A folder of any size is gone through in spans of so many messages."""


def spans(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    """So many UIDs as are looked at in one go."""
    return (uids[start : start + _UIDS_AT_ONCE] for start in range(0, len(uids), _UIDS_AT_ONCE))


def groups(probes: Sequence[Probe], apart: Collection[MailRef]) -> Iterator[Sequence[Probe]]:
    """What is taken in together, in this order: few enough, small enough, and each of those apart by itself."""
    group: list[Probe] = []
    size_bytes = 0
    for probe in probes:
        is_full = len(group) == _GROUP or size_bytes + probe.size_bytes > _GROUP_BYTES
        if group and (is_full or probe.ref in apart or group[-1].ref in apart):
            yield group
            group, size_bytes = [], 0
        group.append(probe)
        size_bytes += probe.size_bytes
    if group:
        yield group


def trays(entries: Sequence[LedgerEntry], apart: Collection[MailRef]) -> Iterator[Sequence[LedgerEntry]]:
    """What is filed together: messages of one tray, and each of those apart by itself."""
    yield from ([entry] for entry in entries if entry.ref in apart)
    for whole in (True, False):
        same = [entry for entry in entries if entry.whole is whole and entry.ref not in apart]
        yield from (same[start : start + _GROUP] for start in range(0, len(same), _GROUP))
