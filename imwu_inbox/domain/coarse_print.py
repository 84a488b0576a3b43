"""Answers on coarse scans, at 150 dpi or less, read once more by the model that errs otherwise; where both stand, one.

There a nought with a dot is a blot and an m has two stems. On sharper pages one reading is enough.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imwu_inbox.domain.documents import Box, PageImage, Word
from imwu_inbox.domain.form_agreement import LOOK_LIKE_NOUGHT
from imwu_inbox.domain.form_rooms import Room
from imwu_inbox.domain.second_look import BoxesWanted, SecondLook
from imwu_inbox.domain.two_readings import (
    beginning_agreed,
    english_agreed,
    entry_agreed,
    figures_agreed,
    name_agreed,
    number_agreed,
)

_COARSE_PX = 1940
"""A page of 11 inches at 175 dpi."""
_AROUND = 0.25
"""How far beyond a word its letters are looked for. Units: its height."""

Words = Mapping[Box, Sequence[Word]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoarsePage:
    """A page of which the answers' rooms are known, with what was read in them, and whether it is in English."""

    image: PageImage
    rooms: Sequence[Room]
    words: Words
    is_english: bool

    @property
    def is_coarse(self) -> bool:
        """Whether its pixels are so few that one reading is not enough."""
        return max(self.image.width_px, self.image.height_px) < _COARSE_PX

    @property
    def wanted(self) -> BoxesWanted:
        """What is read once more: figures and names in turn, English as such, and of all else what may be noughts."""
        french = tuple(room.box for room in self.rooms if room.wants_all_letters)
        figures = tuple(room.box for room in self.rooms if room.holds_figures and not room.wants_all_letters)
        english = tuple(room.box for room in self.rooms if self._wants_english(room))
        numbers = tuple(_around(word) for word in self._doubtful_numbers())
        english += tuple(_around(word) for word in self._small_beginnings())
        return BoxesWanted(image=self.image, boxes=french, names=(*figures, *numbers), english=english)

    def _wants_english(self, room: Room) -> bool:
        return (
            room.holds_an_address
            or room.holds_a_code
            or (self.is_english and not room.holds_a_name and not room.holds_figures)
        )

    def _doubtful_numbers(self) -> Sequence[Word]:
        text = (room for room in self.rooms if not room.wants_all_letters and not room.holds_figures)
        words = (word for room in text if not room.holds_an_address for word in self.words.get(room.box, ()))
        return [word for word in words if any(letter in LOOK_LIKE_NOUGHT for letter in word.text)]

    def _small_beginnings(self) -> Sequence[Word]:
        """The first words of sentences that seem to begin with a small letter."""
        rooms = (room for room in self.rooms if room.holds_sentences and not self._wants_english(room))
        firsts = (words[0] for room in rooms if (words := self.words.get(room.box)))
        return [word for word in firsts if word.text[:1].islower() and len(word.text) > 1]

    def agreed(self, closer: Words) -> Words:
        """What both readings say."""
        return dict(self.words) | {room.box: self._room_agreed(room, closer) for room in self.rooms}

    def _room_agreed(self, room: Room, closer: Words) -> Sequence[Word]:
        words, again = self.words.get(room.box, ()), closer.get(room.box, ())
        if room.holds_a_name:
            return name_agreed(words, again)
        if room.holds_figures:
            return figures_agreed(again, words) if room.wants_all_letters else figures_agreed(words, again)
        numbers = {word.box: closer.get(_around(word), ()) for word in words if _around(word) in closer}
        if room.holds_a_code:
            text = entry_agreed(words, again)
        elif room.holds_sentences and words and not self._wants_english(room):
            text = beginning_agreed(words, closer.get(_around(words[0]), ()))
        else:
            text = english_agreed(words, again) if self._wants_english(room) else words
        return [_number_at(word, numbers) for word in text]


def _around(word: Word) -> Box:
    left, top, right, bottom = word.box
    beyond = _AROUND * (bottom - top)
    return left - beyond, top - beyond, right + beyond, bottom + beyond


def _number_at(word: Word, numbers: Words) -> Word:
    """A word with its noughts as they were read where it stands."""
    for box, closer in numbers.items():
        if box[0] < (word.box[0] + word.box[2]) / 2 < box[2] and box[1] < (word.box[1] + word.box[3]) / 2 < box[3]:
            return number_agreed(word, closer)
    return word


def read_again(pages: Sequence[CoarsePage], look: SecondLook) -> tuple[Words, ...]:
    """What the rooms of each page say; those of coarse pages by both readings, while there is time for a second."""
    coarse = [page for page in pages if page.is_coarse]
    closer = look.boxes([page.wanted for page in coarse]) if coarse else None
    if closer is None:
        return tuple(page.words for page in pages)
    told = {id(page): page.agreed(own) for page, own in zip(coarse, closer, strict=True)}
    return tuple(told.get(id(page), page.words) for page in pages)
