"""Errands in memory."""

from collections.abc import Sequence
from dataclasses import replace

from imwu_inbox.domain.errand import Errand


class FakeErrands:
    """Kept in a dict."""

    def __init__(self) -> None:
        self.kept: dict[str, Errand] = {}

    def ask(self, errand: Errand) -> None:
        """Leave one, unless it waits already."""
        standing = self.kept.get(errand.reference)
        if standing is None or standing.has_failed:
            self.kept[errand.reference] = errand

    def of(self, reference: str) -> Errand | None:
        """The errand of a record."""
        return self.kept.get(reference)

    def waiting(self) -> Sequence[Errand]:
        """Those to be run, the oldest first."""
        return sorted((one for one in self.kept.values() if not one.has_failed), key=lambda one: one.asked_at)

    def fail(self, reference: str) -> None:
        """It cannot be run."""
        if reference in self.kept:
            self.kept[reference] = replace(self.kept[reference], has_failed=True)

    def forget(self, reference: str) -> None:
        """It was run."""
        self.kept.pop(reference, None)
