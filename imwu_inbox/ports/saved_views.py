"""The questions each officer keeps."""

from collections.abc import Sequence
from typing import Protocol

from imwu_inbox.domain.saved_view import SavedView


class SavedViews(Protocol):
    """Saved views by account and name.

    Raises: NeighbourDown, TryAgain.
    """

    def of(self, account: str) -> Sequence[SavedView]:
        """Those of a person, by name."""
        ...

    def save(self, account: str, view: SavedView) -> bool:
        """Keep one, in place of another of the same name; False when there are too many."""
        ...

    def remove(self, account: str, name: str) -> None:
        """Remove one; removing again changes nothing."""
        ...
