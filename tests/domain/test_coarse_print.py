"""Coarse scans are read twice, sharper ones once."""

from collections.abc import Mapping, Sequence

import pytest

from imwu_inbox.domain.coarse_print import CoarsePage, read_again
from imwu_inbox.domain.documents import Box, PageImage, Word
from imwu_inbox.domain.form_rooms import Room
from imwu_inbox.domain.second_look import NO_SECOND_LOOK, BoxesWanted, SecondLook

ROOMS = {
    key: Room(key=key, box=(0.1, 0.1 * at, 0.9, 0.1 * at + 0.05))
    for at, key in enumerate(
        ("uci", "family_name", "from", "email", "business_address", "business_activity", "duties"), start=1
    )
}
FIRST = {
    "uci": "4482-6919",
    "family_name": "Êluard",
    "from": "From 2627-04-01",
    "email": "infoêfirm.example",
    "business_address": "693 Main Street",
    "business_activity": "tean of skaters",
    "duties": "trains",
}
CLOSER = {
    "uci": "4402-6919",
    "family_name": "Éluard",
    "from": "Frorn 2027-04-01",
    "email": "info@firm.example",
    "business_address": "693 Main Street",
    "business_activity": "team of skaters",
    "duties": "trains",
}


def words(text: str, box: Box, confidence: float) -> tuple[Word, ...]:
    """The words of an answer, side by side in its room."""
    left, top, _, bottom = box
    return tuple(
        Word(text=word, box=(left + 0.1 * at, top, left + 0.1 * at + 0.09, bottom), confidence=confidence)
        for at, word in enumerate(text.split())
    )


def page(width_px: int, *, is_english: bool) -> CoarsePage:
    """A page of so many pixels, read once."""
    return CoarsePage(
        image=PageImage(width_px=width_px, height_px=10, dpi=150, grey=b"\xff" * width_px * 10),
        rooms=tuple(ROOMS.values()),
        words={ROOMS[key].box: words(text, ROOMS[key].box, 0.7) for key, text in FIRST.items()},
        is_english=is_english,
    )


def seen(wanted: Sequence[BoxesWanted]) -> Sequence[Mapping[Box, Sequence[Word]]]:
    """What a second look finds: of the room of an answer its second reading, of a number by itself 603."""
    texts = {ROOMS[key].box: text for key, text in CLOSER.items()}
    return [{box: words(texts.get(box, "603"), box, 0.95) for box in one.all} for one in wanted]


@pytest.mark.parametrize("is_english", [True, False])
def test_each_answer_of_a_coarse_page_is_read_again_by_the_model_that_errs_otherwise(*, is_english: bool) -> None:
    """English print by the model of English, where the form is in English; noughts wherever they may stand."""
    (told,) = read_again([page(1650, is_english=is_english)], SecondLook(boxes=seen))
    assert {key: " ".join(word.text for word in told[room.box]) for key, room in ROOMS.items()} == {
        "uci": "4402-6919",
        "family_name": "Éluard",
        "from": "From 2027-04-01",
        "email": "info@firm.example",
        "business_address": "603 Main Street",
        "business_activity": "team of skaters" if is_english else "tean of skaters",
        "duties": "trains",
    }


def test_a_sharper_page_is_read_once_and_so_is_one_for_which_no_time_is_left() -> None:
    """What was read stays."""
    sharp, coarse = page(2200, is_english=True), page(1650, is_english=True)
    assert read_again([sharp], SecondLook(boxes=seen)) == (sharp.words,)
    assert read_again([coarse, sharp], NO_SECOND_LOOK) == (coarse.words, sharp.words)
