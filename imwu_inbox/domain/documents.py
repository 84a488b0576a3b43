"""Pages, words and facts with their evidence; the kinds of paper the unit tells apart."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from imwu_inbox.domain.hindrances import Hindrance

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1. Units: fractions 0..1 of the page as shown, from its top left corner."""


class Answer(StrEnum):
    """The three answers to every check: a rejection needs `NO`, proven."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot-tell"


class Source(StrEnum):
    """Where a fact was read."""

    MRZ = "mrz"
    PRINTED = "printed"
    FORM = "form"
    LETTER = "letter"
    SUBJECT = "subject"
    BODY = "body"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What stands somewhere in a file, as far as known. Units: page from 1, box in fractions of the page."""

    page: int | None = None
    box: Box | None = None

    def after(self, pages: int) -> Self:
        """The same where so many pages come before its file."""
        return self if self.page is None else replace(self, page=self.page + pages)

    def without_place(self) -> Self:
        """The same for a document that lies in another file: its place there would be shown in this one."""
        return replace(self, page=None, box=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Placed):
    """A value with the place it was read from. Units: confidence 0..1. `raw` is what was read before any repair."""

    value: str
    source: Source
    raw: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """A page as 8-bit grey pixels. Shape: `grey` is height_px rows of width_px octets, from the top left.

    `lacks` says why something that stands on the page is not among them; None when they show all.
    """

    width_px: int
    height_px: int
    dpi: int
    grey: bytes = field(repr=False)
    lacks: Hindrance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """A page in colour, to be looked at. Shape: `rgb` is height_px rows of width_px times three octets."""

    width_px: int
    height_px: int
    rgb: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word on a page. Units: box in fractions of the page, confidence 0..1."""

    text: str
    box: Box
    confidence: float = 1.0


class TextSource(StrEnum):
    """How a page's text was obtained."""

    TEXT_LAYER = "text"
    OCR = "ocr"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page's words in reading order, and how sure its text is. Units: number from 1, confidence 0..1.

    `pictures` is where pictures lie among the words, as far as the file tells.
    Boxes fit the page once it is turned clockwise by `turned_degrees`, then anticlockwise by `straightened_degrees`.
    """

    number: int
    source: TextSource
    words: tuple[Word, ...] = ()
    text: str = ""
    confidence: float = 1.0
    turned_degrees: int = 0
    straightened_degrees: float = 0.0
    pictures: tuple[Box, ...] = ()


class DocumentKind(StrEnum):
    """The kinds of paper the unit tells apart."""

    PASSPORT = "passport"
    IMM5686 = "imm5686"
    LETTER = "letter"
    OFFER = "offer"
    CONTRACT = "contract"
    CV = "cv"
    DIPLOMA = "diploma"
    OTHER = "other"
    UNREADABLE = "unreadable"


class Opened(StrEnum):
    """What became of a file when it was opened."""

    OK = "ok"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too-large"
    EMPTY = "empty"
