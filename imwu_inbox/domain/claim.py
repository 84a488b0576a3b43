"""What came of taking a record, or of giving it back."""

from dataclasses import dataclass
from enum import StrEnum


class ClaimAnswer(StrEnum):
    """How it ended. Only DONE changed anything."""

    DONE = "done"
    ALREADY = "already"
    """It was so before."""
    HELD = "held"
    """Another officer holds it."""
    NOT_OPEN = "not-open"
    """No clock runs, or there is no such record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The answer, and who holds the record now; empty for nobody."""

    answer: ClaimAnswer
    holder: str = ""
