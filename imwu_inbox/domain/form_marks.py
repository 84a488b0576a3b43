"""Whether a box is ticked: by a mark printed in it, or as the reader of pixels saw the box."""

from collections.abc import Sequence

from imwu_inbox.domain.documents import Box, PageImage, Word

EMPTY_BOX, TICKED_BOX = "☐", "☑"
"""How a reader of pixels writes down the boxes it sees."""

MARKS = frozenset("✔✓✗✘☑☒√xX■●•4")
"""Single characters that programs and people put into a box (ZapfDingbats prints its tick as a 4)."""

_BOX_REACH = 0.045
_DARK_SHARE = 0.65


def is_mark(text: str) -> bool:
    """Whether a word is nothing but a mark, brackets aside."""
    inner = text.strip("[](){}|_ ")
    return len(inner) == 1 and inner in MARKS


def mark_left_of(box: Box, words: Sequence[Word]) -> Word | None:
    """The mark that stands close to the left of a printed word, on its row."""
    return next((word for word in _left_of(box, words) if is_mark(word.text)), None)


def _left_of(box: Box, words: Sequence[Word]) -> list[Word]:
    height = max(box[3] - box[1], 0.006)
    middle = (box[1] + box[3]) / 2
    near = []
    for word in words:
        x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
        if 0 < box[0] - x <= _BOX_REACH and abs(y - middle) < height:
            near.append(word)
    return near


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
