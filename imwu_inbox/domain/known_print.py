"""A page seen to be a page of the known edition before it was read: how it lies, and what its boxes say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imwu_inbox.domain.documents import Box, Word
from imwu_inbox.domain.layout_fit import LayoutFit


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPrint:
    """How a page lies, and the words in each of its boxes. Units: boxes in fractions of the page."""

    fit: LayoutFit
    words: Mapping[Box, Sequence[Word]]
