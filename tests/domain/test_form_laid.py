"""Which pages lie as the known edition prints them, and what is done where too little of one was read."""

from dataclasses import replace

from imwu_inbox.domain.documents import Page, PageImage, TextSource, Word
from imwu_inbox.domain.form_laid import laid_out
from imwu_inbox.domain.form_page import WHOLE_PAGE, Rows, find_on
from imwu_inbox.domain.imm5686_labels import QUESTION_OF
from imwu_inbox.domain.imm5686_layout import PAGE_PT, PLACES
from imwu_inbox.domain.page_view import PageView
from imwu_inbox.domain.second_look import SecondLook

WIDE, HIGH = 612, 792
MIDDLE_PT = 300
"""The second page's columns lie left and right of it. Units: points."""


def second_page(*, columns: int) -> PageView:
    """The second page of the form with the labels of its first, or of both columns."""
    words = []
    for key, place in PLACES.items():
        if place.page == 2 and key != "declarant_name" and (columns == 2 or place.label[0] < MIDDLE_PT):
            left, top = place.label[0] / PAGE_PT[0], place.label[1] / PAGE_PT[1]
            for word in QUESTION_OF[key].labels[0].split():
                words.append(Word(text=word, box=(left, top, left + 0.005 * len(word), top + 0.009), confidence=0.9))
                left += 0.005 * len(word) + 0.004
    page = Page(number=2, source=TextSource.OCR, words=tuple(words), text="", confidence=0.9)
    image = PageImage(width_px=WIDE, height_px=HIGH, dpi=72, grey=b"\xfa" * (WIDE * HIGH))
    return PageView(page=page, image=image)


def test_a_column_that_was_overlooked_is_looked_for_once_more() -> None:
    """Without it nobody could tell where the other boxes lie."""
    asked: list[Rows] = []

    def closer(_page: PageView, rows: Rows) -> PageView:
        asked.append(rows)
        return second_page(columns=2)

    seen = second_page(columns=1)
    look = SecondLook(rows=closer, boxes=lambda wanted: tuple(dict.fromkeys(one.names, ()) for one in wanted))
    assert sorted(laid_out([seen], {2: find_on(seen)}, look)) == [2]
    assert asked == [WHOLE_PAGE]
    assert laid_out([seen], {2: find_on(seen)}, replace(look, rows=lambda _page, _rows: None)) == {}
