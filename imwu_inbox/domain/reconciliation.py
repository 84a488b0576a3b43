"""Server and ledger side by side: every message has its row, every row its message, and each difference a name."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from imwu_inbox.domain.ledger import LedgerEntry

GONE = "gone"
"""What stands for the tray in the row of a message that left the server before it was filed."""


class Difference(StrEnum):
    """What may be found on one side only."""

    NOT_TAKEN_IN = "not-taken-in"
    """It lies in the folder and no row stands for it, although it is no newcomer."""
    PASSED_OVER = "passed-over"
    """It lies in the folder, and to read it broke a visit: it is tried again, ever more seldom."""
    STRANGER = "stranger"
    """It lies in a tray and was never taken in: somebody put it there by hand."""
    COPY = "copy"
    """It lies in a tray once more than the ledger knows: two visits moved it at once."""
    GONE = "gone"
    """Its row says it was not filed yet, and it is nowhere on the server: somebody deleted or moved it."""
    NOT_MOVED = "not-moved"
    """Its row says it was filed, and it still lies in the folder."""
    UNNOTED = "unnoted"
    """It was filed, but the program ended before the row could say so."""


WHAT_TO_DO: Mapping[Difference, str] = {
    Difference.NOT_TAKEN_IN: "The next daily visit takes it in; if it stays, see the log for what failed.",
    Difference.PASSED_OVER: "It is tried again by itself. If it stays, open it in a mail program and forward it to the "
    "unit as an attachment.",
    Difference.STRANGER: "Move it back into the folder that is read if it is a request: nobody has taken it in.",
    Difference.COPY: "Nothing: its request is known once. The copy may be deleted.",
    Difference.GONE: "Nothing is lost: its bytes are in the vault and its request goes on.",
    Difference.NOT_MOVED: "The next daily visit moves it; if it stays, see that the tray can be written.",
    Difference.UNNOTED: "Nothing: the daily visit notes it.",
}
"""One sentence for the person who reads of a difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A message as the server lists it. Units: size_bytes as the server states it, which may be a little off."""

    uid: int
    size_bytes: int
    received_at: datetime | None
    message_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference. `tray` is empty for the folder itself; `uid` is missing where only the ledger knows of it."""

    kind: Difference
    tray: str = ""
    uid: int | None = None
    mail_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Both sides counted, and what differs.

    `waiting`: newcomers the next visit takes in. `taken_out`: filed long since, then moved or deleted by a person.
    `gone_before`: gone, and noted as such. Units: counts of messages.
    """

    on_server: int
    in_ledger: int
    waiting: int
    taken_out: int
    gone_before: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What the server lists: the folder, and each tray it has. `low_uid`: every UID below it was taken in and filed."""

    uidvalidity: int
    low_uid: int
    folder: Sequence[Standing]
    trays: Mapping[str, Sequence[Standing]]


@dataclass(slots=True)
class _Matched:
    pairs: list[tuple[str, Standing, LedgerEntry]] = field(default_factory=list)
    strange: list[tuple[str, Standing]] = field(default_factory=list)
    rows_left: list[LedgerEntry] = field(default_factory=list)


def reconcile(
    server: Server, rows: Sequence[LedgerEntry], *, newcomers_since: datetime, passed_over: Collection[int] = ()
) -> Reconciliation:
    """Compare the two sides; a message without a row that came after `newcomers_since` only waits its turn.

    `passed_over`: the UIDs of those that visits could not read.
    """
    here = {row.ref.uid: row for row in rows if row.ref.uidvalidity == server.uidvalidity}
    lying = {standing.uid for standing in server.folder}
    without_row = [standing for standing in server.folder if standing.uid not in here]
    unknown = [standing for standing in without_row if standing.uid not in passed_over]
    waiting = [standing for standing in unknown if _is_newcomer(standing, server.low_uid, newcomers_since)]
    not_taken = [Finding(kind=Difference.NOT_TAKEN_IN, uid=it.uid) for it in unknown if it not in waiting]
    not_moved = [
        Finding(kind=Difference.NOT_MOVED, tray=row.filed_in or "", uid=uid, mail_id=row.mail_id)
        for uid, row in here.items()
        if uid in lying and row.filed_in in server.trays
    ]
    elsewhere = [row for row in rows if not (row.ref.uidvalidity == server.uidvalidity and row.ref.uid in lying)]
    matched = _match([(tray, it) for tray, listed in server.trays.items() for it in listed], elsewhere)
    gone = [row for row in matched.rows_left if row.filed_in is None]
    return Reconciliation(
        on_server=len(server.folder) + sum(map(len, server.trays.values())),
        in_ledger=len(rows),
        waiting=len(waiting),
        taken_out=sum(row.filed_in not in {None, GONE} for row in matched.rows_left),
        gone_before=sum(row.filed_in == GONE for row in matched.rows_left),
        findings=(
            *not_taken,
            *(Finding(kind=Difference.PASSED_OVER, uid=it.uid) for it in without_row if it.uid in passed_over),
            *not_moved,
            *_in_trays(matched),
            *(Finding(kind=Difference.GONE, mail_id=row.mail_id) for row in gone),
        ),
    )


def _is_newcomer(standing: Standing, low_uid: int, since: datetime) -> bool:
    return standing.uid >= low_uid and (standing.received_at is None or standing.received_at >= since)


def _in_trays(matched: _Matched) -> Iterable[Finding]:
    for tray, standing, row in matched.pairs:
        if row.filed_in in {None, GONE}:
            yield Finding(kind=Difference.UNNOTED, tray=tray, uid=standing.uid, mail_id=row.mail_id)
    known_marks = {mark for _, standing, _ in matched.pairs for mark in _marks(standing)}
    for tray, standing in matched.strange:
        kind = Difference.COPY if known_marks & set(_marks(standing)) else Difference.STRANGER
        yield Finding(kind=kind, tray=tray, uid=standing.uid)


def _marks(standing: Standing) -> tuple[Hashable, ...]:
    """What tells a copy from another message."""
    if standing.message_id:
        return (standing.message_id,)
    return ((standing.received_at, standing.size_bytes),) if standing.received_at else ()


def _match(standing: list[tuple[str, Standing]], rows: list[LedgerEntry]) -> _Matched:
    """Find each message's row; a move gives a new UID, so moment and size tell, then the Message-ID, then the moment.

    Sizes come last because some servers state them only roughly.
    """
    matched = _Matched(strange=standing, rows_left=rows)
    _pair(matched, lambda it: (it.received_at, it.size_bytes), lambda row: (row.received_at, row.size_bytes))
    _pair(matched, lambda it: it.message_id, lambda row: row.message_id)
    _pair(matched, lambda it: it.received_at, lambda row: row.received_at)
    return matched


def _pair(
    matched: _Matched,
    mark_of: Callable[[Standing], Hashable],
    mark_of_row: Callable[[LedgerEntry], Hashable],
) -> None:
    """Take away what has the same mark on both sides, one for one; a row that says it was filed goes first."""
    waiting: dict[Hashable, list[LedgerEntry]] = defaultdict(list)
    for row in sorted(matched.rows_left, key=lambda row: (row.filed_in is not None, -row.mail_id)):
        waiting[mark_of_row(row)].append(row)
    paired: set[int] = set()
    strange: list[tuple[str, Standing]] = []
    for tray, standing in matched.strange:
        mark = mark_of(standing)
        if mark is not None and waiting.get(mark):
            row = waiting[mark].pop()
            paired.add(row.mail_id)
            matched.pairs.append((tray, standing, row))
        else:
            strange.append((tray, standing))
    matched.strange = strange
    matched.rows_left = [row for row in matched.rows_left if row.mail_id not in paired]


def lying_as(row: LedgerEntry, listed: Sequence[Standing]) -> Standing | None:
    """Where a filed message lies among these; a move gave it another UID."""
    matched = _match([("", standing) for standing in listed], [row])
    return matched.pairs[0][1] if matched.pairs else None
