"""Whether a box is ticked: by a printed mark, or by the ink in it."""

from collections.abc import Sequence

from imwu_inbox.domain.documents import Box, PageImage, Word

MARKS = frozenset("✔✓✗✘☑☒√xX■●•4")
"""Single characters that programs and people put into a box (ZapfDingbats prints its tick as a 4)."""

_BOX_REACH = 0.045
_DARK_SHARE = 0.65
_LEAST_MORE_INK = 0.05
_LEAST_TIMES_INK = 1.35


def is_mark(text: str) -> bool:
    """Whether a word is nothing but a mark, brackets aside."""
    inner = text.strip("[](){}|_ ")
    return len(inner) == 1 and inner in MARKS


def mark_left_of(box: Box, words: Sequence[Word]) -> Word | None:
    """The mark that stands close to the left of a printed word, on its row."""
    height = max(box[3] - box[1], 0.006)
    middle = (box[1] + box[3]) / 2
    for word in words:
        x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
        if is_mark(word.text) and 0 < box[0] - x <= _BOX_REACH and abs(y - middle) < height:
            return word
    return None


def ink_left_of(box: Box, image: PageImage) -> float:
    """How dark the square to the left of a printed word is, 0..1. Units: box in fractions of the page."""
    high = (box[3] - box[1]) * image.height_px
    left, right = round(box[0] * image.width_px - 2.6 * high), round(box[0] * image.width_px - 0.4 * high)
    middle = (box[1] + box[3]) / 2 * image.height_px
    return ink_in(image, left, round(middle - 0.9 * high), right, round(middle + 0.9 * high))


def ink_in(image: PageImage, left: int, top: int, right: int, bottom: int) -> float:
    """The share of dark pixels in a part of the page, against its own paper. Units: pixels."""
    left, right = max(0, left), min(image.width_px, right)
    rows = [
        image.grey[row * image.width_px + left : row * image.width_px + right]
        for row in range(max(0, top), min(image.height_px, bottom))
    ]
    pixels = b"".join(rows)
    if not pixels:
        return 0.0
    paper = sorted(pixels)[int(0.9 * (len(pixels) - 1))]
    return sum(pixel < _DARK_SHARE * paper for pixel in pixels) / len(pixels)


def inkier(one: float, other: float) -> bool:
    """Whether one box holds clearly more ink than its empty twin."""
    return one - other > _LEAST_MORE_INK and one > _LEAST_TIMES_INK * other
