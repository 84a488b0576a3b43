"""The words that a data page prints above its zone."""

from typing import Protocol

from imwu_inbox.domain.documents import PageImage, Word
from imwu_inbox.domain.mrz import MrzReading


class DataPageReader(Protocol):
    """Reads the printed zone of a passport whose machine-readable zone was found."""

    def __call__(self, image: PageImage, zone: MrzReading, *, small_print: bool) -> tuple[Word, ...]:
        """The words above a zone on this page; none when they could not be read.

        Without `small_print` the labels are left out, which takes half the time. Units: boxes in fractions of the
        printed zone, which is `domain.printed_zone.STEPS` of the zone's characters wide and high.
        """
        ...
