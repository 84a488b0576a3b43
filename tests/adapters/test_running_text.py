"""What bands of running text are read as, by models that pass over a line now and then."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import pytest

from imwu_inbox.adapters.tesseract_ocr.bands import Band
from imwu_inbox.adapters.tesseract_ocr.library import ReadyModel
from imwu_inbox.adapters.tesseract_ocr.light import Grey
from imwu_inbox.adapters.tesseract_ocr.running_text import running_text
from imwu_inbox.domain.documents import Word

LINES, HIGH = 5, 100


@dataclass
class Passing:
    """Reads one word a line of twenty rows, but the lines that it passes over beside others."""

    passed: Sequence[int]
    asked: list[int] = field(default_factory=list)

    def __call__(self, picture: Grey, _cut: int, _seconds: float, *, light_print: bool = False) -> tuple[Word, ...]:
        """The number that each line is drawn in, as its word."""
        assert light_print
        high = picture.shape[0]
        self.asked.append(high)
        lines = [int(picture[row, 0]) for row in range(10, high, 20)]
        return tuple(
            Word(text=f"line {line}", box=(0.1, (20 * at + 4) / high, 0.9, (20 * at + 16) / high), confidence=0.9)
            for at, line in enumerate(lines)
            if len(lines) < LINES or line not in self.passed
        )


def band() -> Band:
    """Five lines, each drawn in its number."""
    part = np.repeat(np.arange(LINES, dtype=np.uint8), HIGH // LINES)[:, None].repeat(50, axis=1)
    return Band(top=0.2, share=0.5, lines=LINES, part=part, scale=1.0)


@pytest.mark.parametrize(("passed", "looks"), [([], 1), ([0], 2), ([4], 2), ([0, 1], 2), ([0, 4], 3), ([2], 1)])
def test_a_first_or_last_line_that_was_passed_over_is_read_by_itself(passed: list[int], looks: int) -> None:
    """In its place on the band, once; what lies between lines that were read is not looked for here."""
    model = Passing(passed)
    (words,) = running_text(lambda _: cast("ReadyModel", model), [[band()]], time.monotonic() + 60)
    expected = [line for line in range(LINES) if line not in passed or line != 2]
    assert [word.text for word in words] == [f"line {line}" for line in expected]
    assert [round(HIGH * word.box[1]) // 20 for word in words] == expected
    assert len(model.asked) == looks
