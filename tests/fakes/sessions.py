"""Open sign-ins in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from imwu_inbox.domain.session import Session


class FakeSessions:
    """Sessions in a dict."""

    def __init__(self) -> None:
        self.rows: dict[str, Session] = {}
        self.expected: dict[str, tuple[Mapping[str, str], datetime]] = {}

    def begin(self, session: Session) -> None:
        """Enter it."""
        self.rows[session.key] = session

    def find(self, key: str) -> Session | None:
        """The one of this key."""
        return self.rows.get(key)

    def touch(self, key: str, at: datetime) -> None:
        """Note it."""
        if key in self.rows:
            self.rows[key] = replace(self.rows[key], seen_at=max(self.rows[key].seen_at, at))

    def keep_found(self, key: str, references: Sequence[str]) -> None:
        """Keep them."""
        if key in self.rows:
            self.rows[key] = replace(self.rows[key], found=tuple(references))

    def keep_told(self, key: str, told: str) -> None:
        """Keep it."""
        if key in self.rows:
            self.rows[key] = replace(self.rows[key], told=told)

    def end(self, key: str) -> None:
        """End it."""
        self.rows.pop(key, None)

    def end_all_of(self, account: str) -> int:
        """End them."""
        return self._remove([key for key, row in self.rows.items() if row.account == account])

    def forget_before(self, moment: datetime) -> int:
        """Remove the old ones."""
        return self._remove([key for key, row in self.rows.items() if row.seen_at < moment])

    def expect_return(self, state: str, kept: Mapping[str, str], until: datetime) -> None:
        """Keep it."""
        self.expected[state] = (dict(kept), until)

    def returned(self, state: str, now: datetime) -> Mapping[str, str] | None:
        """Once."""
        kept, until = self.expected.pop(state, ({}, None))
        return kept if until is not None and until >= now else None

    def _remove(self, keys: Sequence[str]) -> int:
        for key in keys:
            del self.rows[key]
        return len(keys)
