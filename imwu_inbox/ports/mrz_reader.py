"""Find and read the machine-readable zones of a page."""

from datetime import date
from typing import Protocol

from imwu_inbox.domain.documents import PageImage
from imwu_inbox.domain.mrz import MrzFinding


class MrzReader(Protocol):
    """Reads the zones of passports, cards and visas from a picture."""

    def __call__(self, image: PageImage, *, today: date) -> MrzFinding:
        """The zones on the page, upright or turned; `today` settles the century of two-digit years."""
        ...
