"""Slips: small pictures of a few dark lines, cut out of a page and cleared of all else.

They are ours by size and content, so the library may read them; where it is not installed the program does.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from imwu_inbox.adapters.tesseract_ocr.library import ReadyModel, ready_model
from imwu_inbox.adapters.tesseract_ocr.light import Grey
from imwu_inbox.adapters.tesseract_ocr.program import ROWS, read
from imwu_inbox.domain.documents import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipReader:
    """Reads slips by the model that lies ready for their languages, else by the program."""

    model: Callable[[str], ReadyModel | None] = ready_model

    def __call__(self, slips: Sequence[Grey], languages: str, seconds: float) -> tuple[tuple[Word, ...], ...]:
        """The words of each slip; none of those for which no time was left. Units: seconds in all."""
        until = time.monotonic() + seconds
        ready = self.model(languages) if slips else None
        if ready is None:
            return read(slips, languages, ROWS, seconds, light_print=False) or ((),) * len(slips)
        left = (until - time.monotonic() for _ in slips)
        return tuple(ready(slip, ROWS, own) if own > 0 else () for slip, own in zip(slips, left, strict=True))
