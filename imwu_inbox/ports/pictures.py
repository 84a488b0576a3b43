"""Pictures of pages kept for a while, so that a page is not drawn at each look."""

from typing import Protocol

from imwu_inbox.domain.page_pictures import ShownPage


class Pictures(Protocol):
    """Keeps pictures encrypted, the most recently made ones: any of them can be made again."""

    def recall(self, name: str) -> ShownPage | None:
        """The picture of this name, or None."""
        ...

    def remember(self, name: str, shown: ShownPage) -> None:
        """Keep a picture; where there is no room or no disk it is not kept, and that is no error."""
        ...
