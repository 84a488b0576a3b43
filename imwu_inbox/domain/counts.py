"""What a store counts of records and mail: small groups, from which every figure of the dashboard is worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.local_days import LocalDay
from imwu_inbox.domain.verdict import Outcome, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCount:
    """So many open cases are due on a day and held by one officer; `holder` is empty for those nobody holds."""

    due_on: date | None
    holder: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedCount:
    """So many cases due on a day were closed on another."""

    closed_on: date
    due_on: date | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeCount:
    """So many records received on a day stand with an outcome."""

    received_on: date
    outcome: Outcome
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedCount:
    """So many rejected records have exactly these reasons."""

    refusals: tuple[Refusal, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The days to count by, oldest first: those of closing, and those of receipt."""

    closed: Sequence[LocalDay]
    received: Sequence[LocalDay]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """One look at the whole store. `unsettled`: messages by fate, of the fates in which they still wait.

    `undelivered`: records with a letter that did not arrive and that nobody has seen to.
    """

    open: Sequence[OpenCount]
    closed: Sequence[ClosedCount]
    intake: Sequence[IntakeCount]
    refused: Sequence[RefusedCount]
    unsettled: Mapping[Fate, int]
    undelivered: int = 0


WAITING_FATES = (Fate.STORED, Fate.HELD, Fate.SHELVED)
"""The fates in which a message still waits: to be read, for its other parts, or for a person."""
