"""Which pictures among a page's words are looked at as papers."""

import pytest

from imwu_inbox.domain.documents import Box, PageImage
from imwu_inbox.domain.pasted_pictures import only_these, papers_pasted

LETTER = 612 / 792
DATA_PAGE: Box = (0.1, 0.5, 0.68, 0.8)
STRIPS: tuple[Box, ...] = tuple((0.1, 0.5 + 0.03 * row, 0.68, 0.5 + 0.03 * (row + 1)) for row in range(10))


@pytest.mark.parametrize(
    ("pictures", "found"),
    [
        ((DATA_PAGE,), 1),
        (STRIPS, 1),
        (((0.0, 0.0, 1.0, 0.1),), 0),
        (((0.1, 0.1, 0.25, 0.2),), 0),
        (((0.1, 0.9, 0.5, 0.98),), 0),
        ((DATA_PAGE, (0.0, 0.0, 1.0, 0.1), (0.1, 0.1, 0.4, 0.3)), 2),
        ((), 0),
    ],
    ids=["data page", "in strips", "banner", "small logo", "signature", "two of three", "none"],
)
def test_pictures_of_the_shape_and_size_of_a_paper_are_looked_at(pictures: tuple[Box, ...], found: int) -> None:
    """Banners, signatures and small logos are not."""
    assert len(papers_pasted(pictures, page_aspect=LETTER)) == found


def test_nothing_but_the_pictures_is_read() -> None:
    """The rest of the page is paper."""
    page = PageImage(width_px=4, height_px=4, dpi=200, grey=bytes(16))
    pasted = only_these(page, [(0.25, 0.5, 0.75, 1.0)])
    assert pasted.image.grey == b"\xff" * 8 + b"\xff\x00\x00\xff" * 2
    assert pasted.rows == (0.5, 1.0)
