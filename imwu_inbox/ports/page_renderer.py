"""A sender's file to pictures of its pages for an officer's screen."""

from collections.abc import Sequence
from typing import Protocol

from imwu_inbox.domain.page_pictures import PictureWanted, ShownPage


class PageRenderer(Protocol):
    """Draws pages of one file, so that nobody's browser ever gets the file itself."""

    def show_pages(self, content: bytes, *, wanted: Sequence[PictureWanted]) -> Sequence[ShownPage]:
        """One answer for each wish, in their order; what cannot be shown says why, never an error.

        Raises: NeighbourDown when no child can be started.
        """
        ...
