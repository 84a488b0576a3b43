"""What one bar of the dashboard counts: a part of a view of the officers' list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """A part of a view; what is empty lets everything through.

    `since` and `until` are local days, both within: of closing in the view of what is closed, of receipt elsewhere.
    """

    due: date | None = None
    since: date | None = None
    until: date | None = None
    outcome: str = ""
    reason: str = ""

    @property
    def asked(self) -> Mapping[str, str]:
        """What is set, as an address says it."""
        names = ("due", "since", "until", "outcome", "reason")
        return {name: str(value) for name in names if (value := getattr(self, name))}


WHOLE = Narrowing()
"""Nothing is left out."""
